"""How far two coders agree beyond chance, theme by theme and over all themes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from analysis.prevalence import wilson

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

WEIGHTINGS = {"none": 0, "linear": 1, "quadratic": 2}
RESAMPLES = 2_000
# Below this a computed error is rounding.
NOTHING = 1e-12
PAIR = 2


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


def kappa_estimate(table: Sequence[Sequence[int]], *, confidence: float = 0.95) -> Estimate | None:
    """Return Cohen's unweighted kappa with its interval; None when kappa is undefined.

    The interval is kappa ± z asymptotic standard errors, cut to -1 to 1. It is for large
    samples: under 30 passages it is narrower than the truth. Where that error is nothing, as
    when coders agree on all, agreement by chance is held fixed and the interval of the agreement
    is Wilson's.

    Source: Fleiss, Cohen and Everitt (1969), Psychol. Bull. 72, 323-327, equation 13; Cohen
    (1960), who held chance fixed; Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    kappa = cohens_kappa(table)
    if kappa is None:
        return None
    total = sum(map(sum, table))
    shares = np.asarray(table, dtype=float) / total
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    chance = float(rows @ columns)
    same = np.diag(shares)
    agreed = float((same * (1 - (rows + columns) * (1 - kappa)) ** 2).sum())
    apart = shares * (columns[:, None] + rows[None, :]) ** 2
    differed = (1 - kappa) ** 2 * float(apart.sum() - np.diag(apart).sum())
    variance = agreed + differed - (kappa - chance * (1 - kappa)) ** 2
    if variance < NOTHING:
        return _with_chance_fixed(kappa, chance, total, confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    half = z * sqrt(variance / total) / (1 - chance)
    return Estimate(kappa, max(-1.0, kappa - half), min(1.0, kappa + half), total)


def pooled_kappa(
    passages: Sequence[Sequence[int]], *, seed: int = 0, confidence: float = 0.95
) -> Estimate | None:
    """Return kappa over all themes at once, with its interval; None when it is undefined.

    Each passage is four counts of themes: both, only the first, only the second, neither.
    Themes of one passage hang together, so whole passages are drawn again, 2,000 times with a
    fixed seed; a draw in which kappa is undefined is left out. Where all draws are alike, chance
    is held fixed as in `kappa_estimate`. Same input and seed, same bytes.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13: the
    percentile interval.
    """
    counts = np.asarray(passages, dtype=np.int64).reshape(-1, 4)
    kappa = _kappas(counts.sum(axis=0, keepdims=True))[0]
    if np.isnan(kappa):
        return None
    n = len(counts)
    draws = np.random.default_rng(seed).multinomial(n, [1 / n] * n, size=RESAMPLES)
    drawn = _kappas(draws @ counts)
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn[~np.isnan(drawn)], [tail, 1 - tail])
    if high - low < NOTHING:
        both, first, second, neither = counts.sum(axis=0).tolist()
        given = (both + first) * (both + second) + (first + neither) * (second + neither)
        chance = given / (both + first + second + neither) ** 2
        return _with_chance_fixed(float(kappa), chance, n, confidence)
    return Estimate(float(kappa), float(min(low, kappa)), float(max(high, kappa)), n)


def _with_chance_fixed(kappa: float, chance: float, n: int, confidence: float) -> Estimate:
    share = min(1.0, max(0.0, kappa * (1 - chance) + chance))
    low, high = wilson(share, n, confidence=confidence)
    bounds = [(one - chance) / (1 - chance) for one in (low, high)]
    return Estimate(kappa, max(-1.0, min(bounds[0], kappa)), max(bounds[1], kappa), n)


def _kappas(counts: np.ndarray) -> np.ndarray:
    # Cohen's kappa of many two-by-two tables at once, one a row; not a number where undefined.
    both, first, second, neither = counts.astype(float).T
    total = both + first + second + neither
    expected = (both + first) * (first + neither) + (both + second) * (second + neither)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - (first + second) * total / expected)


def krippendorffs_alpha(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Return Krippendorff's alpha for names; each unit holds what each coder said, None nothing.

    A unit of which fewer than two coders spoke is left out. None when alpha is undefined,
    because all that was said is the same, or nothing can be compared.

    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
    Pennsylvania, sections A to C.
    """
    observed, said = 0.0, Counter[object]()
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        m = values.total()
        if m < PAIR:
            continue
        said.update(values)
        observed += sum(count * (m - count) for count in values.values()) / (m - 1)
    n = said.total()
    expected = sum(count * (n - count) for count in said.values())
    return None if expected == 0 else 1 - (n - 1) * observed / expected


def percent_agreement(table: Sequence[Sequence[int]]) -> float | None:
    """Return the share of pairs, 0 to 1, in which both said the same; None without pairs."""
    total = sum(map(sum, table))
    return sum(table[i][i] for i in range(len(table))) / total if total else None
