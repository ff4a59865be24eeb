"""Every pair of a comment and a theme: what is known of it, and how that is weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from analysis.models.features import MOST_HITS, Nearness, closeness

if TYPE_CHECKING:
    from numpy.typing import NDArray

COST = 0.3
ROUNDS = 400
# The columns that `learned_columns` makes; the rest are the codebook's.
LEARNED = 5


def learned_columns(
    scores: NDArray[np.float64], votes: NDArray[np.float64], carried: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what was learned of every pair, `(n_texts, n_themes, 5)`.

    The score of the theme's own machine, its rank among the comment's themes and its gap to the
    best one, the votes of the most alike comments, and how common the theme is (its logarithm).
    """
    common = np.broadcast_to(np.log(carried), scores.shape)
    return np.stack([scores, _rank(scores), _gap(scores), votes, common], axis=-1)


def codebook_columns(near: Nearness, passages: int) -> NDArray[np.float64]:
    """Return what the codebook says of every pair, `(n_texts, n_themes, 9)`."""
    close = near.per_passage(closeness(near), passages)
    lengths = np.bincount(near.owner, minlength=passages)[:, None]
    hits = near.per_passage(near.keywords, passages)
    return np.stack(
        [
            np.minimum(hits, 1),
            np.minimum(hits, MOST_HITS),
            near.per_passage(near.definition, passages),
            near.per_passage(near.like_definition, passages),
            near.per_passage(near.like_keywords, passages),
            close,
            _rank(close),
            _gap(close),
            np.broadcast_to(np.log1p(lengths), close.shape),
        ],
        axis=-1,
    )


class Combiner:
    """Weighs the columns of a pair; one set of weights serves all themes. Deterministic.

    Because all themes share it, a theme with few examples gains from those with many.

    Source: stacked generalisation, Wolpert (1992), Neural Networks 5, 241-259.
    """

    def fit(self, pairs: NDArray[np.float64], labels: NDArray[np.int64]) -> Combiner:
        """Learn the weights from `(n_texts, n_themes, n_columns)` and 0/1 labels."""
        rows = _crossed(pairs)
        self._middle, self._spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
        self._weights = LogisticRegression(C=COST, max_iter=ROUNDS)
        self._weights.fit((rows - self._middle) / self._spread, labels.ravel())
        return self

    def chances(self, pairs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, that each text carries each theme."""
        rows = (_crossed(pairs) - self._middle) / self._spread
        found: NDArray[np.float64] = self._weights.predict_proba(rows)[:, 1]
        return found.reshape(pairs.shape[:2])


def _crossed(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    # What the codebook says counts for more, or for less, where the machine is sure.
    rows = pairs.reshape(-1, pairs.shape[-1])
    scores = rows[:, :1]
    return np.hstack([rows, scores * rows[:, LEARNED:], scores**2])


def _rank(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    order = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    ranks: NDArray[np.float64] = 1 / (1 + order)
    return ranks


def _gap(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    gaps: NDArray[np.float64] = scores - scores.max(axis=1, keepdims=True)
    return gaps
