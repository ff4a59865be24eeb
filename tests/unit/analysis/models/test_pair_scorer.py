"""The training of the scorer that ships."""

import csv
import json

import numpy as np
import pytest

from analysis.lessons import Lesson
from analysis.models import minilm_graph, pair_scorer
from analysis.models.embedding import installed
from analysis.models.engine import FAST
from analysis.models.forest import grow, read
from analysis.models.minilm import SentenceEmbedding
from analysis.models.thresholds import best_cut
from tests.unit.analysis.models.small_network import addition, install
from tests.unit.analysis.samples import CODEBOOK, FOOD, FRIENDS, LetterEmbedding

BOOK = """
title: Elsewhere
themes:
  - {name: Food, definition: Meals and snacks., keywords: [food, meals, tea], labels: [Meals]}
  - {name: Friends, definition: Mates., keywords: [friends, mates, hang out], labels: [Mates]}
  - {name: Pets, definition: Cats., keywords: [cat], labels: [Cats]}
  - {name: Cars, definition: Driving., keywords: [car], labels: [Cars]}
"""


class TestMain:
    @pytest.fixture
    def given(self, tmp_path, monkeypatch):
        """Write comments with one label each, some of none of ours, and a few lessons to mark on."""
        lessons = tuple(Lesson(text, frozenset({"food"})) for text in FOOD)
        monkeypatch.setattr(pair_scorer, "lessons_for", lambda _: lessons)
        monkeypatch.setattr(pair_scorer, "shipped", lambda: CODEBOOK)
        (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
        rows = [(text, "Meals") for text in FOOD * 20]
        rows += [(text, "Mates") for text in FRIENDS * 20]
        rows += [("My cat", "Cats"), ("A red car", "Cars")] * 20 + [("x", "Nothing of ours")]
        with (tmp_path / "c.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("text", "subcategory"), *rows])
        return ["--train", str(tmp_path / "c.csv"), "--codebook", str(tmp_path / "book.yaml")]

    def test_writes_both_scorers(self, given, tmp_path, capsys, monkeypatch):
        """Each engine has its scorer, and words alone have one; each has its two cuts."""
        read_by = {"fast": LetterEmbedding(), "accurate": LetterEmbedding(), "none": None}
        monkeypatch.setattr(pair_scorer, "installed", read_by.get)

        assert 0 == pair_scorer.main(given, out=tmp_path)

        told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert ["wordllama", "words"] == [one["engine"] for one in told]
        for name in ("pair_scorer_wordllama.npz", "pair_scorer_words.npz"):
            forest, numbers = read(tmp_path / name)
            assert 0 < float(numbers["enough"]) < 1
            assert 21 > forest.feature.max()
            assert np.isfinite(forest.value).all()

    def test_never_learns_from_themes_the_engine_was_tuned_on(self, given, tmp_path, monkeypatch):
        """The accurate engine reads each half of the themes as tuned on the other half."""
        install(tmp_path, monkeypatch)
        made, fast = [], installed(FAST)
        halves = [tmp_path / f"{number}.npz" for number in (1, 2)]
        for path in halves:
            addition(path)
        build = pair_scorer.build
        monkeypatch.setattr(pair_scorer, "HALVES", halves)
        monkeypatch.setattr(
            pair_scorer, "build", lambda *given: (made.append(given[2]), build(*given))
        )
        minilm_graph.main(["--out", str(tmp_path / "made")])
        engine = SentenceEmbedding(tmp_path / "made", fast)
        monkeypatch.setattr(pair_scorer, "installed", {"accurate": engine}.get)

        assert 0 == pair_scorer.main(given, out=tmp_path)
        assert halves == made
        assert (tmp_path / "pair_scorer_minilm.npz").is_file()


class TestMarks:
    def test_come_from_what_was_not_learned(self):
        """Suggesting starts where F1 is best on unseen pairs, giving where three in four are true."""
        rows = np.zeros((8, 2))
        rows[:, 0] = np.arange(8) / 8
        forest = grow(np.repeat(rows, 40, axis=0), np.repeat(rows[:, 0] > 0.4, 40).astype(int),
                      rising=(True, True), leaf=10, rounds=20)  # fmt: skip
        carried = np.array([0, 0, 0, 0, 1, 0, 1, 1])
        unseen = pair_scorer.Part(rows.reshape(8, 1, 2), carried.reshape(8, 1))
        found = pair_scorer.marks(forest, unseen)
        chances = forest.chances(rows)

        assert found["enough"] == best_cut(chances, carried)
        assert found["sure"] == chances[4]


class TestHalves:
    def test_has_common_and_rare_in_both(self):
        """Every theme is in one half, and the two commonest are apart."""
        labels = np.array([[1, 0, 1, 0], [1, 1, 0, 0], [1, 1, 0, 1]])
        first, second = pair_scorer.halves(labels)

        assert [0, 1, 2, 3] == sorted([*first, *second])
        assert {0} == {0, 1} & set(first)
