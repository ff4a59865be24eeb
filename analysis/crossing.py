"""Crossings: how many people of each group raised each theme, and where groups differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, TypeVar

from scipy.special import chdtrc

from analysis.disclosure import ShownTable, withhold_table
from analysis.many import SURE, corrected
from analysis.prevalence import (
    FEWEST,
    TOO_FEW,
    UNCLEAR,
    Change,
    Interval,
    difference,
    prevalence,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

Person = TypeVar("Person", bound="Hashable")

DIFFERS, ALIKE = "differs between groups", "no clear difference"
MORE, LESS = "more", "less"
# An adjusted residual beyond this stands out. Source: Haberman (1973), Biometrics 29, 205-220.
STANDS_OUT = 1.96


@dataclass(frozen=True)
class Column:
    """One group, and how many of it wrote something; None is withheld."""

    name: str
    people: int | None


@dataclass(frozen=True)
class Cell:
    """The share of one group that raised one theme; `stands_out` is more, less, or empty."""

    interval: Interval | None
    stands_out: str = ""


@dataclass(frozen=True)
class Row:
    """One theme: of everybody, of each group in the order of the columns, and a verdict."""

    key: str
    total: Interval | None
    cells: tuple[Cell, ...]
    verdict: str


@dataclass(frozen=True)
class Crossing:
    """Themes by groups. No number in it is small, and none that is withheld can be worked out."""

    people: int | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def cross(
    raised: Mapping[str, AbstractSet[Person]],
    groups: Mapping[Person, str],
    order: Sequence[str] = (),
    aside: AbstractSet[str] = frozenset(),
) -> Crossing:
    """Return themes by groups, the most raised theme first, those withheld last.

    `raised` says who raised each theme, and `groups` puts each person in one group; whoever is in
    none is left out. Groups keep to `order`; one that it does not name comes after, by name.
    People are counted, never mentions. Verdicts are made of what is shown and of nothing else,
    and groups `aside`, such as those who did not say, have no part in them.
    """
    sizes = Counter(groups.values())
    names = [name for name in order if name in sizes]
    names += sorted(sizes.keys() - {*names})
    counts = {
        key: Counter(groups[one] for one in who & groups.keys()) for key, who in raised.items()
    }
    shown = withhold_table(
        {key: {name: count[name] for name in names} for key, count in counts.items()},
        {name: sizes[name] for name in names},
    )
    rows = sorted(
        (_row(key, shown) for key in raised),
        key=lambda row: (-(row.total.count if row.total else 0), row.key),
    )
    return Crossing(
        people=shown.people,
        columns=tuple(Column(name, shown.columns[name]) for name in names),
        rows=_judged(rows, [place for place, name in enumerate(names) if name not in aside]),
    )


def against(crossing: Crossing, place: int, others: Sequence[int]) -> tuple[Change | None, ...]:
    """Return, for each row, how much more of one column raised it than of the others together.

    Only cells that are shown are compared; without any there is None. `verdict` is that of a
    change, made strict for the number of rows.

    Source: the interval, Newcombe (1998); whether it differs, Pearson (1900), corrected by Holm
    (1979).
    """
    pairs = [_pair(row, place, others) for row in crossing.rows]
    chances = [_chance(pair) for pair in pairs if pair]
    strict = iter(corrected(chances))
    return tuple(_compared(pair, next(strict)) if pair else None for pair in pairs)


def _pair(row: Row, place: int, others: Sequence[int]) -> tuple[Interval, Interval] | None:
    mine = row.cells[place].interval
    known = [cell for other in others if (cell := row.cells[other].interval)]
    if mine is None or not known:
        return None
    count, base = (sum(getattr(one, name) for one in known) for name in ("count", "base"))
    return prevalence(count, base), mine


def _compared(pair: tuple[Interval, Interval], chance: float) -> Change:
    change = difference(*pair)
    is_doubtful = change.verdict != TOO_FEW and chance > SURE
    return replace(change, verdict=UNCLEAR) if is_doubtful else change


def _row(key: str, shown: ShownTable) -> Row:
    total = shown.totals[key]
    return Row(
        key=key,
        total=None if total is None else prevalence(total, shown.people or 0),
        cells=tuple(
            Cell(None if count is None else prevalence(count, shown.columns[name] or 0))
            for name, count in shown.cells[key].items()
        ),
        verdict=TOO_FEW,
    )


def _judged(rows: Sequence[Row], places: Sequence[int]) -> tuple[Row, ...]:
    # No difference is claimed of fewer than thirty people in a group.
    tested = {row.key: enough for row in rows if len(enough := _enough(row, places)) > 1}
    chances = corrected([_chance(cells) for cells in tested.values()])
    strict = dict(zip(tested, chances, strict=True))
    return tuple(
        _with_verdict(row, tested[row.key], differs=strict[row.key] <= SURE)
        if row.key in tested
        else row
        for row in rows
    )


def _enough(row: Row, places: Sequence[int]) -> tuple[Interval, ...]:
    known = (row.cells[place].interval for place in places)
    return tuple(one for one in known if one and one.base >= FEWEST)


def _with_verdict(row: Row, tested: Sequence[Interval], *, differs: bool) -> Row:
    if not differs:
        return replace(row, verdict=ALIKE)
    marks: dict[Interval | None, str] = {one: _stands_out(one, tested) for one in tested}
    cells = (replace(cell, stands_out=marks.get(cell.interval, "")) for cell in row.cells)
    return replace(row, verdict=DIFFERS, cells=tuple(cells))


def _stands_out(cell: Interval, tested: Sequence[Interval]) -> str:
    everybody = sum(one.base for one in tested)
    share = sum(one.count for one in tested) / everybody
    spread = sqrt(cell.base * share * (1 - share) * (1 - cell.base / everybody))
    residual = (cell.count - cell.base * share) / spread
    if abs(residual) < STANDS_OUT:
        return ""
    return MORE if residual > 0 else LESS


def _chance(cells: Sequence[Interval]) -> float:
    """Return how likely groups without a difference would differ by as much as these.

    Source: Pearson (1900), Philosophical Magazine 50, 157-175. A cell that is shown has five
    people in it and five outside it, so the approximation is sound.
    """
    share = sum(one.count for one in cells) / sum(one.base for one in cells)
    apart = sum(
        (one.count - one.base * share) ** 2 / (one.base * share * (1 - share)) for one in cells
    )
    return float(chdtrc(len(cells) - 1, apart))
