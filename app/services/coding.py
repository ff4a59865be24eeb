"""What people decide about codings: accept, reject, replace, and add their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from analysis.corpus import Span
from app import clock
from app.db.models import (
    Answer,
    Codebook,
    Coding,
    Response,
    Sentiment,
    Survey,
    SurveyVersion,
    Theme,
)
from app.domain.errors import Conflict, NotFound
from app.domain.evidence import UNDECIDED, CodingSource, CodingState, SentimentLabel
from app.domain.people import Permission
from app.services import activity

if TYPE_CHECKING:
    from sqlalchemy import Select
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


def replace(
    session: Session, coding_id: UUID, theme_id: UUID, *, by: Actor, span: Span | None = None
) -> Coding:
    """Reject a coding and give its words, or those of `span`, another theme as a person's coding.

    Where the machine thinks of that theme already, the person agrees with it.

    Raises:
        NotFound: the coding or the theme is not there.
        Conflict: a person gave the words that theme already.
    """
    old = reject(session, coding_id, by=by)
    place, feeling = (old.response_id, old.question_id), SentimentLabel(old.sentiment)
    given = _Given(place, theme_id, span or Span(old.start, old.end), feeling)
    return _add(session, given, by=by, is_chosen=span is not None)


def add(
    session: Session,
    place: tuple[UUID, UUID],
    theme_id: UUID,
    span: Span,
    *,
    by: Actor,
    is_chosen: bool = True,
) -> Coding:
    """Give some words of an answer a theme, as a person's coding.

    Where the machine thinks of that theme already, the person agrees with it, and the words
    that they chose are those that carry it. Unless `is_chosen`, the span is the whole answer for
    want of a choice.

    Raises:
        NotFound: the answer or the theme is not there, or none of the person's business.
        Conflict: the words already carry that theme.
    """
    feeling = session.scalar(
        select(Sentiment.label).where(
            Sentiment.response_id == place[0], Sentiment.question_id == place[1]
        )
    )
    if not _is_theirs(session, place, by):
        raise NotFound
    # A coding has some feeling; where none is known for the words, this one is counted as such
    # by `theme_counts`, and never as mixed.
    given = _Given(place, theme_id, span, feeling or SentimentLabel.MIXED)
    return _add(session, given, by=by, is_chosen=is_chosen)


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


@dataclass(frozen=True)
class _Given:
    place: tuple[UUID, UUID]
    theme_id: UUID
    span: Span
    feeling: SentimentLabel


def _add(session: Session, given: _Given, *, by: Actor, is_chosen: bool) -> Coding:
    if session.get(Theme, given.theme_id) is None:
        raise NotFound
    twin = _twin(session, given)
    if twin is None:
        return _new(session, given, by=by)
    is_elsewhere = is_chosen and (twin.start, twin.end) != (given.span.start, given.span.end)
    if twin.state not in UNDECIDED and not is_elsewhere:
        raise Conflict("already_coded")
    if is_elsewhere:
        twin.start, twin.end = given.span.start, given.span.end
    return accept(session, twin.id, by=by)


def _twin(session: Session, given: _Given) -> Coding | None:
    return session.scalar(
        select(Coding)
        .where(
            Coding.response_id == given.place[0],
            Coding.question_id == given.place[1],
            Coding.theme_id == given.theme_id,
            Coding.state != CodingState.REJECTED,
        )
        .order_by(Coding.decided_at.is_(None), Coding.id)
        .limit(1)
    )


def _new(session: Session, given: _Given, *, by: Actor) -> Coding:
    new = Coding(
        response_id=given.place[0],
        question_id=given.place[1],
        theme_id=given.theme_id,
        coder_id=by.id,
        source=CodingSource.PERSON,
        state=CodingState.ACCEPTED,
        score=1.0,
        start=given.span.start,
        end=given.span.end,
        sentiment=given.feeling,
        decided_by_id=by.id,
        decided_at=clock.now(),
    )
    session.add(new)
    session.flush()
    activity.record(session, "coding.added", by=by.id, about=("coding", new.id))
    return new


def _is_theirs(session: Session, place: tuple[UUID, UUID], by: Actor) -> bool:
    query = (
        select(Answer.response_id)
        .join(Response, Response.id == Answer.response_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(Answer.response_id == place[0], Answer.question_id == place[1])
    )
    return session.scalar(_reached(query, by)) is not None


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
    coding: Coding | None = session.scalar(_reached(query, by))
    if coding is None:
        raise NotFound
    return coding


def _reached(query: Select[Any], by: Actor) -> Select[Any]:
    where = by.services(Permission.DECIDE_CODINGS)
    return query if where is None else query.where(Survey.service_id.in_(where))
