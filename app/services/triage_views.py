"""What the triage pages show: the queue, and one concern with the words that caused it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select

from app import clock
from app.db import sealing
from app.db.models import (
    Answer,
    Audit,
    Concern,
    ConcernEvent,
    Question,
    Response,
    Survey,
    SurveyVersion,
    User,
)
from app.domain.concerns import MOVES, ConcernState, Severity
from app.domain.people import Permission
from app.domain.surveys import Identity
from app.services import activity, answers, audits_behind, triage

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.audits_behind import AuditBehind

CATEGORIES = {
    "R01": "Danger now",
    "R02": "Suicide",
    "R03": "Self-harm",
    "R04": "Sexual abuse",
    "R05": "Physical abuse",
    "R06": "Emotional abuse",
    "R07": "Neglect",
    "R08": "Sexual exploitation",
    "R09": "Criminal exploitation",
    "R10": "Slavery, forced marriage or so-called honour",
    "R11": "Domestic abuse",
    "R12": "Missing",
    "R13": "Allegation about an adult in a position of trust",
    "R14": "Harm online",
    "R15": "Weapons or serious violence",
    "R16": "Extremism",
    "R17": "Bullying or harm by other children",
    "R18": "Nowhere safe to sleep",
    "R19": "Drugs or drink",
    "R20": "Health or eating",
    "R21": "A parent or carer in crisis",
    "R22": "Asks for help",
    "R23": "Low wellbeing",
    "R24": "Words in another language",
}
FINDING = {
    Identity.ANONYMOUS: "The answers are anonymous. Nobody can find this person; act on any place "
    "or person that is named.",
    Identity.CONFIDENTIAL: "The answers are confidential. Who wrote them can be found only by two "
    "people together, through the organisation's own procedure.",
    Identity.NAMED: "The answers are named.",
}


@dataclass(frozen=True)
class ConcernLine:
    """One concern in the queue."""

    id: UUID
    severity: Severity
    category: str
    source: str
    where: str
    state: ConcernState
    raised_at: datetime
    due_at: datetime
    owner: str
    is_late: bool


@dataclass(frozen=True)
class EventLine:
    """One thing that happened to a concern."""

    at: datetime
    who: str
    to_state: ConcernState
    note: str


@dataclass(frozen=True)
class ConcernPage:
    """One concern with the exact words, where they stand, and what has happened."""

    line: ConcernLine
    question: str
    words: tuple[tuple[str, bool], ...]
    received_on: date | None
    finding: str
    audit: AuditBehind | None
    events: tuple[EventLine, ...]
    moves: frozenset[ConcernState]


def queue(session: Session, actor: Actor, *, closed: bool = False) -> tuple[ConcernLine, ...]:
    """Return the concerns that wait for a person, the soonest due first."""
    wanted = (
        Concern.state == ConcernState.CLOSED if closed else Concern.state != ConcernState.CLOSED
    )
    query = _lines_query().where(wanted).order_by(Concern.due_at, Concern.id)
    where = actor.services(Permission.TRIAGE_CONCERNS)
    if where is not None:
        query = query.where(Concern.service_id.in_(where))
    return tuple(_line(*row) for row in session.execute(query))


def concern_page(session: Session, concern_id: UUID, *, by: Actor) -> ConcernPage:
    """Return one concern. That it was read is recorded first: no record, no words (R-15).

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    concern = triage.find(session, concern_id, by=by)
    activity.record(session, "concern.read", by=by.id, about=("concern", concern_id))
    concern.looked_at = concern.looked_at or clock.now()
    session.flush()
    row = session.execute(_lines_query().where(Concern.id == concern_id)).one()
    question, words, received_on, finding = _words(session, concern)
    return ConcernPage(
        line=_line(*row),
        question=question,
        words=words,
        received_on=received_on,
        finding=finding,
        audit=audits_behind.behind(session, concern.audit_id),
        events=_events(session, concern),
        moves=MOVES[concern.state],
    )


def count_late(session: Session, actor: Actor, permission: Permission) -> tuple[int, int]:
    """Return how many concerns are not closed, and how many of them nobody looked at in time."""
    query = select(Concern).where(Concern.state != ConcernState.CLOSED)
    where = actor.services(permission)
    if where is not None:
        query = query.where(Concern.service_id.in_(where))
    waiting = session.scalar(query.with_only_columns(func.count(Concern.id))) or 0
    late = query.where(Concern.looked_at.is_(None), Concern.due_at < clock.now())
    return waiting, session.scalar(late.with_only_columns(func.count(Concern.id))) or 0


def _lines_query() -> Select[Concern, str | None, str | None, str | None]:
    return (
        select(Concern, Survey.title, Audit.audit_ref, User.name)
        .outerjoin(Response, Response.id == Concern.response_id)
        .outerjoin(SurveyVersion, SurveyVersion.id == Response.version_id)
        .outerjoin(Survey, Survey.id == SurveyVersion.survey_id)
        .outerjoin(Audit, Audit.id == Concern.audit_id)
        .outerjoin(User, User.id == Concern.owner_id)
    )


def _line(
    concern: Concern, survey: str | None, audit_ref: str | None, owner: str | None
) -> ConcernLine:
    looked = concern.looked_at or clock.now()
    return ConcernLine(
        id=concern.id,
        severity=concern.severity,
        category=CATEGORIES.get(concern.category, concern.category),
        source=concern.source,
        where=f"Audit {audit_ref}" if audit_ref else survey or "a withdrawn answer",
        state=concern.state,
        raised_at=concern.raised_at,
        due_at=concern.due_at,
        owner=owner or "",
        is_late=looked > concern.due_at,
    )


def _words(
    session: Session, concern: Concern
) -> tuple[str, tuple[tuple[str, bool], ...], date | None, str]:
    row = session.execute(
        select(Answer, Response, Question.wording, Survey.identity)
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(
            Answer.response_id == concern.response_id, Answer.question_id == concern.question_id
        )
    ).first()
    if row is None:
        said = (
            "The auditor said during the audit that this child may not be safe."
            if concern.source == "audit"
            else "The answer was taken back by its author. The concern stays until you close it."
        )
        return said, (), None, ""
    text = answers.words_of(row.Response, row.Answer) or ""
    spans = [(one["start"], one["end"]) for one in concern.signals]
    return row.wording, _marked(text, spans), row.Response.received_on, FINDING[row.identity]


def _marked(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    cuts = sorted({0, len(text)} | {edge for span in spans for edge in span if edge < len(text)})
    return tuple(
        (text[a:b], any(start <= a and b <= end for start, end in spans))
        for a, b in zip(cuts, cuts[1:], strict=False)
    )


def _events(session: Session, concern: Concern) -> tuple[EventLine, ...]:
    rows = session.execute(
        select(ConcernEvent, User.name)
        .outerjoin(User, User.id == ConcernEvent.by_id)
        .where(ConcernEvent.concern_id == concern.id)
        .order_by(ConcernEvent.at)
    )
    return tuple(
        EventLine(
            event.at,
            who or "Earshot",
            event.to_state,
            sealing.unseal(concern, triage.NOTE, event.note_sealed, event.id)
            if event.note_sealed
            else "",
        )
        for event, who in rows
    )
