"""Learns how words feel from labelled comments, and writes the weights that Earshot ships.

    python -m analysis.feelings --train FILE … --criticism FILE

Each training file has the columns `text` and `sentiment`, and may have the `question`. The file
of criticism has `text` and `criticality`, from -5, the worst, to 5, the best.
"""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from analysis.hashed import counted, rarity
from analysis.labelled import Labelled, read_sentiment, rows
from analysis.linear_reader import Reader, scaled
from analysis.sentiment import (
    CRITICISM,
    LABELS,
    NEUTRAL,
    STANCES,
    Weights,
    rows_of_measures,
    shipped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Outcomes = NDArray[np.int64]

COST = 0.3
COST_OF_CRITICISM = 0.1
FOLDS = 5
# Mixed is one comment in eleven and would seldom be called; these pushes are tried on folds.
MIXED_PUSHES = np.linspace(-0.3, 1.0, 14)
POSITIVE_PUSHES = np.linspace(-0.4, 0.4, 5)
WORST, BEST = -5, 5


def learn(train: Labelled, criticism: Reader | None = None) -> Weights:
    """Return the weights learned from comments and their sentiments. Deterministic.

    `criticism` is what ships unless it is given. How far mixed and positive are pushed is chosen
    on folds of the training comments, for the best sum of macro-F1 and accuracy.
    """
    read = Weights(criticism or shipped().criticism, _nothing())
    counts = counted(train.texts)
    measured = read.measured(counts, train.texts, train.stances)
    middle, spread = measured.mean(axis=0), measured.std(axis=0) + 1e-9
    blank = Reader(rarity(counts), middle, spread, *_no_weights(measured.shape[1]))
    text, dense = scaled(blank, counts, measured)
    asked = np.array([[one == stance for stance in STANCES] for one in train.stances], float)
    signs = sparse.hstack([_asked(text, asked), _asked(sparse.csr_matrix(dense), asked), asked])
    true = np.array([LABELS.index(label) for label in train.labels])
    machines = [_machine(signs.tocsr(), true == label) for label in range(len(LABELS))]
    push = _push(signs.tocsr(), true)
    parts = [_parts(machine, text.shape[1], dense.shape[1]) for machine in machines]
    words, measures, start = (np.stack([part[n] for part in parts], axis=-1) for n in range(3))
    reader = Reader(
        blank.rare,
        middle,
        spread,
        words.transpose(1, 0, 2).reshape(text.shape[1], -1).astype(np.float32),
        measures.transpose(1, 0, 2).reshape(dense.shape[1], -1),
        (start + push).ravel(),
    )
    return Weights(read.criticism, reader)


def learn_criticism(texts: Sequence[str], scores: NDArray[np.int64]) -> Reader:
    """Return what tells criticism, neither and praise apart, from scores below, at and above 0."""
    counts, measured = counted(texts), rows_of_measures(texts, [NEUTRAL] * len(texts))
    middle, spread = measured.mean(axis=0), measured.std(axis=0) + 1e-9
    blank = Reader(rarity(counts), middle, spread, *_no_weights(measured.shape[1]))
    text, dense = scaled(blank, counts, measured)
    signs = sparse.hstack([text, dense]).tocsr()
    machines = [
        LinearSVC(C=COST_OF_CRITICISM, random_state=0).fit(signs, np.sign(scores) == side)
        for side in (-1, 0, 1)
    ]
    weights = np.vstack([machine.coef_[0] for machine in machines]).T
    start = np.array([machine.intercept_[0] for machine in machines])
    width = text.shape[1]
    words = weights[:width].astype(np.float32)
    return Reader(blank.rare, middle, spread, words, weights[width:], start)


def main(arguments: Sequence[str] | None = None, *, out: Path = CRITICISM.parent) -> int:
    """Learn criticism, then feelings, and write both."""
    parser = argparse.ArgumentParser(prog="analysis.feelings")
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--criticism", type=Path, required=True)
    given = parser.parse_args(arguments)
    known = {str(score) for score in range(WORST, BEST + 1)}
    scored = [row for row in rows(given.criticism) if row["criticality"] in known]
    scores = np.array([int(row["criticality"]) for row in scored])
    criticism = learn_criticism([row["text"] for row in scored], scores)
    weights = learn(_together([read_sentiment(path) for path in given.train]), criticism)
    weights.criticism.save(out / CRITICISM.name)
    weights.feelings.save(out / "feelings.npz")
    return 0


def _together(files: Sequence[Labelled]) -> Labelled:
    return Labelled(
        [text for one in files for text in one.texts],
        [stance for one in files for stance in one.stances],
        np.concatenate([one.labels for one in files]),
    )


def _asked(signs: sparse.csr_matrix, asked: NDArray[np.float64]) -> sparse.csr_matrix:
    # Each sign by itself, and again for what the question invited.
    return sparse.hstack([signs, *(signs.multiply(column[:, None]) for column in asked.T)])


def _machine(signs: sparse.csr_matrix, is_so: NDArray[np.bool_]) -> LinearSVC:
    return LinearSVC(C=COST, random_state=0).fit(signs, is_so)


def _parts(
    machine: LinearSVC, width: int, measures: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    # What a sign weighs after each stance: by itself, and for what the question invited.
    weights, times = machine.coef_[0], 1 + len(STANCES)
    words = weights[: times * width].reshape(times, width)
    own = weights[times * width : times * (width + measures)].reshape(times, measures)
    start = machine.intercept_[0] + weights[times * (width + measures) :]
    return words[0] + words[1:], own[0] + own[1:], start


def _push(signs: sparse.csr_matrix, true: Outcomes) -> NDArray[np.float64]:
    margins = np.zeros((len(true), len(LABELS)))
    for inside, outside in KFold(FOLDS, shuffle=True, random_state=0).split(true):
        for label in range(len(LABELS)):
            machine = _machine(signs[inside], true[inside] == label)
            margins[outside, label] = machine.decision_function(signs[outside])
    tried = [np.array([0.0, *push]) for push in product(MIXED_PUSHES, POSITIVE_PUSHES)]
    return max(tried, key=lambda push: _agreement(true, (margins + push).argmax(axis=1)))


def _agreement(true: Outcomes, found: Outcomes) -> float:
    macro = f1_score(true, found, average="macro", zero_division=0)
    return float(macro + accuracy_score(true, found))


def _no_weights(
    measures: int,
) -> tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.float64]]:
    return np.zeros((0, 0), np.float32), np.zeros((measures, 0)), np.zeros(0)


def _nothing() -> Reader:
    return Reader(np.zeros(0, np.float32), np.zeros(0), np.zeros(0), *_no_weights(0))


if __name__ == "__main__":
    raise SystemExit(main())
