"""How far two coders agree beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WEIGHTINGS = {"none": 0, "linear": 1, "quadratic": 2}


def cohens_kappa(table: Sequence[Sequence[int]], *, weighting: str = "none") -> float | None:
    """Return Cohen's kappa of a square table of counts; rows are one coder, columns the other.

    None when it is undefined because everything was given one grade; never 0 or 1 then.

    Raises:
        KeyError: the weighting is not `none`, `linear` or `quadratic`.

    Source: Cohen (1960), Educ. Psychol. Meas. 20, 37-46; Cohen (1968), Psychol. Bull. 70,
    213-220, for the weights.
    """
    power, k = WEIGHTINGS[weighting], len(table)
    total = sum(map(sum, table))
    rows = [sum(row) for row in table]
    columns = [sum(row[j] for row in table) for j in range(k)]
    observed = expected = 0.0
    for i in range(k):
        for j in range(k):
            apart = (abs(i - j) / (k - 1)) ** power if i != j else 0.0
            observed += apart * table[i][j]
            expected += apart * rows[i] * columns[j] / total if total else 0.0
    return None if expected == 0 else 1 - observed / expected


def percent_agreement(table: Sequence[Sequence[int]]) -> float | None:
    """Return the share of pairs, 0 to 1, in which both said the same; None without pairs."""
    total = sum(map(sum, table))
    return sum(table[i][i] for i in range(len(table))) / total if total else None
