"""Files of labelled comments, and the parts of them that a measurement learns from and scores."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.model_selection import KFold

from analysis.sentiment import LABELS
from analysis.stance import stance_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from analysis.codebook import Codebook

SEED = 2026


@dataclass(frozen=True)
class Labelled:
    """Comments, the stances of their questions, and a row of labels each."""

    texts: list[str]
    stances: list[str]
    labels: NDArray[Any]

    def __getitem__(self, chosen: NDArray[np.int64]) -> Labelled:
        """Return some of the comments."""
        texts, stances = ([one[i] for i in chosen] for one in (self.texts, self.stances))
        return Labelled(texts, stances, self.labels[chosen])


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_themes(path: Path, codebook: Codebook) -> Labelled:
    """Return a file of comments whose themes are names or keys of the codebook, parted by `;`.

    Raises:
        SystemExit: a theme is not in the codebook.
    """
    place = {
        name: number
        for number, theme in enumerate(codebook.themes)
        for name in (theme.name, theme.key)
    }
    read = rows(path)
    labels = np.zeros((len(read), len(codebook.themes)), dtype=np.int64)
    for number, row in enumerate(read):
        for name in filter(None, (part.strip() for part in row["themes"].split(";"))):
            if name not in place:
                raise SystemExit(f"{path.name}: “{name}” is no theme of {codebook.name}")
            labels[number, place[name]] = 1
    return Labelled(*_said(read), labels)


def read_sentiment(path: Path) -> Labelled:
    """Return a file of comments with a sentiment each; those without one are left out."""
    read = [row for row in rows(path) if row["sentiment"] in LABELS]
    return Labelled(*_said(read), np.array([row["sentiment"] for row in read]))


def draw(train: Labelled, shots: int) -> Labelled:
    """Return the comments that give each theme about `shots` examples, drawn with a fixed seed."""
    order = np.random.default_rng(SEED).permutation(len(train.texts))
    have = np.zeros(train.labels.shape[1], dtype=np.int64)
    taken = []
    for number in order:
        wanted = (train.labels[number] == 1) & (have < shots)
        if wanted.any():
            taken.append(int(number))
            have += train.labels[number]
    return train[np.array(taken, dtype=np.int64)]


def trials(
    given: argparse.Namespace, train: Labelled | None, read: Callable[[Path], Labelled]
) -> Iterator[tuple[Labelled | None, Labelled]]:
    """Return each pair of what may be learned from and what is then scored.

    Raises:
        SystemExit: neither a test file nor folds are given.
    """
    if given.test:
        yield train, read(given.test)
    elif train is None or not given.folds:
        raise SystemExit("give --test FILE, or --train FILE with --folds N")
    else:
        folds = KFold(given.folds, shuffle=True, random_state=SEED)
        for inside, outside in folds.split(np.arange(len(train.texts))):
            yield train[inside], train[outside]


def _said(read: Sequence[dict[str, str]]) -> tuple[list[str], list[str]]:
    return [row["text"] for row in read], [stance_of(row.get("question") or "") for row in read]
