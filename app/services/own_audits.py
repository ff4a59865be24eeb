"""A worker's own audits: all but the child's confidential words, and what the worker replies."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db import sealing
from app.db.models import Audit, Reply, User
from app.domain.audits import AuditState, Voice
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.domain.practice import Stance
from app.domain.quoting import without_quotes_in
from app.services import (
    activity,
    answers,
    auditing,
    audits_behind,
    confidential_words,
    following_views,
    reconciling,
)
from app.services.own_grades import OwnGrades, own_grades
from app.services.standing_grades import standing_grades
from surveys.audits import GRADE_LABELS
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.following_views import CareLine

REFLECTION, REASONS = "replies.reflection", "replies.reasons"
LONGEST = 2000


@dataclass(frozen=True)
class OwnLine:
    """One audit of a worker's practice, for lists; it can be read once it is handed in."""

    id: UUID
    audit_ref: str
    case_ref: str
    kind: str
    held_on: date
    auditor: str
    can_be_read: bool
    stance: Stance | None


@dataclass(frozen=True)
class SaidLine:
    """One question of an audit and its answer; words that are withheld say so instead."""

    question: str
    answer: str
    is_withheld: bool


@dataclass(frozen=True)
class ReplyLine:
    """What the worker says of an audit."""

    stance: Stance
    reflection: str
    reasons: str
    replied_at: datetime


@dataclass(frozen=True)
class OwnAudit:
    """One audit as the worker whose practice it is about may read it."""

    line: OwnLine
    grade: str
    grades: OwnGrades
    voices: tuple[tuple[Voice, tuple[SaidLine, ...]], ...]
    actions: tuple[CareLine, ...]
    reply: ReplyLine | None
    can_reply: bool


def own_audits(session: Session, actor: Actor) -> tuple[OwnLine, ...]:
    """Return the audits of a person's own practice, the newest first."""
    rows = session.execute(
        select(Audit, User.name, Reply.stance)
        .join(User, User.id == Audit.auditor_id)
        .outerjoin(Reply, Reply.audit_id == Audit.id)
        .where(Audit.practitioner_id == actor.id)
        .order_by(Audit.held_on.desc(), Audit.audit_ref)
    )
    return tuple(_line(audit, name, stance) for audit, name, stance in rows)


def own_audit(session: Session, audit_id: UUID, *, by: Actor) -> OwnAudit:
    """Return one audit of a person's own practice. That it was read is recorded first (R-15).

    What the audit says of danger now is between its auditor and the safeguarding officer, and
    is left out: a concern may be about anybody. Confidential words are hidden where the auditor
    quotes them, too.

    Raises:
        NotFound: it is not there, not handed in yet, or about somebody else's practice.
    """
    audit = find(session, audit_id, by=by)
    activity.record(session, "audit.read_by_worker", by=by.id, about=("audit", audit_id))
    auditor = session.get_one(User, audit.auditor_id)
    reply = reply_of(session, audit_id)
    standing = standing_grades(session, Audit.id == audit_id)[audit_id]
    found = OwnAudit(
        line=_line(audit, auditor.name, reply.stance if reply else None),
        grade=GRADE_LABELS.get(standing.overall or "", "not graded"),
        grades=own_grades(session, audit),
        voices=tuple(
            (voice, _said(session, audit, voice)) for voice in auditing.voices_of(session, audit)
        ),
        actions=following_views.lines_of_audit(session, audit_id),
        reply=reply,
        can_reply=reply is None or audit.state is not AuditState.CLOSED,
    )
    shown: OwnAudit = without_quotes_in(found, confidential_words.kept_back(session, audit))
    return shown


def reply(
    session: Session,
    audit_id: UUID,
    *,
    stance: Stance,
    reflection: str,
    reasons: str,
    by: Actor,
) -> None:
    """Keep what a worker says of an audit of their practice; said again, it replaces the first.

    The first is taken whenever it comes: nobody closes an audit on somebody's right of reply.

    Raises:
        NotFound: it is not there, not handed in yet, or about somebody else's practice.
        Conflict: the audit is closed, and they have replied.
        Invalid: it is disputed without a reason, or too long.
    """
    audit = find(session, audit_id, by=by)
    row = session.scalar(select(Reply).where(Reply.audit_id == audit_id))
    if row is not None and audit.state is AuditState.CLOSED:
        raise Conflict("audit_closed")
    _check(stance, reflection, reasons)
    row = row or Reply(audit_id=audit_id, by_id=by.id)
    row.stance, row.replied_at = stance, clock.now()
    row.reflection_sealed = _sealed(row, REFLECTION, reflection)
    row.reasons_sealed = _sealed(row, REASONS, reasons if stance is Stance.DISPUTES else "")
    session.add(row)
    activity.record(session, f"audit.{stance.value}", by=by.id, about=("audit", audit_id))
    if stance is Stance.DISPUTES and audit.grade is not None:
        # Disputed before, or decided for good: then the reply stands, and nothing is read anew.
        with suppress(Conflict):
            reconciling.ask_again(session, audit, why=reasons, by=by)


def reply_of(session: Session, audit_id: UUID) -> ReplyLine | None:
    """Return what the worker says of an audit; the caller has seen to who asks."""
    row = session.scalar(select(Reply).where(Reply.audit_id == audit_id))
    return reply_line(row) if row else None


def reply_line(row: Reply) -> ReplyLine:
    """Return a reply with its words opened."""
    return ReplyLine(
        stance=row.stance,
        reflection=_opened(row, REFLECTION, row.reflection_sealed),
        reasons=_opened(row, REASONS, row.reasons_sealed),
        replied_at=row.replied_at,
    )


def find(session: Session, audit_id: UUID, *, by: Actor) -> Audit:
    """Return a finished audit of a person's own practice.

    Raises:
        NotFound: it is not there, not handed in yet, or about somebody else's practice.
    """
    audit = session.scalar(
        select(Audit).where(Audit.id == audit_id, Audit.practitioner_id == by.id)
    )
    may = audit is not None and by.can(Permission.RECORD_AUDITS)
    if audit is None or not may or not audit.state.is_finished:
        raise NotFound
    return audit


def _said(session: Session, audit: Audit, voice: Voice) -> tuple[SaidLine, ...]:
    response = auditing.part_response(session, audit.id, voice)
    known = answers.givens(session, response)
    pages = visible_pages(auditing.definition_of(session, audit, voice), known)
    asked = {question.key: question for page in pages for question in page.questions}
    kept_back = confidential_words.withheld(session, audit, voice, response, known, asked)
    return tuple(
        SaidLine(question.label, confidential_words.WITHHELD, is_withheld=True)
        if key in kept_back
        else SaidLine(question.label, question.as_text(known[key]), is_withheld=False)
        for key, question in asked.items()
        if key in known and key not in audits_behind.SAFETY
    )


def _line(audit: Audit, auditor: str, stance: Stance | None) -> OwnLine:
    return OwnLine(
        id=audit.id,
        audit_ref=audit.audit_ref,
        case_ref=audit.case_ref,
        kind=audit.kind.label,
        held_on=audit.held_on,
        auditor=auditor,
        can_be_read=audit.state.is_finished,
        stance=stance,
    )


def _check(stance: Stance, reflection: str, reasons: str) -> None:
    problems = {}
    if stance is Stance.DISPUTES and not reasons.strip():
        problems["reasons"] = (
            "Say what you see differently, so that a second reader can look at it."
        )
    for field, text in (("reflection", reflection), ("reasons", reasons)):
        if len(text) > LONGEST:
            problems[field] = f"Shorten this to {LONGEST:,} characters or fewer."
    if problems:
        raise Invalid(fields=problems)


def _sealed(row: Reply, column: str, text: str) -> bytes | None:
    return sealing.seal(row, column, text.strip()) if text.strip() else None


def _opened(row: Reply, column: str, sealed: bytes | None) -> str:
    return sealing.unseal(row, column, sealed) if sealed else ""
