"""How grades of practice spread: counts with intervals, neighbours joined where few are alone.

Grades are counted, never averaged; what was not graded is in no count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.disclosure import THRESHOLD, withhold_table
from analysis.prevalence import Interval, prevalence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    # How many were given each rank, 4 the best and 1 the worst.
    Counts = Mapping[int, int]

# Good work and better, and what is not good yet: grades are joined within these and never across.
UPPER, LOWER = (4, 3), (2, 1)
ALL = (*UPPER, *LOWER)
_ROWS = (UPPER, LOWER, (4,), (3,), (2,), (1,))


@dataclass(frozen=True)
class Band:
    """One grade, or two neighbours joined because few had one of them; the best rank first."""

    ranks: tuple[int, ...]
    interval: Interval


@dataclass(frozen=True)
class Profile:
    """The bands of some audits, the best first; none where they are withheld."""

    bands: tuple[Band, ...] = ()

    @property
    def upper(self) -> Interval | None:
        """The share that was graded good or better; None where it is withheld."""
        count = sum(band.interval.count for band in self.bands if band.ranks[-1] >= UPPER[-1])
        return prevalence(count, self.bands[0].interval.base) if self.bands else None


@dataclass(frozen=True)
class ProfileTable:
    """The profile of all audits, and of each group of them."""

    total: Profile
    groups: dict[str, Profile]


def profiles(
    groups: Mapping[str, Counts], *, hidden: Collection[str] = (), keeps_total: bool = True
) -> ProfileTable:
    """Return how the grades of each group spread, and of all together, with few withheld.

    Each audit is in exactly one group, and nothing of the `hidden` ones is shown. A band is of
    five audits or more with five others beside it, and whoever knows the profile of all cannot
    work out one that is withheld. Outstanding and good stand apart only where both may be shown
    alone, and so do the other two; else they are joined. Where keeping the total would hide every
    group, though some could be shown alone, the total is withheld in their place unless it must
    be kept, because it is shown elsewhere. Deterministic.

    Source: as `withhold_table`; the intervals, Wilson (1927).

    >>> found = profiles({"north": {4: 2, 3: 9, 2: 6, 1: 5}})
    >>> [(band.ranks, band.interval.count) for band in found.total.bands]
    [((4, 3), 11), ((2,), 6), ((1,), 5)]
    """
    held = {name: counts for name, counts in groups.items() if _count(counts, ALL)}
    gone = set(hidden)
    found = _table(held, gone)
    while told := _told_by_sizes(found, held, gone):
        gone.add(told)
        found = _table(held, gone)
    empty = {name: Profile() for name in groups}
    alone = {name: _table({name: counts}, ()).total for name, counts in held.items()}
    safe = {name: one for name, one in alone.items() if one.bands and name not in hidden}
    if safe and not keeps_total and not any(one.bands for one in found.groups.values()):
        return ProfileTable(Profile(), empty | safe)
    return ProfileTable(found.total, empty | found.groups)


def _table(groups: Mapping[str, Counts], hidden: Collection[str]) -> ProfileTable:
    sizes = {name: _count(counts, ALL) for name, counts in groups.items()}
    cells = {
        _name(ranks): {name: _count(counts, ranks) for name, counts in groups.items()}
        for ranks in _ROWS
    }
    shown = withhold_table(cells, sizes, hidden=hidden)
    return ProfileTable(
        _profile(shown.totals, sum(sizes.values())),
        {
            name: _profile({row: counts[name] for row, counts in shown.cells.items()}, size)
            for name, size in sizes.items()
        },
    )


def _told_by_sizes(
    found: ProfileTable, groups: Mapping[str, Counts], hidden: Collection[str]
) -> str:
    # How many audits each group has is no secret. So beside one that must be withheld there are
    # five withheld audits of others, or the next smallest group goes too.
    sizes = {name: _count(counts, ALL) for name, counts in groups.items()}
    names = {name for name, profile in found.groups.items() if not profile.bands}
    known = {
        name: sum(sizes[one] for one in names) - sizes[name]
        for name in names
        if name in hidden or min(_count(groups[name], side) for side in (UPPER, LOWER)) < THRESHOLD
    }
    left = sorted((size, name) for name, size in sizes.items() if name not in names)
    return left[0][1] if left and min(known.values(), default=THRESHOLD) < THRESHOLD else ""


def _profile(counts: Mapping[str, int | None], base: int) -> Profile:
    if counts[_name(UPPER)] is None:
        return Profile()
    found: list[tuple[tuple[int, ...], int | None]] = []
    for side in (UPPER, LOWER):
        alone = [counts[_name((rank,))] for rank in side]
        if None in alone:
            found.append((side, counts[_name(side)]))
        else:
            found += [((rank,), count) for rank, count in zip(side, alone, strict=True)]
    return Profile(tuple(Band(ranks, prevalence(count or 0, base)) for ranks, count in found))


def _name(ranks: tuple[int, ...]) -> str:
    return "".join(map(str, ranks))


def _count(counts: Counts, ranks: tuple[int, ...]) -> int:
    return sum(counts.get(rank, 0) for rank in ranks)
