"""Themes that come together: which two the same people raise, more often than by chance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy.special import gammaln

from analysis.disclosure import THRESHOLD
from analysis.many import SURE, corrected
from analysis.prevalence import FEWEST, TOO_FEW

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Person = TypeVar("Person", bound="Hashable")

OFTEN, SELDOM, NO_LINK = "more often than by chance", "less often than by chance", "no clear link"
# How far from 1, as a power of e, an odds ratio is looked for.
FARTHEST, STEPS = 30.0, 36


@dataclass(frozen=True)
class Pair:
    """Two themes: how many raised both, how many would by chance, and how many times that is.

    `lift` is both over expected; 1 is chance. `chance` is how likely two themes without a link
    would be as far from it, corrected for the number of pairs.
    """

    first: str
    second: str
    both: int
    expected: float
    lift: float
    low: float
    high: float
    chance: float
    verdict: str


@dataclass(frozen=True)
class Together:
    """The pairs that may be shown, the surest link first, and how many are withheld."""

    people: int | None
    pairs: tuple[Pair, ...]
    withheld: int


def together(raised: Mapping[str, AbstractSet[Person]], people: AbstractSet[Person]) -> Together:
    """Return which themes the same people raised, out of all those who wrote something.

    Only themes that may be shown are paired. How many raised each is known, so one number of a
    pair would tell its others: a pair is shown where the threshold raised both, only the one,
    only the other, and neither. All pairs count in the correction, those withheld too.

    Source: whether there is a link, Fisher's exact test (1935), J. Royal Stat. Soc. 98, 39-82,
    twice the smaller side; the interval, exact limits of the odds ratio given how many raised
    each, Cornfield (1956), Third Berkeley Symposium 4, 135-148, said as the number expected to
    raise both; corrected by Holm (1979).
    """
    known = {
        key: who & people
        for key, who in sorted(raised.items())
        if min(len(who & people), len(people) - len(who & people)) >= THRESHOLD
    }
    couples = [*combinations(known, 2)]
    shown = [pair for pair in couples if _is_shown(known[pair[0]], known[pair[1]], len(people))]
    found = [_link(known[one], known[other], len(people)) for one, other in shown]
    strict = corrected([link.chance for link in found], of=len(couples))
    pairs = [
        _pair(couple, link, chance, len(people))
        for couple, link, chance in zip(shown, found, strict, strict=True)
    ]
    return Together(
        people=len(people) if len(people) >= THRESHOLD else None,
        pairs=tuple(sorted(pairs, key=_strength)),
        withheld=len(couples) - len(pairs),
    )


def _is_shown(one: AbstractSet[Person], other: AbstractSet[Person], people: int) -> bool:
    parts = (len(one & other), len(one - other), len(other - one), people - len(one | other))
    return min(parts) >= THRESHOLD


@dataclass(frozen=True)
class _Link:
    both: int
    expected: float
    low: float
    high: float
    chance: float


def _pair(couple: tuple[str, str], link: _Link, chance: float, people: int) -> Pair:
    lift = link.both / link.expected
    verdict = NO_LINK
    if people < FEWEST:
        verdict = TOO_FEW
    elif chance <= SURE:
        verdict = OFTEN if lift > 1 else SELDOM
    return Pair(
        *couple,
        both=link.both,
        expected=link.expected,
        lift=lift,
        low=link.low / link.expected,
        high=link.high / link.expected,
        chance=chance,
        verdict=verdict,
    )


def _strength(pair: Pair) -> tuple[int, float, float, str, str]:
    # Clear links first; then the surest, the farthest from chance, and by name when equal.
    rank = (OFTEN, SELDOM, NO_LINK, TOO_FEW).index(pair.verdict)
    return rank, pair.chance, -max(pair.lift, 1 / pair.lift), pair.first, pair.second


def _link(one: AbstractSet[Person], other: AbstractSet[Person], people: int) -> _Link:
    both, first, second = len(one & other), len(one), len(other)
    counts = np.arange(max(0, first + second - people), min(first, second) + 1, dtype=np.float64)
    weights = _weights(counts, first, second, people)
    at_least, at_most = counts >= both, counts <= both
    level = SURE / 2
    spread = _spread(counts, weights, 0.0)
    # The odds at which as many or more, and as few or fewer, would happen once in forty times.
    low, high = (
        _expected(counts, weights, _odds(counts, weights, side, level, rises=rises))
        for side, rises in ((at_least, True), (at_most, False))
    )
    sides = float(spread[at_least].sum()), float(spread[at_most].sum())
    return _Link(both, first * second / people, low, high, min(1.0, 2 * min(sides)))


def _weights(counts: Numbers, first: int, second: int, people: int) -> Numbers:
    # The logarithm of how many ways there are for this many people to be in both.
    none = people - first - second + counts
    logs: Numbers = np.zeros_like(counts)
    for part in (counts, first - counts, second - counts, none):
        logs -= gammaln(part + 1)
    return logs


def _spread(counts: Numbers, weights: Numbers, odds: float) -> Numbers:
    logs = weights + odds * counts
    ways: Numbers = np.exp(logs - logs.max())
    shares: Numbers = ways / ways.sum()
    return shares


def _expected(counts: Numbers, weights: Numbers, odds: float) -> float:
    return float((counts * _spread(counts, weights, odds)).sum())


def _odds(
    counts: Numbers, weights: Numbers, side: NDArray[np.bool_], level: float, *, rises: bool
) -> float:
    # By halving; the chance of a side rises, or falls, with the logarithm of the odds.
    low, high = -FARTHEST, FARTHEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        is_past = float(_spread(counts, weights, middle)[side].sum()) > level
        low, high = (low, middle) if is_past == rises else (middle, high)
    return (low + high) / 2
