"""The measurements, on tiny files."""

import csv
import json

import pytest

from analysis.benchmark import main
from analysis.codebook import load
from analysis.labelled import draw, read_themes
from tests.unit.analysis.samples import labelled

BOOK = """
title: Small
themes:
  - {name: Food, description: "Meals, snacks and cooking.", keywords: [food, meals, tea]}
  - {name: Friends, description: Having mates to see., keywords: [friends, mates, hang out]}
"""
FEELINGS = ["positive", "negative", "mixed", ""]


@pytest.fixture
def book(tmp_path):
    """Write a codebook of two themes."""
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, "utf-8")
    return path


@pytest.fixture
def comments(tmp_path):
    """Write a file of labelled comments."""
    texts, labels = labelled(6)
    names = ["Food" if row[0] else "Friends" for row in labels]
    rows = [
        (text, "What was good?", name, FEELINGS[place % 4])
        for place, (text, name) in enumerate(zip(texts, names, strict=True))
    ]
    return a_file(tmp_path / "comments.csv", ["text", "question", "themes", "sentiment"], rows)


def a_file(path, head, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def measured(capsys, *arguments):
    assert 0 == main([str(one) for one in arguments])
    return json.loads(capsys.readouterr().out)


class TestThemes:
    @pytest.mark.parametrize("shots", [(), ("--shots", 0), ("--shots", 6)])
    def test_measures_a_test_file(self, capsys, book, comments, shots):
        """With labels, with few and with none, plain themes are found."""
        found = measured(
            capsys, "themes", "--train", comments, "--test", comments, "--codebook", book, *shots
        )

        assert {"macro_f1", "micro_f1", "train_seconds", "comments_per_second"} <= found.keys()
        assert found["macro_f1"] > 0.9
        assert 48 == found["comments"]

    def test_measures_by_folds(self, capsys, book, comments):
        """Without a test file each comment is scored by a model that never saw it."""
        found = measured(capsys, "themes", "--train", comments, "--folds", 2, "--codebook", book)

        assert 48 == found["comments"]

    def test_reads_no_label_for_the_first_day(self, capsys, tmp_path, book, comments):
        """Without shots the training file may hold labels of any codebook: none is read."""
        other = a_file(tmp_path / "x.csv", ["text", "question", "themes"], [("a", "b", "Cars")])
        arguments = ("themes", "--test", comments, "--codebook", book, "--shots", 0)
        without = measured(capsys, *arguments)["macro_f1"]

        assert without == measured(capsys, *arguments, "--train", other)["macro_f1"]
        with pytest.raises(SystemExit, match="needs --test"):
            main(["themes", "--codebook", str(book), "--shots", "0", "--train", str(other)])

    def test_gives_silence_its_own_theme(self, capsys, tmp_path):
        """An answer that says nothing counts as the theme for that, by its key."""
        path = tmp_path / "aside.yaml"
        path.write_text(f"{BOOK}  - {{key: T99, name: Else, description: No words.}}", "utf-8")
        test = a_file(
            tmp_path / "t.csv", ["text", "themes"], [("idk", "T99"), ("the food", "Food")]
        )
        found = measured(capsys, "themes", "--test", test, "--codebook", path, "--shots", 0)

        assert 1.0 == found["micro_f1"]

    def test_needs_something_to_learn_from(self, book, comments):
        """Only the cold start needs no training file."""
        with pytest.raises(SystemExit, match="--train is needed"):
            main(["themes", "--test", str(comments), "--codebook", str(book)])

    def test_needs_something_to_measure(self, book, comments):
        """A test file or folds must be given."""
        with pytest.raises(SystemExit, match="--folds"):
            main(["themes", "--train", str(comments), "--codebook", str(book)])

    def test_says_what_is_wrong_with_a_file(self, tmp_path, book, comments):
        """An empty codebook and a file that is not there are named, without a trace."""
        empty = tmp_path / "empty.yaml"
        empty.write_text("title: x\nthemes: []", "utf-8")
        themes = ["themes", "--shots", "0", "--test"]
        with pytest.raises(SystemExit, match="has no theme"):
            main([*themes, str(comments), "--codebook", str(empty)])
        with pytest.raises(SystemExit, match=r"gone\.csv cannot be opened"):
            main([*themes, str(tmp_path / "gone.csv"), "--codebook", str(book)])

    def test_refuses_an_unknown_theme(self, tmp_path, book):
        """A label that the codebook does not have is named."""
        path = a_file(tmp_path / "x.csv", ["text", "question", "themes"], [("a", "b", "Cars")])

        with pytest.raises(SystemExit, match="“Cars” is no theme of Small"):
            read_themes(path, load(book))


class TestEmergent:
    def test_compares_proposals_with_labels(self, capsys, comments):
        """The measure of proposed themes is printed too."""
        found = measured(capsys, "emergent", "--test", comments)

        assert 48 == found["texts"]


class TestDraw:
    def test_draws_about_as_many_a_theme(self, book, comments):
        """Each theme has its share of examples, the same each time."""
        train = read_themes(comments, load(book))

        drawn = draw(train, 3)

        assert [3, 3] == drawn.labels.sum(axis=0).tolist()
        assert drawn.texts == draw(train, 3).texts


class TestSentiment:
    def test_measures_the_weights_that_ship(self, capsys, comments):
        """Without a training file the shipped weights are measured; blanks are left out."""
        found = measured(capsys, "sentiment", "--test", comments)

        assert {"macro_f1", "accuracy", "comments"} == found.keys()
        assert 36 == found["comments"]

    def test_learns_when_it_may(self, capsys, comments):
        """With a training file the weights are learned from it."""
        assert (
            36
            == measured(capsys, "sentiment", "--train", comments, "--test", comments)["comments"]
        )


class TestConcerns:
    def test_counts_hits_and_false_alarms(self, capsys, tmp_path):
        """Of two disclosures and two harmless comments, recall and false alarms are told."""
        path = a_file(
            tmp_path / "c.csv",
            ["text", "concern", "category"],
            [
                ("I want to kill myself", 1, "self_harm"),
                ("my carer hits me with a belt", 1, "physical"),
                ("I like football", 0, ""),
                ("The food is nice", 0, ""),
            ],
        )

        found = measured(capsys, "concerns", "--test", path)

        assert (1.0, 1.0, 0.0) == (
            found["recall"],
            found["precision"],
            found["false_alarms_per_1000"],
        )

    def test_says_nothing_of_nothing(self, capsys, tmp_path):
        """Without comments there is nothing to measure."""
        path = a_file(tmp_path / "c.csv", ["text", "concern", "category"], [])

        found = measured(capsys, "concerns", "--test", path)

        assert [None, None, None] == [
            found["recall"],
            found["precision"],
            found["false_alarms_per_1000"],
        ]
