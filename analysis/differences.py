"""Whether shown shares differ: exact chances of what is only seen because it may be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import gammaln

from analysis.disclosure import THRESHOLD
from analysis.many import SURE, corrected
from analysis.prevalence import TOO_FEW, UNCLEAR, Change, difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from analysis.prevalence import Interval

    Numbers = NDArray[np.float64]

# As powers of e: ways rarer than this, beside the likeliest, change no chance that is shown.
RAREST = -80.0


class _Ways(NamedTuple):
    """How likely each count from `start` on is, up to one factor; no other count is seen."""

    start: int
    of: Numbers

    def and_also(self, other: _Ways) -> _Ways:
        """Return how likely each sum is of a count of this and one of another."""
        return _Ways(self.start + other.start, np.convolve(self.of, other.of))

    def at(self, counts: NDArray[np.int_]) -> Numbers:
        """Return how likely these counts are."""
        places = counts - self.start
        is_seen = (places >= 0) & (places < len(self.of))
        likely: Numbers = np.where(is_seen, self.of[np.where(is_seen, places, 0)], 0.0)
        return likely


def chances(cells: Sequence[Interval]) -> tuple[float, ...]:
    """Return, for each share, how likely it would lie as far from the others by chance alone.

    A count is shown only where five people are in it and five are not, and a rare theme is shown
    of a small group only when it happens to be raised often there. So each count is judged among
    the counts that would have been shown, given how many raised it in all of these groups; the
    chance is twice the smaller side. Nothing that is withheld is asked. Deterministic.

    Raises:
        ValueError: a share is of fewer than ten people, so that it cannot have been shown.

    Source: Fisher's exact test (1935), J. Royal Stat. Soc. 98, 39-82; made conditional on what
    was selected to be seen, Fithian, Sun and Taylor (2014), arXiv:1410.2597.
    """
    if min(one.base for one in cells) < 2 * THRESHOLD:
        raise ValueError("a share of fewer than ten people is not shown")
    count, base = sum(one.count for one in cells), sum(one.base for one in cells)
    ways = [_ways(one.base, count / base) for one in cells]
    before, after = _running(ways), _running(ways[::-1])[::-1]
    return tuple(
        _chance(cell.count, own, left.and_also(right), count)
        for cell, own, left, right in zip(cells, ways, before, after, strict=True)
    )


def changes(pairs: Iterable[tuple[Interval, Interval]]) -> tuple[Change, ...]:
    """Return the change of each pair, before and after, strict for how many there are.

    Source: the interval, Newcombe (1998), Statistics in Medicine 17, 873-890; whether it changed,
    as `chances`; corrected by Holm (1979).
    """
    known = list(pairs)
    found = [difference(before, after) for before, after in known]
    return made_strict(found, [chances(pair)[0] for pair in known])


def made_strict(found: Sequence[Change], by_chance: Sequence[float]) -> tuple[Change, ...]:
    """Return changes with those doubted that chance alone would make on a page of so many."""
    tested = [place for place, one in enumerate(found) if one.verdict != TOO_FEW]
    strict = dict(zip(tested, corrected([by_chance[one] for one in tested]), strict=True))
    return tuple(
        replace(one, verdict=UNCLEAR) if strict.get(place, 0.0) > SURE else one
        for place, one in enumerate(found)
    )


def _ways(base: int, share: float) -> _Ways:
    # How likely each count of a group is, where only those are seen that are shown.
    counts = np.arange(THRESHOLD, base - THRESHOLD + 1, dtype=np.float64)
    logs = counts * np.log(share) + (base - counts) * np.log1p(-share)
    logs -= gammaln(counts + 1) + gammaln(base - counts + 1)
    logs -= logs.max()
    kept = np.flatnonzero(logs > RAREST)
    return _Ways(THRESHOLD + int(kept[0]), np.exp(logs[kept[0] : kept[-1] + 1]))


def _running(ways: Sequence[_Ways]) -> list[_Ways]:
    # How likely each sum of the groups before one is, for each of them.
    found = [_Ways(0, np.ones(1))]
    for one in ways[:-1]:
        found.append(found[-1].and_also(one))
    return found


def _chance(count: int, own: _Ways, rest: _Ways, total: int) -> float:
    counts = own.start + np.arange(len(own.of))
    shares = own.of * rest.at(total - counts)
    whole = float(shares.sum())
    if whole == 0:
        return 1.0
    sides = float(shares[counts >= count].sum()), float(shares[counts <= count].sum())
    return min(1.0, 2 * min(sides) / whole)
