"""Themes in audits beside themes in surveys: one codebook, two counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.disclosure import give_up_totals, withhold, withhold_table
from analysis.prevalence import Interval, prevalence
from app.db.models import Answer, Audit, AuditPart, Codebook, Question, Theme
from app.domain.audits import Voice
from app.domain.people import Permission
from app.domain.practice import are_of_enough_workers
from app.domain.surveys import SurveyKind
from app.services import selection
from app.services.counted_audits import where
from app.services.respondents import commenters
from app.services.seen_places import team_key
from app.services.theme_counts import raised_themes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.seen_places import Place
    from app.services.selection import Selection

# The question of the audit form in which the auditor says which themes an audit speaks to.
THEMES = "themes"


@dataclass(frozen=True)
class ThemeBeside:
    """One theme of the codebook: how many audits speak to it, and how many people raised it.

    None is withheld.
    """

    key: str
    name: str
    theme_id: UUID
    audits: Interval | None
    people: Interval | None


@dataclass(frozen=True)
class ThemedAudit:
    """One audit with the themes it speaks to: to be counted with, never to be shown."""

    service_id: UUID
    team: str
    worker: tuple[str, str]
    themes: frozenset[str]


def themes_beside(session: Session, place: Place, by: Actor) -> tuple[ThemeBeside, ...]:
    """Return the themes of which either count may be shown, those of most audits first.

    Surveys have no teams, so beside a team stand the answers of its whole service. A service's
    audits in which no theme may be shown alone are withheld with as many others as are needed.
    """
    audits, names = _audits(session, place), _names(session)
    people = _people(session, place, by)
    counts = _counts(audits, place, names)
    lines = [
        ThemeBeside(key, name, theme_id, counts.get(key), people.get(key))
        for key, (theme_id, name) in names.items()
    ]
    shown = [one for one in lines if one.audits or one.people]
    return tuple(sorted(shown, key=lambda one: (-_of(one.audits), -_of(one.people), one.name)))


def _audits(session: Session, place: Place) -> tuple[ThemedAudit, ...]:
    rows = session.execute(
        select(
            Audit.service_id,
            Audit.team,
            Audit.practitioner_id,
            Audit.practitioner_ref,
            Answer.value,
        )
        .join(AuditPart, AuditPart.audit_id == Audit.id)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(*where(place), AuditPart.voice == Voice.AUDITOR, Question.key == THEMES)
    )
    return tuple(
        ThemedAudit(
            row.service_id,
            team_key(row.team),
            (str(row.practitioner_id or ""), row.practitioner_ref),
            frozenset(row.value or ()),
        )
        for row in rows
    )


def _counts(
    audits: Sequence[ThemedAudit], place: Place, names: Iterable[str]
) -> Mapping[str, Interval | None]:
    keys = list(names)
    whole = _table(audits, keys, lambda one: str(one.service_id), keeps_totals=False)
    if place.service is None:
        return whole[""] if _are_enough(audits) else {}
    service = whole.get(str(place.service.id), {})
    if not place.team:
        return service
    held = [one for one in audits if one.service_id == place.service.id]
    teams = _table(held, keys, lambda one: one.team).get(team_key(place.team), {})
    return {key: teams.get(key) for key in keys if service.get(key)}


def _table(
    audits: Sequence[ThemedAudit],
    keys: Sequence[str],
    way: Callable[[ThemedAudit], str],
    *,
    keeps_totals: bool = True,
) -> dict[str, dict[str, Interval | None]]:
    # By group, and under "" of all of them.
    held: dict[str, list[ThemedAudit]] = defaultdict(list)
    for audit in audits:
        held[way(audit)].append(audit)
    sizes = {name: len(some) for name, some in held.items()}
    cells = {
        key: {name: sum(key in one.themes for one in some) for name, some in held.items()}
        for key in keys
    }
    few = [name for name, some in held.items() if not _are_enough(some)]
    shown = withhold_table(cells, sizes, hidden=few)
    if not keeps_totals:
        shown = give_up_totals(shown, cells, sizes, hidden=few)
    found: dict[str, dict[str, Interval | None]] = {
        name: {key: _interval(shown.cells[key][name], size) for key in keys}
        for name, size in sizes.items()
    }
    return found | {"": {key: _interval(shown.totals[key], len(audits)) for key in keys}}


def _names(session: Session) -> dict[str, tuple[UUID, str]]:
    rows = session.execute(
        select(Theme.key, Theme.id, Theme.name)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.is_in_use)
    )
    return {key: (theme_id, name) for key, theme_id, name in rows}


def _people(session: Session, place: Place, by: Actor) -> dict[str, Interval]:
    chosen = _surveys(session, place, by)
    wrote = len(commenters(session, chosen))
    counts = {one.key: len(one.people) for one in raised_themes(session, chosen)}
    shown = withhold(counts, exclusive=False, base=wrote)
    return {key: prevalence(count, wrote) for key, count in shown.items() if count is not None}


def _surveys(session: Session, place: Place, by: Actor) -> Selection:
    wanted = {place.service.id} if place.service else place.service_ids
    known = selection.surveys_for(session, by, Permission.READ_EVIDENCE)
    whole = selection.Selection(
        frozenset(
            one.id
            for one in known
            if one.service_id in wanted and one.kind is SurveyKind.QUESTIONNAIRE
        )
    )
    people = selection.people_by_survey(session, whole)
    whole = selection.countable(whole, people)
    lately = replace(whole, starts_on=place.since)
    # Less what those wrote who answered before, or nobody could be told apart from them.
    before = selection.count_responses(session, whole)
    now = selection.count_responses(session, lately)
    shown = withhold({"now": now, "before": before - now})
    return lately if now == before or shown["now"] is not None else whole


def _are_enough(audits: Iterable[ThemedAudit]) -> bool:
    return are_of_enough_workers(one.worker for one in audits)


def _interval(count: int | None, base: int) -> Interval | None:
    return None if count is None else prevalence(count, base)


def _of(interval: Interval | None) -> float:
    return interval.share if interval else 0.0
