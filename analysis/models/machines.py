"""Machines that learn every theme at once from how alike comments are, and votes of neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dpotri
from sklearn.model_selection import KFold

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5
NEIGHBOURS = 15
ROWS_AT_A_TIME = 512
# How much a machine is held back from learning each comment by heart; 1 did worse on
# three folds of the public feedback.
RIDGE = 0.3


def folds(count: int, *, seed: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return five times the places to learn from and those held out. Deterministic."""
    return list(KFold(FOLDS, shuffle=True, random_state=seed).split(np.arange(count)))


def fitted(
    alike: NDArray[np.float32], labels: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a machine's weights and its scores of each comment as if it had not seen it.

    Kernel ridge regression on -1 and 1. One inverse serves every theme, and gives the score of
    each comment by the machine that all the others would teach, without teaching it.
    `alike` is `(n_texts, n_texts)`, the rest `(n_texts, n_themes)`. Deterministic.

    Source: Saunders, Gammerman and Vovk (1998), Ridge regression learning algorithm in dual
    variables, ICML 15; leaving one out, Cawley and Talbot (2004), Neural Networks 17, 1467-1475.
    """
    count = len(alike)
    wanted = 2.0 * labels - 1
    middle = wanted.mean(axis=0)
    # One square is written over and over: of 8,000 comments it takes half a gigabyte.
    square = alike.astype(np.float64, order="F")
    square[np.diag_indices(count)] += RIDGE
    factor = cho_factor(square, lower=True, overwrite_a=True)
    weights = cho_solve(factor, wanted - middle)
    inverse, _ = dpotri(factor[0], lower=True, overwrite_c=True)
    unseen = wanted - weights / np.diag(inverse)[:, None]
    return weights, unseen - middle


def votes(
    alike: NDArray[np.float32], labels: NDArray[np.int64], *, is_own: bool = False
) -> NDArray[np.float64]:
    """Return the share of the 15 most alike comments that carry each theme, by likeness.

    With `is_own` the rows are the labelled comments themselves, and none votes for itself.
    """
    found = np.empty((len(alike), labels.shape[1]))
    for start in range(0, len(alike), ROWS_AT_A_TIME):
        rows = slice(start, start + ROWS_AT_A_TIME)
        seen = alike[rows].copy()
        if is_own:
            seen[np.arange(len(seen)), np.arange(start, start + len(seen))] = -np.inf
        found[rows] = _voted(seen, labels)
    return found


def _voted(alike: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    most = min(NEIGHBOURS, alike.shape[1] - 1)
    nearest = np.argpartition(-alike, most, axis=1)[:, :NEIGHBOURS]
    weights = np.maximum(np.take_along_axis(alike, nearest, axis=1).astype(np.float64), 1e-9)
    carried = (weights[:, :, None] * labels[nearest]).sum(axis=1)
    found: NDArray[np.float64] = carried / weights.sum(axis=1, keepdims=True)
    return found
