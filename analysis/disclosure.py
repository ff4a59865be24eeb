"""Small numbers withheld: no count under the threshold leaves, nor what would reveal it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

THRESHOLD = 5


@dataclass(frozen=True)
class ShownTable:
    """Rows counted in each of several columns, as they may be shown; None is withheld."""

    people: int | None
    columns: dict[str, int | None]
    totals: dict[str, int | None]
    cells: dict[str, dict[str, int | None]]


def withhold(
    cells: Mapping[str, int],
    *,
    threshold: int = THRESHOLD,
    exclusive: bool = True,
    base: int | None = None,
) -> dict[str, int | None]:
    """Return the counts with the small ones withheld as None.

    Every count under the threshold is withheld, nought too. In an exclusive set, whose cells add
    up to the base, what is withheld must be at least two cells and together at least the
    threshold, or the next lowest is withheld as well, so that nobody can work it out from the
    base; so a count that leaves fewer than the threshold outside it is withheld with them. Those
    of the base who are in no cell count as a cell that is never shown. Where people may be in
    several cells, each is judged alone against `base`, the number of people.

    Whoever shows the result must not show a base under the threshold.

    Source: Department for Education, Characteristics of children in need (2021), methodology:
    counts of one to five suppressed, with secondary suppression; GP Patient Survey, analysis
    tool notes: counts under five suppressed, and the next lowest when one alone would be hidden.
    That nought is withheld too is Earshot's own rule.

    >>> withhold({"foster": 34, "kinship": 9, "residential": 4, "semi": 12})
    {'foster': 34, 'kinship': None, 'residential': None, 'semi': 12}
    """
    small = {name for name, count in cells.items() if count < threshold}
    if exclusive:
        rest = 0 if base is None else max(0, base - sum(cells.values()))
        small = _protected(cells, small, threshold, rest if rest < threshold else 0)
    elif base is not None:
        small |= {name for name, count in cells.items() if base - count < threshold}
    return {name: None if name in small else count for name, count in cells.items()}


def _protected(cells: Mapping[str, int], small: set[str], threshold: int, rest: int) -> set[str]:
    hidden = set(small)
    if not hidden and not rest:
        return hidden
    left = sorted((count, name) for name, count in cells.items() if name not in hidden)
    while left and not _is_safe([cells[name] for name in hidden], rest, threshold):
        hidden.add(left.pop(0)[1])
    return hidden


def _is_safe(hidden: list[int], rest: int, threshold: int) -> bool:
    unknown = len(hidden) + (rest > 0)
    return unknown >= 2 and sum(hidden) + rest >= threshold  # noqa: PLR2004 - one alone is found


def withhold_table(
    cells: Mapping[str, Mapping[str, int]],
    columns: Mapping[str, int],
    *,
    threshold: int = THRESHOLD,
    hidden: Collection[str] = (),
) -> ShownTable:
    """Return how many people of each column are in each row, with the small counts withheld.

    Each person stands in exactly one column, and may be in several rows; `columns` says how many
    people stand in each. A cell is shown where the threshold are in the row and the threshold of
    the column are not. Whoever knows the number of people, of each column and of each row must
    not work out what is withheld: so what is withheld of one row lies in two columns or more,
    which hold together the threshold of people in the row and the threshold of others. Then each
    withheld cell could be any of more than the threshold of numbers. No cell of the `hidden`
    columns is shown, whatever they hold.

    Source: primary and complementary suppression in tables with margins, Hundepool and others
    (2012), Statistical Disclosure Control, chapter 4. That the bounds are as wide as this is
    shown by linear programming in the tests.

    >>> withhold_table({"moves": {"east": 9, "west": 3}}, {"east": 20, "west": 30}).cells
    {'moves': {'east': None, 'west': None}}
    """
    shown = withhold(columns, threshold=threshold, base=sum(columns.values()))
    gone = {name for name, count in shown.items() if count is None} | set(hidden)
    people = sum(columns.values())
    return ShownTable(
        people=people if people >= threshold else None,
        columns=shown,
        totals={
            row: _total(sum(counts.values()), people, threshold) for row, counts in cells.items()
        },
        cells={row: _row(counts, columns, gone, threshold) for row, counts in cells.items()},
    )


def give_up_totals(
    shown: ShownTable,
    cells: Mapping[str, Mapping[str, int]],
    columns: Mapping[str, int],
    *,
    threshold: int = THRESHOLD,
    hidden: Collection[str] = (),
) -> ShownTable:
    """Return a table with the totals withheld of rows of which else no column would be shown.

    Without its total each column of a row stands alone, and is shown where the threshold are in
    the row and the threshold are not. For tables whose totals are shown nowhere else.
    """
    alone = {
        row: {
            name: None if name in hidden else _total(count, columns[name], threshold)
            for name, count in counts.items()
        }
        for row, counts in cells.items()
    }
    given_up = {
        row
        for row, counts in alone.items()
        if set(shown.cells[row].values()) == {None} != set(counts.values())
    }
    return replace(
        shown,
        totals=shown.totals | dict.fromkeys(given_up),
        cells=shown.cells | {row: alone[row] for row in given_up},
    )


def _total(count: int, people: int, threshold: int) -> int | None:
    return count if min(count, people - count) >= threshold else None


def _row(
    counts: Mapping[str, int], columns: Mapping[str, int], gone: set[str], threshold: int
) -> dict[str, int | None]:
    smaller = {name: min(counts[name], columns[name] - counts[name]) for name in columns}
    hidden = gone | {name for name, count in smaller.items() if count < threshold}
    left = sorted(columns.keys() - hidden, key=lambda name: (smaller[name], name))
    while hidden and left and not _is_safe_row(counts, columns, hidden, threshold):
        hidden.add(left.pop(0))
    return {name: None if name in hidden else counts[name] for name in columns}


def _is_safe_row(
    counts: Mapping[str, int], columns: Mapping[str, int], hidden: set[str], threshold: int
) -> bool:
    inside = sum(counts[name] for name in hidden)
    outside = sum(columns[name] for name in hidden) - inside
    return len(hidden) > 1 and min(inside, outside) >= threshold
