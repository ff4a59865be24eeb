"""One support vector machine a theme, on how alike comments are, and the votes of neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.model_selection import KFold
from sklearn.svm import SVC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FOLDS = 5
NEIGHBOURS = 15
COST = 1.0
# The score of a theme that no comment, or every comment, carries.
UNKNOWN = -1.0


def folds(count: int, *, seed: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return five times the places to learn from and those held out. Deterministic."""
    return list(KFold(FOLDS, shuffle=True, random_state=seed).split(np.arange(count)))


def fitted(alike: NDArray[np.float64], labels: NDArray[np.int64]) -> list[SVC | None]:
    """Return a machine a theme, None where there is nothing to tell apart."""
    return [_machine(alike, labels[:, column]) for column in range(labels.shape[1])]


def held_out(
    alike: NDArray[np.float64], labels: NDArray[np.int64], *, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return scores and votes of every comment, by machines and neighbours fitted without it."""
    found, voted = np.zeros(labels.shape), np.zeros(labels.shape)
    for train, test in folds(len(labels), seed=seed):
        across = alike[np.ix_(test, train)]
        found[test] = scores(fitted(alike[np.ix_(train, train)], labels[train]), across)
        voted[test] = votes(across, labels[train])
    return found, voted


def scores(machines: Sequence[SVC | None], alike: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the score of every comment and theme, `(n_texts, n_themes)`; above 0 speaks for."""
    found = np.full((len(alike), len(machines)), UNKNOWN)
    for column, machine in enumerate(machines):
        if machine is not None:
            found[:, column] = machine.decision_function(alike)
    return found


def votes(alike: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of the 15 most alike comments that carry each theme, by likeness."""
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, :NEIGHBOURS]
    weights = np.maximum(np.take_along_axis(alike, nearest, axis=1), 1e-9)
    carried = (weights[:, :, None] * labels[nearest]).sum(axis=1)
    found: NDArray[np.float64] = carried / weights.sum(axis=1, keepdims=True)
    return found


def _machine(alike: NDArray[np.float64], carried: NDArray[np.int64]) -> SVC | None:
    if not 0 < carried.sum() < len(carried):
        return None
    return SVC(C=COST, kernel="precomputed").fit(alike, carried)
