"""Crossings: how many people of each group raised each theme, and where groups differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from analysis.differences import chances, made_strict
from analysis.disclosure import ShownTable, withhold_table
from analysis.many import SURE, corrected
from analysis.prevalence import (
    FEWEST,
    TOO_FEW,
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
# So many cells of a row are one question: the one is above the other, or is not.
ONE_QUESTION = 2


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

    Source: the interval, Newcombe (1998); whether it differs, `analysis.differences`.
    """
    pairs = [_cells(row, place, others) for row in crossing.rows]
    known = [cells for cells in pairs if cells]
    found = [difference(_together(cells[1:]), cells[0]) for cells in known]
    strict = iter(made_strict(found, [chances(cells)[0] for cells in known]))
    return tuple(next(strict) if cells else None for cells in pairs)


def _cells(row: Row, place: int, others: Sequence[int]) -> tuple[Interval, ...]:
    # The cell of one column and, after it, those of the others that are shown; else nothing.
    mine = row.cells[place].interval
    known = [cell for other in others if (cell := row.cells[other].interval)]
    return (mine, *known) if mine and known else ()


def _together(cells: Sequence[Interval]) -> Interval:
    return prevalence(sum(one.count for one in cells), sum(one.base for one in cells))


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
    # No difference is claimed of fewer than thirty people in a group. Each cell is one question,
    # and two cells are the same question.
    tested = {
        row.key: enough for row in rows if len(enough := _enough(row, places)) > ONE_QUESTION - 1
    }
    asked = {
        key: chances([*cells.values()])[: None if len(cells) > ONE_QUESTION else 1]
        for key, cells in tested.items()
    }
    strict = iter(corrected([one for row in asked.values() for one in row]))
    answers = {key: [next(strict) for _ in row] for key, row in asked.items()}
    return tuple(
        _with_verdict(row, tested[row.key], answers[row.key]) if row.key in tested else row
        for row in rows
    )


def _enough(row: Row, places: Sequence[int]) -> dict[int, Interval]:
    known = ((place, row.cells[place].interval) for place in places)
    return {place: one for place, one in known if one and one.base >= FEWEST}


def _with_verdict(row: Row, tested: Mapping[int, Interval], strict: Sequence[float]) -> Row:
    answers = strict if len(strict) > 1 else [*strict] * len(tested)
    sure = [place for place, one in zip(tested, answers, strict=True) if one <= SURE]
    if not sure:
        return replace(row, verdict=ALIKE)
    everybody = _together([*tested.values()])
    cells = list(row.cells)
    for place in sure:
        is_more = tested[place].share > everybody.share
        cells[place] = replace(cells[place], stands_out=MORE if is_more else LESS)
    return replace(row, verdict=DIFFERS, cells=tuple(cells))
