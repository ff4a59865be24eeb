"""Themes by score: what people of each band of a score or index raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.crossing import against
from analysis.disclosure import THRESHOLD
from app.services import closed_answers, divisions
from app.services.crossings import crossed, raised_by_key, table_of
from app.services.divisions import Division, Way
from app.services.measures import Measure, measures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.crossings import CrossingTable
    from app.services.scopes import Scope
    from app.services.theme_counts import RaisedTheme
    from surveys.questions import Given

NO_BAND = "Not scored"
FEWEST_BANDS = 2


@dataclass(frozen=True)
class ByScore:
    """Themes by the band of a score or index; `worst` names the band where things are worst."""

    scope: Scope
    measures: tuple[Measure, ...]
    measure: Measure | None
    worst: str
    table: CrossingTable | None


def by_score(session: Session, scope: Scope, *, measure: str = "") -> ByScore:
    """Return what people of each band of a score raise; without a known one, the most telling.

    Only one survey has scores, so without one there is nothing. What those in the worst band
    raise more than the others comes first.
    """
    if scope.survey is None:
        return ByScore(scope, (), None, "", None)
    known = measures(closed_answers.newest_definition(session, scope.survey.id))
    people = divisions.writers(session, scope).people
    answers = closed_answers.values(session, scope.selection)
    mine = {who: answers.get(who, {}) for who in people}
    raised = raised_by_key(session, scope)
    found = [
        _of_measure(scope, known, one, mine, raised)
        for one in [one for one in known if one.key == measure] or known
    ]
    nothing = ByScore(scope, known, None, "", None)
    return max(found, key=lambda one: one.table.shown if one.table else 0, default=nothing)


def _of_measure(
    scope: Scope,
    known: tuple[Measure, ...],
    measure: Measure,
    answers: Mapping[UUID, Mapping[str, Given]],
    raised: dict[str, RaisedTheme],
) -> ByScore:
    division = _banded(measure, answers)
    worst = division.order[0]
    table = _beside(raised, division, worst) if answers else None
    return ByScore(scope, known, measure, worst, table)


def _banded(measure: Measure, answers: Mapping[UUID, Mapping[str, Given]]) -> Division:
    # The worst band comes first. Where it is too small for a cell, which needs five people in it
    # and five outside it, it is joined with the next: the worst-off stay in sight.
    bands = {who: measure.band(given) or NO_BAND for who, given in answers.items()}
    order = [band.label for band in measure.bands]
    order = order if measure.higher_is_better else order[::-1]
    while len(order) > FEWEST_BANDS and list(bands.values()).count(order[0]) < 2 * THRESHOLD:
        joined = f"{order[0]} or {order[1]}"
        bands = {who: joined if band in order[:2] else band for who, band in bands.items()}
        order = [joined, *order[2:]]
    way = Way(measure.key, measure.label)
    return Division(way, bands, (*order, NO_BAND), frozenset({NO_BAND}))


def _beside(raised: dict[str, RaisedTheme], division: Division, worst: str) -> CrossingTable:
    crossing = crossed(raised, division)
    names = [column.name for column in crossing.columns]
    if worst not in names:
        return table_of(crossing, raised)
    others = [place for place, name in enumerate(names) if name not in {worst, NO_BAND}]
    return table_of(crossing, raised, against(crossing, names.index(worst), others))
