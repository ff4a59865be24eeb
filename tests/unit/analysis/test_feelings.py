"""Learning how words feel."""

import csv

import numpy as np
import pytest

from analysis import feelings
from analysis.labelled import Labelled
from analysis.linear_reader import load
from analysis.sentiment import Weights, feel_all

TEXTS = (
    ["The trips are zingy", "Zingy and warm", "So zingy here"] * 4
    + ["The trips are murky", "Murky and cold", "So murky here"] * 4
    + ["Zingy but murky", "Murky yet zingy"] * 4
)
LABELS = ["positive"] * 12 + ["negative"] * 12 + ["mixed"] * 8


def train(stances=("neutral",)):
    return Labelled(
        TEXTS * len(stances), [s for s in stances for _ in TEXTS], np.array(LABELS * len(stances))
    )


def felt(weights, text, stance="neutral"):
    return feel_all([text], [stance], weights)[0].label


class TestLearn:
    def test_learns_words_it_never_knew(self):
        """Words that stand on no list get the feeling of the comments they stood in."""
        weights = feelings.learn(train())

        assert "positive" == felt(weights, "It was zingy")
        assert "negative" == felt(weights, "It was murky")

    def test_reads_by_what_was_asked(self):
        """A word can feel one way after one question, and another after another."""
        given = train(("positive", "negative"))
        turned = {"positive": "negative", "negative": "positive", "mixed": "mixed"}
        given.labels[len(TEXTS) :] = [turned[label] for label in LABELS]
        weights = feelings.learn(given)

        assert "positive" == felt(weights, "It was zingy", "positive")
        assert "negative" == felt(weights, "It was zingy", "negative")


class TestLearnCriticism:
    def test_tells_criticism_from_praise(self):
        """What stood in comments below nought criticises, above it praises."""
        scores = np.array([4] * 12 + [-4] * 12 + [0] * 8)
        read = Weights(feelings.learn_criticism(TEXTS, scores), feelings.learn(train()).feelings)
        measured = read.measured(
            feelings.counted(["So murky", "So zingy"]), ["a", "b"], ["neutral"] * 2
        )

        assert [0, 2] == measured[:, -3:].argmax(axis=1).tolist()


class TestMain:
    @pytest.fixture
    def given(self, tmp_path):
        """Write two training files and one of criticism, with rows that have no label."""
        paths = [tmp_path / f"{name}.csv" for name in ("one", "other", "criticism")]
        rows = list(zip(TEXTS, [""] * len(TEXTS), LABELS, strict=True))
        signs = {"positive": "3", "negative": "-2", "mixed": "0"}
        tables = (
            [("text", "question", "sentiment"), *rows, ("left out", "", "")],
            [("text", "sentiment"), *((text, label) for text, _, label in rows)],
            [("text", "criticality"), *((t, signs[label]) for t, _, label in rows), ("x", "NA")],
        )
        for path, table in zip(paths, tables, strict=True):
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(table)
        return ["--train", str(paths[0]), str(paths[1]), "--criticism", str(paths[2])]

    def test_writes_what_can_be_read(self, given, tmp_path):
        """The files that are written read what was learned, the same each time."""
        assert 0 == feelings.main(given, out=tmp_path)
        written = {
            name: (tmp_path / f"{name}.npz").read_bytes() for name in ("criticism", "feelings")
        }
        weights = Weights(*(load(tmp_path / f"{name}.npz") for name in written))

        assert "positive" == felt(weights, "So zingy")
        assert 0 == feelings.main(given, out=tmp_path)
        assert written == {name: (tmp_path / f"{name}.npz").read_bytes() for name in written}
