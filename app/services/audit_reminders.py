"""Mails of audits: when one is given, before the day it is due and after, never what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import and_, or_, select, update

from app import clock
from app.db.models import Audit, AuditCase, Job, User
from app.domain.audits import AuditState
from app.domain.errors import NotFound
from app.domain.programme import REMIND_BEFORE_DAYS, CaseState
from app.services import jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.mail import Mailer

JOB, GIVEN = "remind_auditor", "tell_auditor"
BEFORE, AFTER = 1, 2


def sweep(session: Session) -> int:
    """Ask for the reminders that are due; return how many people get one.

    A case counts its reminders, so each is asked for once however often this runs. Somebody with
    several audits gets one mail a day; what falls due after it is told the next day.
    """
    today = clock.today()
    is_untold = AuditCase.auditor_id.not_in(_told(session, today))
    is_late = AuditCase.due_on < today
    is_soon = AuditCase.due_on <= today + timedelta(days=REMIND_BEFORE_DAYS)
    late = _mark(session, and_(is_late, is_untold), AFTER)
    soon = _mark(session, and_(is_soon, is_untold), BEFORE)
    for auditor_id in late | soon:
        jobs.enqueue(session, JOB, auditor_id, input_hash=today.isoformat())
    return len(late | soon)


def tell(session: Session, auditor_ids: Iterable[UUID]) -> None:
    """Ask for a mail to each person who was just given an audit, one a day at most."""
    for auditor_id in auditor_ids:
        jobs.enqueue(session, GIVEN, auditor_id, input_hash=clock.today().isoformat())


def send_given(session: Session, auditor_id: UUID, mailer: Mailer, *, public_url: str) -> int:
    """Tell an auditor that they were given an audit, unless none waits; return how many were told.

    Raises:
        NotFound: there is no such person.
        Unavailable: the mail could not be sent; the job tries again.
    """
    return _send(session, auditor_id, mailer, public_url, _given)


def send(session: Session, auditor_id: UUID, mailer: Mailer, *, public_url: str) -> int:
    """Tell an auditor that an audit waits, unless none does any more; return how many were told.

    Raises:
        NotFound: there is no such person.
        Unavailable: the mail could not be sent; the job tries again.
    """
    return _send(session, auditor_id, mailer, public_url, _when)


def told_with(due: date) -> int:
    """Return how many reminders the mail that an audit was given takes the place of."""
    return BEFORE if _is_soon(due) else 0


def _is_soon(due: date) -> bool:
    return due <= clock.today() + timedelta(days=REMIND_BEFORE_DAYS)


def _given(due: date) -> str:
    return f"was given to you{' and is due soon' if _is_soon(due) else ''}"


def _when(due: date) -> str:
    return "is overdue" if due < clock.today() else "is due soon"


def _send(
    session: Session,
    auditor_id: UUID,
    mailer: Mailer,
    public_url: str,
    said_of: Callable[[date], str],
) -> int:
    auditor = session.get(User, auditor_id)
    if auditor is None:
        raise NotFound
    due = _soonest(session, auditor_id)
    if due is None or auditor.disabled_at is not None:
        return 0
    said = said_of(due)
    mailer.send(
        to=auditor.email,
        subject=f"An audit {said}",
        text=(
            f"An audit waits for you in Earshot, and it {said}.\n\n"
            f"{public_url.rstrip('/')}/audits\n\n"
            "This message says nothing of whom it is about. If it can't be yours, say so on its "
            "page, and somebody else is asked.\n"
        ),
    )
    return 1


def _told(session: Session, today: date) -> list[UUID]:
    known = session.scalars(
        select(Job.subject).where(Job.kind == JOB, Job.input_hash == today.isoformat())
    )
    return [UUID(subject) for subject in known]


def _mark(session: Session, is_due: ColumnElement[bool], stage: int) -> set[UUID | None]:
    # An audit that is late when it is first looked at gets the second reminder, not both.
    rows = session.execute(
        update(AuditCase)
        .where(is_due, AuditCase.reminded < stage, _is_open())
        .values(reminded=stage)
        .returning(AuditCase.auditor_id)
    )
    return set(rows.scalars())


def _soonest(session: Session, auditor_id: UUID) -> date | None:
    return session.scalar(
        select(AuditCase.due_on)
        .where(AuditCase.auditor_id == auditor_id, _is_open())
        .order_by(AuditCase.due_on)
        .limit(1)
    )


def _is_open() -> ColumnElement[bool]:
    drafts = select(Audit.id).where(Audit.state == AuditState.DRAFT)
    is_draft = and_(AuditCase.state == CaseState.BEGUN, AuditCase.audit_id.in_(drafts))
    return or_(AuditCase.state == CaseState.ALLOCATED, is_draft)
