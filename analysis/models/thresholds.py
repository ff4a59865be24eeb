"""Where to cut a theme's scores, so that what is called and what is true agree best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A theme with few examples leans on the cut that serves all themes, as if it had these many more.
SHRINK = 16


def cuts(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return one cut a theme, from scores of texts that were held out, `(n_texts, n_themes)`.

    Each theme's best cut is drawn towards the best cut of all themes together, the more so the
    fewer examples it has; a theme without examples gets that of all.
    """
    overall = best_cut(scores.ravel(), labels.ravel())
    carried = labels.sum(axis=0)
    own = np.array(
        [
            best_cut(scores[:, j], labels[:, j]) if carried[j] else overall
            for j in range(labels.shape[1])
        ]
    )
    found: NDArray[np.float64] = (carried * own + SHRINK * overall) / (carried + SHRINK)
    return found


def best_cut(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Return the cut with the highest F1, half-way between two scores that stood side by side."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + labels.sum())
    best = int(np.argmax(f1))
    following = scores[order[min(best + 1, len(order) - 1)]]
    return float((scores[order[best]] + following) / 2)


def sure_cut(scores: NDArray[np.float64], labels: NDArray[np.int64], precision: float) -> float:
    """Return the lowest cut above which at least this share of what is called is true.

    Where no cut reaches it, the cut is above every score, so that nothing is sure.
    """
    order = np.argsort(-scores, kind="stable")
    share = np.cumsum(labels[order]) / np.arange(1, len(order) + 1)
    reached = np.flatnonzero(share >= precision)
    if not reached.size:
        return float("inf")
    return float(scores[order[reached[-1]]])
