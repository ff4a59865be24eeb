"""Held responses: kept, screened and in no result until a person has looked (R-35)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from analysis.disclosure import THRESHOLD
from app.db.models import Answer, Response, Survey, SurveyVersion
from app.domain.people import Permission
from app.domain.surveys import ResponseState
from app.services import activity, studio, theming

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class HeldDay:
    """What was held on one day. `alike` is how many gave the same chosen answers as another.

    Each is None where it is under five.
    """

    day: date
    count: int | None
    alike: int | None


def held_days(session: Session, survey_id: UUID, *, by: Actor) -> tuple[HeldDay, ...]:
    """Return what of a survey is held, by day, the newest first.

    Raises:
        NotFound: the survey is not there, or not in the person's services.
    """
    studio.survey(session, survey_id, by=by)
    chosen: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    answered = (
        select(Answer.response_id, Answer.question_id, Answer.value, Answer.special)
        .join(Response, Response.id == Answer.response_id)
        .where(*_held(survey_id))
    )
    for response_id, question_id, value, special in session.execute(answered):
        chosen[response_id].add((str(question_id), repr(value if special is None else special)))
    days: dict[date, list[frozenset[tuple[str, str]]]] = defaultdict(list)
    rows = select(Response.id, Response.received_on).where(*_held(survey_id))
    for response_id, day in session.execute(rows):
        if day is not None:
            days[day].append(frozenset(chosen[response_id]))
    return tuple(_day(day, days[day]) for day in sorted(days, reverse=True))


def surveys_with_held(session: Session, by: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return the ids and titles of the person's surveys in which something is held, by title."""
    if not by.can(Permission.PUBLISH_SURVEYS):
        return ()
    rows = (
        select(Survey.id, Survey.title)
        .join(SurveyVersion, SurveyVersion.survey_id == Survey.id)
        .join(Response, Response.version_id == SurveyVersion.id)
        .where(*_waits())
        .distinct()
        .order_by(Survey.title)
    )
    where = by.services(Permission.PUBLISH_SURVEYS)
    if where is not None:
        rows = rows.where(Survey.service_id.in_(where))
    return tuple((row.id, row.title) for row in session.execute(rows))


def release(session: Session, survey_id: UUID, day: date, *, by: Actor) -> None:
    """Let what was held on a day count, from now on, as any other response does.

    Raises:
        NotFound: the survey is not there, or not in the person's services.
    """
    studio.survey(session, survey_id, by=by)
    released = session.execute(
        update(Response)
        .where(*_held(survey_id), Response.received_on == day)
        .values(is_held=False)
        .returning(Response.id)
    ).all()
    theming.enqueue(session, survey_id)
    counts = {"responses": len(released)} if len(released) >= THRESHOLD else {}
    about = ("survey", survey_id)
    activity.record(session, "responses.released", by=by.id, about=about, counts=counts)


def _held(survey_id: UUID) -> tuple[ColumnElement[bool], ...]:
    versions = select(SurveyVersion.id).where(SurveyVersion.survey_id == survey_id)
    return Response.version_id.in_(versions), *_waits()


def _waits() -> tuple[ColumnElement[bool], ...]:
    return (
        Response.is_held.is_(True),
        Response.state == ResponseState.SUBMITTED,
        Response.withdrawn_on.is_(None),
    )


def _day(day: date, given: list[frozenset[tuple[str, str]]]) -> HeldDay:
    if len(given) < THRESHOLD:
        return HeldDay(day, None, None)
    same = sum(times for times in Counter(given).values() if times > 1)
    return HeldDay(day, len(given), same if same >= THRESHOLD else None)
