"""Crossings as pages show them: themes by group of people, and by wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.crossing import cross
from analysis.prevalence import DOWN, UP
from app.services import divisions
from app.services.theme_counts import raised_themes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.crossing import Column, Crossing, Row
    from analysis.prevalence import Change
    from app.services.divisions import Division, Way
    from app.services.scopes import Scope
    from app.services.theme_counts import RaisedTheme


@dataclass(frozen=True)
class CrossedTheme:
    """One theme in every group; `change` is how the worst-off differ from the others."""

    theme_id: UUID
    name: str
    row: Row
    change: Change | None = None


@dataclass(frozen=True)
class CrossingTable:
    """Themes by groups: those with a cell that is shown, and what became of the others.

    `spread` were raised by enough people, and in no group by enough; `too_few` names those that
    too few raised to show anything of.
    """

    people: int | None
    columns: tuple[Column, ...]
    themes: tuple[CrossedTheme, ...]
    spread: tuple[CrossedTheme, ...]
    too_few: tuple[str, ...]

    @property
    def shown(self) -> int:
        """How many cells are shown."""
        return len(self._shares())

    @property
    def top(self) -> float:
        """The largest share that is shown, 0 to 1; the darkest cell has it."""
        return max(self._shares(), default=1.0)

    def _shares(self) -> list[float]:
        cells = (cell.interval for one in self.themes for cell in one.row.cells)
        return [one.share for one in cells if one]


@dataclass(frozen=True)
class ByGroup:
    """Themes by one way of dividing people, and the ways there are."""

    scope: Scope
    ways: tuple[Way, ...]
    way: Way | None
    table: CrossingTable | None


def by_group(session: Session, scope: Scope, *, way: str = "") -> ByGroup:
    """Return themes by groups of people; without a known way, by the one that shows the most."""
    people = divisions.writers(session, scope)
    raised = raised_by_key(session, scope)
    ways = people.ways()
    chosen = [one for one in ways if one.key == way] or ways
    tables = {one: table_of(crossed(raised, people.divide(one)), raised) for one in chosen}
    best = max(chosen, key=lambda one: tables[one].shown, default=None)
    return ByGroup(scope, ways, best, tables[best] if best else None)


def over_waves(
    session: Session, scope: Scope, *, theme_id: UUID | None = None
) -> CrossingTable | None:
    """Return themes by wave, or one of them; None where fewer than two waves have somebody."""
    people = divisions.writers(session, scope)
    way = next((one for one in people.ways() if one.key == divisions.WAVE), None)
    if way is None:
        return None
    raised = raised_by_key(session, scope)
    if theme_id:
        raised = {key: one for key, one in raised.items() if one.id == theme_id}
    return table_of(crossed(raised, people.divide(way)), raised)


def raised_by_key(session: Session, scope: Scope) -> dict[str, RaisedTheme]:
    """Return the themes that anyone raised, with who did, by their key."""
    return {one.key: one for one in raised_themes(session, scope.selection)}


def crossed(raised: dict[str, RaisedTheme], division: Division) -> Crossing:
    """Return themes by the groups of a division."""
    who = {key: one.people for key, one in raised.items()}
    return cross(who, division.groups, division.order, division.aside)


def table_of(
    crossing: Crossing,
    raised: dict[str, RaisedTheme],
    changes: Sequence[Change | None] = (),
) -> CrossingTable:
    """Return a crossing as pages show it; `changes` has one for each of its rows, or is empty."""
    known = changes or [None] * len(crossing.rows)
    themes = [
        CrossedTheme(raised[row.key].id, raised[row.key].name, row, change)
        for row, change in zip(crossing.rows, known, strict=True)
        if row.total
    ]
    seen = [one for one in themes if any(cell.interval for cell in one.row.cells)]
    return CrossingTable(
        people=crossing.people,
        columns=crossing.columns,
        themes=tuple(sorted(seen, key=_urgency)),
        spread=tuple(one for one in themes if one not in seen),
        too_few=tuple(sorted(raised[row.key].name for row in crossing.rows if not row.total)),
    )


def _urgency(theme: CrossedTheme) -> int:
    # What the worst-off clearly raise more comes first, then less, then the rest as it stood.
    verdict = theme.change.verdict if theme.change else ""
    return {UP: 0, DOWN: 1}.get(verdict, 2)
