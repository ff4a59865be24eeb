"""Weighs what is known of a pair of comment and theme; one set of weights serves all themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from analysis.models.forest import grow
from analysis.models.pairs import CODEBOOK_RISES, LEARNED_RISES

if TYPE_CHECKING:
    from numpy.typing import NDArray

COST = 0.1
MOST_STEPS = 400
LEAF = 40
ROUNDS = 150
# The last three columns are what the model of the first day says: chance, rank and gap.
RISES = (*LEARNED_RISES, *CODEBOOK_RISES, True, True, True)


class Combiner:
    """The geometric mean of a forest and a logistic regression. Deterministic.

    Because all themes share it, a theme with few examples gains from those with many. The forest
    does better with many examples, the regression with few.

    Source: stacked generalisation, Wolpert (1992), Neural Networks 5, 241-259.
    """

    def fit(self, pairs: NDArray[np.float64], labels: NDArray[np.int64]) -> Combiner:
        """Learn the weights from `(n_texts, n_themes, n_columns)` and 0/1 labels."""
        rows, carried = _flat(pairs), labels.ravel()
        self._middle, self._spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
        self._weights = LogisticRegression(C=COST, max_iter=MOST_STEPS)
        self._weights.fit((rows - self._middle) / self._spread, carried)
        self._forest = grow(rows, carried, rising=RISES, leaf=LEAF, rounds=ROUNDS)
        return self

    def chances(self, pairs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, that each text carries each theme."""
        rows = _flat(pairs)
        straight = self._weights.predict_proba((rows - self._middle) / self._spread)[:, 1]
        found: NDArray[np.float64] = np.sqrt(straight * self._forest.chances(rows))
        return found.reshape(pairs.shape[:2])


def _flat(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    return pairs.reshape(-1, pairs.shape[-1])
