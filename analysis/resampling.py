"""Means of what has ends and is seldom even, with intervals drawn from the values themselves."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist, fmean
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from analysis.prevalence import Change, MeanInterval, mean_change, mean_interval, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# Any number does; the same one makes the same interval of the same values.
SEED = 1979
DRAWS = 2000
# Of more values than these Student's interval is as good, and costs nothing.
MANY = 500
NORMAL = NormalDist()


def resampled_mean(
    values: Sequence[float], *, confidence: float = 0.95, seed: int = SEED
) -> MeanInterval:
    """Return a mean with the bootstrap's interval, which never leaves the range of the values.

    Bias-corrected and accelerated; for few values it is widened as Student's is, and for very
    many it is Student's. Deterministic for a seed, whatever the order of the values.

    Raises:
        ValueError: there are no values.

    Source: Efron (1987), J. Am. Stat. Assoc. 82, 171-185; for few values, Hesterberg (2015),
    The American Statistician 69, 371-386, section 4.
    """
    if not values or len(values) > MANY:
        return mean_interval(values, confidence=confidence)
    sample = np.sort(np.asarray(values, dtype=np.float64))
    mean = fmean(values)
    low, high = _limits(mean, _means(sample, seed), [sample - mean], confidence)
    return MeanInterval(mean, low, high, len(values))


def resampled_change(
    before: Sequence[float],
    after: Sequence[float],
    *,
    confidence: float = 0.95,
    seed: int = SEED,
) -> Change:
    """Return the change between two means with the bootstrap's interval, and a plain verdict.

    Raises:
        ValueError: either has fewer than two values.

    Source: as `resampled_mean`; two samples, Efron and Tibshirani (1993), An Introduction to the
    Bootstrap, chapters 8 and 14.
    """
    if min(len(before), len(after)) < 2 or max(len(before), len(after)) > MANY:  # noqa: PLR2004
        return mean_change(before, after, confidence=confidence)
    old, new = (np.sort(np.asarray(values, dtype=np.float64)) for values in (before, after))
    amount = fmean(after) - fmean(before)
    drawn = _means(new, seed) - _means(old, seed + 1)
    low, high = _limits(amount, drawn, [new - new.mean(), old.mean() - old], confidence)
    return Change(amount, low, high, verdict(low, high, min(len(before), len(after))))


def _means(sample: Numbers, seed: int) -> Numbers:
    # The raw stream of the generator is promised to stay as it is; its other methods are not.
    raw = np.random.PCG64(seed).random_raw(DRAWS * len(sample))
    means: Numbers = sample[(raw % len(sample)).reshape(DRAWS, -1)].mean(axis=1)
    return means


def _limits(
    found: float, drawn: Numbers, influences: Sequence[Numbers], confidence: float
) -> tuple[float, float]:
    below = (np.sum(drawn < found - 1e-12) + np.sum(drawn <= found + 1e-12)) / (2 * len(drawn))
    bias = NORMAL.inv_cdf(min(max(float(below), 1 / DRAWS), 1 - 1 / DRAWS))
    reach = _reach(min(len(one) for one in influences), confidence)
    low, high = (
        float(np.quantile(drawn, _place(edge, bias, _skew(influences))))
        for edge in (-reach, reach)
    )
    return min(low, found), max(high, found)


def _place(edge: float, bias: float, skew: float) -> float:
    # Where the limit lies among the draws, once moved for bias and for skew.
    moved = bias + edge
    return NORMAL.cdf(bias + moved / (1 - skew * moved))


def _skew(influences: Sequence[Numbers]) -> float:
    parts = [one / len(one) for one in influences]
    cubes, squares = (sum(float(np.sum(one**power)) for one in parts) for power in (3, 2))
    return cubes / (6 * squares**1.5) if squares > 0 else 0.0


def _reach(fewest: int, confidence: float) -> float:
    # How many standard errors the interval reaches: Student's, and more for few values.
    if fewest == 1:
        return 0.0
    student = float(stdtrit(fewest - 1, (1 + confidence) / 2))
    return sqrt(fewest / (fewest - 1)) * student
