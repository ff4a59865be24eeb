"""How far two coders agree beyond chance, theme by theme and over all themes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import isqrt, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from analysis.alpha import krippendorffs_alpha
from analysis.prevalence import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    Table = Sequence[Sequence[int]]

WEIGHTINGS = {"none": 0, "linear": 1, "quadratic": 2}
RESAMPLES = 2_000
# Below this a computed error is rounding.
NOTHING = 1e-12


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval, and how many passages it comes from."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Agreement:
    """What two coders said of one theme, passage by passage, counted and measured.

    `kappa` and `alpha` are None where they are undefined: both coders said the same of all.
    """

    both: int
    only_first: int
    only_second: int
    neither: int
    kappa: Estimate | None
    alpha: float | None
    percent: float | None

    @property
    def n(self) -> int:
        """How many passages both coders read."""
        return self.both + self.only_first + self.only_second + self.neither


def agreement(first: Sequence[int], second: Sequence[int]) -> Agreement:
    """Return how two 0/1 codings of the same passages agree.

    Raises:
        ValueError: the codings are not of the same passages, or hold anything but 0 and 1.
    """
    table = table_of(first, second)
    (both, only_first), (only_second, neither) = table
    return Agreement(
        both=both,
        only_first=only_first,
        only_second=only_second,
        neither=neither,
        kappa=kappa_estimate(table),
        alpha=krippendorffs_alpha(list(zip(first, second, strict=True))),
        percent=percent_agreement(table),
    )


def table_of(first: Sequence[int], second: Sequence[int]) -> list[list[int]]:
    """Return the two-by-two table of two 0/1 codings: rows are the first, 1 before 0.

    Raises:
        ValueError: the codings are not of the same passages, or hold anything but 0 and 1.
    """
    counts = Counter(zip(first, second, strict=True))
    if not counts.keys() <= {(1, 1), (1, 0), (0, 1), (0, 0)}:
        raise ValueError("a coding says 1 or 0 of each passage")
    return [[counts[1, 1], counts[1, 0]], [counts[0, 1], counts[0, 0]]]


def agreement_weights(grades: int, weighting: str) -> np.ndarray:
    """Return how far each pair of grades agrees, 0 to 1: `none`, `linear` or `quadratic`.

    Raises:
        KeyError: the weighting is not one of the three.

    Source: Cohen (1968), Psychol. Bull. 70, 213-220; linear weights, Cicchetti and Allison
    (1971), Am. J. EEG Technol. 11, 101-109; quadratic, Fleiss and Cohen (1973), Educ. Psychol.
    Meas. 33, 613-619.
    """
    power = WEIGHTINGS[weighting]
    places = np.arange(grades, dtype=float)
    apart = np.abs(places[:, None] - places[None, :])
    if not power:
        return 1.0 - (apart > 0)
    return np.asarray(1 - (apart / max(1, grades - 1)) ** power)


def cohens_kappa(table: Table, *, weighting: str = "none") -> float | None:
    """Return Cohen's kappa of a square table of counts; rows are one coder, columns the other.

    None when it is undefined because everything was given one grade; never 0 or 1 then.

    Raises:
        KeyError: the weighting is not `none`, `linear` or `quadratic`.

    Source: Cohen (1960), Educ. Psychol. Meas. 20, 37-46; Cohen (1968), Psychol. Bull. 70,
    213-220, for the weights.
    """
    return kappa_with(table, agreement_weights(len(table), weighting))


def kappa_with(table: Table, weights: np.ndarray) -> float | None:
    """Return kappa with any weights of agreement, 1 on the diagonal; None when it is undefined.

    Source: Cohen (1968), Psychol. Bull. 70, 213-220.
    """
    if not table:
        return None
    kappa = float(_kappas(np.asarray([table], dtype=float), weights)[0])
    return None if np.isnan(kappa) else kappa


def kappa_estimate(
    table: Table, *, weighting: str = "none", confidence: float = 0.95
) -> Estimate | None:
    """Return Cohen's kappa with its interval; None when kappa is undefined.

    The interval is kappa ± z asymptotic standard errors, cut to -1 to 1. It is for large
    samples: under 30 passages it is narrower than the truth. Where that error is nothing, as
    when coders agree on all, agreement by chance is held fixed and the interval of the agreement
    is Wilson's.

    Raises:
        KeyError: the weighting is not `none`, `linear` or `quadratic`.

    Source: Fleiss, Cohen and Everitt (1969), Psychol. Bull. 72, 323-327, equations 9 and 13;
    Cohen (1960), who held chance fixed; Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    weights = agreement_weights(len(table), weighting)
    kappa = kappa_with(table, weights)
    if kappa is None:
        return None
    total = sum(map(sum, table))
    shares = np.asarray(table, dtype=float) / total
    chance = _chance(shares, weights)
    variance = variance_of(shares, weights, kappa, chance)
    if variance < NOTHING:
        return _with_chance_fixed(kappa, chance, total, confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    half = z * sqrt(variance / total)
    return Estimate(kappa, max(-1.0, kappa - half), min(1.0, kappa + half), total)


def variance_of(shares: np.ndarray, weights: np.ndarray, kappa: float, chance: float) -> float:
    """Return the large-sample variance of a kappa, times the number of pairs.

    Source: Fleiss, Cohen and Everitt (1969), Psychol. Bull. 72, 323-327, equation 9.
    """
    of_rows, of_columns = weights @ shares.sum(axis=0), shares.sum(axis=1) @ weights
    means = of_rows[:, None] + of_columns[None, :]
    square = float((shares * (weights - means * (1 - kappa)) ** 2).sum())
    return (square - (kappa - chance * (1 - kappa)) ** 2) / (1 - chance) ** 2


def pooled_kappa(
    passages: Sequence[Sequence[int]],
    *,
    weighting: str = "none",
    seed: int = 0,
    confidence: float = 0.95,
) -> Estimate | None:
    """Return kappa over all themes at once, with its interval; None when it is undefined.

    Each passage is its table of counts, row after row; of themes: both, only the first, only the
    second, neither. Themes of one passage, and domains of one audit, hang together, so wholes are
    drawn again, 2,000 times with a fixed seed; a draw in which kappa is undefined is left out.
    Where all draws are alike, chance is held fixed as in `kappa_estimate`. Same input and seed,
    same bytes.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13: the
    percentile interval.
    """
    if not passages:
        return None
    counts = np.asarray(passages, dtype=np.int64)
    n, k = len(counts), isqrt(counts.shape[1])
    weights = agreement_weights(k, weighting)
    table = counts.sum(axis=0).reshape(k, k)
    kappa = kappa_with(table.tolist(), weights)
    if kappa is None:
        return None
    draws = np.random.default_rng(seed).multinomial(n, [1 / n] * n, size=RESAMPLES)
    drawn = _kappas((draws @ counts).reshape(-1, k, k), weights)
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn[~np.isnan(drawn)], [tail, 1 - tail])
    if high - low < NOTHING:
        return _with_chance_fixed(kappa, _chance(table / table.sum(), weights), n, confidence)
    return Estimate(kappa, float(min(low, kappa)), float(max(high, kappa)), n)


def _chance(shares: np.ndarray, weights: np.ndarray) -> float:
    return float((weights * np.outer(shares.sum(axis=1), shares.sum(axis=0))).sum())


def _with_chance_fixed(kappa: float, chance: float, n: int, confidence: float) -> Estimate:
    share = min(1.0, max(0.0, kappa * (1 - chance) + chance))
    low, high = wilson(share, n, confidence=confidence)
    bounds = [(one - chance) / (1 - chance) for one in (low, high)]
    return Estimate(kappa, max(-1.0, min(bounds[0], kappa)), max(bounds[1], kappa), n)


def _kappas(tables: np.ndarray, weights: np.ndarray) -> np.ndarray:
    # Kappa of many tables at once; not a number where undefined. Of whole numbers, so that what
    # by chance could not differ is exactly nothing.
    counts = tables.astype(float)
    by_chance = counts.sum(axis=2)[:, :, None] * counts.sum(axis=1)[:, None, :]
    expected = ((1 - weights) * by_chance).sum(axis=(1, 2))
    observed = ((1 - weights) * counts).sum(axis=(1, 2)) * counts.sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - observed / expected)


def percent_agreement(table: Table) -> float | None:
    """Return the share of pairs, 0 to 1, in which both said the same; None without pairs."""
    total = sum(map(sum, table))
    return sum(table[i][i] for i in range(len(table))) / total if total else None
