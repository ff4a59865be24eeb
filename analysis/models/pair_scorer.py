"""Trains the scorer of pairs that ships, on comments and themes that it will not be asked about.

python -m analysis.models.pair_scorer --train FILE --codebook analysis/training/other_trusts.yaml

The file has the columns `text` and `subcategory`, one a comment; the codebook's `labels` say
which subcategories a theme stands for.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from sklearn.model_selection import KFold

from analysis.codebook import Codebook, read
from analysis.corpus import Corpus, Passage
from analysis.models.described import FILES, SHIPPED, engine_of
from analysis.models.embedding import installed
from analysis.models.engine import ENGINES
from analysis.models.features import nearness
from analysis.models.forest import Forest, grow
from analysis.models.pairs import CODEBOOK_RISES, codebook_columns
from analysis.models.thresholds import best_cut, sure_cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.models.engine import Embedding

FOLDS = 4
LEAF = 200
# A coder gives about this many themes to a comment where several may be given; the comments
# learned from carry one each, so a chance learned from them is this much too low.
THEMES_A_COMMENT = 1.5
PRECISION = 0.75


def learn(pairs: NDArray[np.float64], labels: NDArray[np.int64]) -> tuple[Forest, dict[str, Any]]:
    """Return the forest, and its two cuts as measured on themes it had not seen.

    The cut with the best F1 on unseen themes is lowered by the themes a comment that single
    labels leave out. From `sure`, the share of true labels among unseen themes is at least
    three in four, and in truth more, since a label that was left out counts as false here.
    """
    chances = np.zeros(labels.shape)
    for known, unseen in KFold(FOLDS, shuffle=True, random_state=0).split(labels.T):
        rows = labels[:, known].sum(axis=1) > 0
        forest = _forest(pairs[rows][:, known], labels[rows][:, known])
        chances[:, unseen] = _chances(forest, pairs[:, unseen])
    cut = best_cut(chances.ravel(), labels.ravel())
    numbers = {
        "enough": cut / THEMES_A_COMMENT,
        "sure": sure_cut(chances.ravel(), labels.ravel(), PRECISION / THEMES_A_COMMENT),
    }
    return _forest(pairs, labels), numbers


def main(arguments: Sequence[str] | None = None, *, out: Path = SHIPPED) -> int:
    """Learn with each engine that is installed, and with words alone, and write the scorers."""
    parser = argparse.ArgumentParser(prog="analysis.models.pair_scorer")
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--codebook", type=Path, required=True)
    given = parser.parse_args(arguments)
    data = yaml.safe_load(given.codebook.read_text("utf-8"))
    texts, labels = _labelled(given.train, [theme.pop("labels") for theme in data["themes"]])
    engines = {engine_of(one): one for one in map(installed, ENGINES)}
    for engine, embedding in engines.items():
        forest, numbers = learn(_pairs(texts, read(data), embedding), labels)
        forest.save(out / FILES[engine], **numbers)
        print(json.dumps({"engine": engine, **numbers}))  # noqa: T201
    return 0


def _labelled(path: Path, wanted: Sequence[Sequence[str]]) -> tuple[list[str], NDArray[np.int64]]:
    column = {label: number for number, mine in enumerate(wanted) for label in mine}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["subcategory"] in column]
    labels = np.zeros((len(rows), len(wanted)), dtype=np.int64)
    for number, row in enumerate(rows):
        labels[number, column[row["subcategory"]]] = 1
    return [row["text"] for row in rows], labels


def _pairs(
    texts: Sequence[str], codebook: Codebook, embedding: Embedding | None
) -> NDArray[np.float64]:
    corpus = Corpus(tuple(Passage(str(number), text) for number, text in enumerate(texts)))
    return codebook_columns(nearness(corpus, codebook, embedding), len(texts))


def _forest(pairs: NDArray[np.float64], labels: NDArray[np.int64]) -> Forest:
    rows = pairs.reshape(-1, pairs.shape[-1])
    return grow(rows, labels.ravel(), rising=CODEBOOK_RISES, leaf=LEAF)


def _chances(forest: Forest, pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    return forest.chances(pairs.reshape(-1, pairs.shape[-1])).reshape(pairs.shape[:2])


if __name__ == "__main__":
    raise SystemExit(main())
