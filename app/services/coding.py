"""What people decide about codings: accept, reject, replace, and add their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import (
    Answer,
    Codebook,
    Coding,
    Response,
    Survey,
    SurveyVersion,
    Theme,
)
from app.domain.errors import Conflict, NotFound
from app.domain.evidence import COUNTED, CodingSource, CodingState, SentimentLabel
from app.domain.people import Permission
from app.services import activity

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


def accept(session: Session, coding_id: UUID, *, by: Actor) -> Coding:
    """Agree with a coding.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    return _decide(session, coding_id, CodingState.ACCEPTED, by=by)


def reject(session: Session, coding_id: UUID, *, by: Actor) -> Coding:
    """Disagree with a coding; it no longer counts, and the machine will not propose it again.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    return _decide(session, coding_id, CodingState.REJECTED, by=by)


def replace(session: Session, coding_id: UUID, theme_id: UUID, *, by: Actor) -> Coding:
    """Reject a coding and give its words another theme, as a person's coding.

    Raises:
        NotFound: the coding or the theme is not there.
        Conflict: the words already carry that theme.
    """
    old = reject(session, coding_id, by=by)
    return _add(session, old, theme_id, by=by)


def themes_in_use(session: Session) -> tuple[tuple[UUID, str], ...]:
    """Return the themes of the codebook in use, by name, for choosing one."""
    rows = session.execute(
        select(Theme.id, Theme.name)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.is_in_use)
        .order_by(Theme.name)
    )
    return tuple((row.id, row.name) for row in rows)


def _decide(session: Session, coding_id: UUID, state: CodingState, *, by: Actor) -> Coding:
    coding = _find(session, coding_id, by)
    coding.state = state
    coding.decided_by_id = by.id
    coding.decided_at = clock.now()
    activity.record(session, f"coding.{state.value}", by=by.id, about=("coding", coding_id))
    return coding


def _add(session: Session, old: Coding, theme_id: UUID, *, by: Actor) -> Coding:
    if session.get(Theme, theme_id) is None:
        raise NotFound
    twin = session.scalar(
        select(Coding).where(
            Coding.response_id == old.response_id,
            Coding.question_id == old.question_id,
            Coding.theme_id == theme_id,
            Coding.state != CodingState.REJECTED,
        )
    )
    if twin and twin.state in COUNTED:
        raise Conflict("already_coded")
    if twin:  # The machine suggested it; the person agrees.
        return accept(session, twin.id, by=by)
    new = Coding(
        response_id=old.response_id,
        question_id=old.question_id,
        theme_id=theme_id,
        coder_id=by.id,
        source=CodingSource.PERSON,
        state=CodingState.ACCEPTED,
        score=1.0,
        start=old.start,
        end=old.end,
        sentiment=SentimentLabel(old.sentiment),
        decided_by_id=by.id,
        decided_at=clock.now(),
    )
    session.add(new)
    session.flush()
    activity.record(session, "coding.added", by=by.id, about=("coding", new.id))
    return new


def _find(session: Session, coding_id: UUID, by: Actor) -> Coding:
    query = (
        select(Coding)
        .join(Response, Response.id == Coding.response_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .join(
            Answer,
            (Answer.response_id == Coding.response_id)
            & (Answer.question_id == Coding.question_id),
        )
        .where(Coding.id == coding_id)
    )
    where = by.services(Permission.DECIDE_CODINGS)
    if where is not None:
        query = query.where(Survey.service_id.in_(where))
    coding = session.scalar(query)
    if coding is None:
        raise NotFound
    return coding
