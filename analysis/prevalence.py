"""How common something is, with its interval, and whether it changed."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, variance
from typing import TYPE_CHECKING

from scipy.special import stdtrit

if TYPE_CHECKING:
    from collections.abc import Sequence

UP, DOWN, UNCLEAR, TOO_FEW = "changed up", "changed down", "no clear change", "too few to say"
# No change is claimed on fewer people than this in either wave.
FEWEST = 30


@dataclass(frozen=True)
class Interval:
    """A share of 0 to 1 with its interval, and the count and base it comes from."""

    share: float
    low: float
    high: float
    count: int
    base: int


@dataclass(frozen=True)
class MeanInterval:
    """A mean with its interval, and how many values it comes from."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Change:
    """How much something changed, the interval of that, and a plain verdict."""

    amount: float
    low: float
    high: float
    verdict: str


def prevalence(coded: int, responses: int, *, confidence: float = 0.95) -> Interval:
    """Return the share of responses that carry a theme, with its interval.

    Shares are 0 to 1. The interval is Wilson's score interval, which stays inside 0 to 1 and is
    honest for small groups. No responses give (0, 0, 1).

    Raises:
        ValueError: `coded` is more than `responses`, or less than none.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.

    >>> prevalence(3, 12).share
    0.25
    """
    if not 0 <= coded <= responses:
        raise ValueError("coded must be from 0 to the number of responses")
    if responses == 0:
        return Interval(0.0, 0.0, 1.0, 0, 0)
    low, high = wilson(coded / responses, responses, confidence=confidence)
    return Interval(coded / responses, low, high, coded, responses)


def wilson(share: float, n: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a share of 0 to 1; `n` may be an effective number.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
    low = 0.0 if share == 0 else min(share, max(0.0, middle - half))
    high = 1.0 if share == 1 else max(share, min(1.0, middle + half))
    return low, high


def difference(before: Interval, after: Interval) -> Change:
    """Return the change between two independent shares, in shares of 0 to 1.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    amount = after.share - before.share
    low = amount - sqrt((after.share - after.low) ** 2 + (before.high - before.share) ** 2)
    high = amount + sqrt((after.high - after.share) ** 2 + (before.share - before.low) ** 2)
    return Change(amount, low, high, verdict(low, high, min(before.base, after.base)))


def mean_interval(values: Sequence[float], *, confidence: float = 0.95) -> MeanInterval:
    """Return a mean with Student's interval; a single value has an interval of no width.

    Raises:
        ValueError: there are no values.

    Source: Student (1908), Biometrika 6, 1-25.
    """
    if not values:
        raise ValueError("a mean needs at least one value")
    mean, n = fmean(values), len(values)
    if n == 1:
        return MeanInterval(mean, mean, mean, 1)
    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * sqrt(variance(values) / n)
    return MeanInterval(mean, mean - half, mean + half, n)


def mean_change(
    before: Sequence[float], after: Sequence[float], *, confidence: float = 0.95
) -> Change:
    """Return the change between two means with Welch's interval.

    Raises:
        ValueError: either has fewer than two values.

    Source: Welch (1947), Biometrika 34, 28-35.
    """
    if min(len(before), len(after)) < 2:  # noqa: PLR2004
        raise ValueError("a change needs two values on each side")
    old, new = variance(before) / len(before), variance(after) / len(after)
    amount = fmean(after) - fmean(before)
    half = 0.0
    if old + new > 0:
        freedom = (old + new) ** 2 / (old**2 / (len(before) - 1) + new**2 / (len(after) - 1))
        half = float(stdtrit(freedom, (1 + confidence) / 2)) * sqrt(old + new)
    low, high = amount - half, amount + half
    return Change(amount, low, high, verdict(low, high, min(len(before), len(after))))


def verdict(low: float, high: float, fewest: int) -> str:
    """Say what the interval of a change means; `fewest` is the smaller of the two numbers."""
    if fewest < FEWEST:
        return TOO_FEW
    if low > 0:
        return UP
    return DOWN if high < 0 else UNCLEAR
