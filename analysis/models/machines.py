"""Machines that learn every theme at once from how alike comments are, and votes of neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from sklearn.model_selection import KFold

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5
NEIGHBOURS = 15
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
    held_back = alike + RIDGE * np.eye(count)
    inverse = cho_solve(cho_factor(held_back, lower=True, overwrite_a=True), np.eye(count))
    weights = inverse @ (wanted - middle)
    unseen = wanted - weights / np.diag(inverse)[:, None]
    return weights, unseen - middle


def votes(
    alike: NDArray[np.float32], labels: NDArray[np.int64], *, is_own: bool = False
) -> NDArray[np.float64]:
    """Return the share of the 15 most alike comments that carry each theme, by likeness.

    With `is_own` the rows are the labelled comments themselves, and none votes for itself.
    """
    seen = alike - np.diag(np.full(len(alike), np.inf)) if is_own else alike
    nearest = np.argpartition(-seen, min(NEIGHBOURS, seen.shape[1] - 1), axis=1)[:, :NEIGHBOURS]
    weights = np.maximum(np.take_along_axis(alike, nearest, axis=1), 1e-9)
    carried = (weights[:, :, None] * labels[nearest]).sum(axis=1)
    found: NDArray[np.float64] = carried / weights.sum(axis=1, keepdims=True)
    return found
