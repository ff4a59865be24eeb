"""Reminders that an action waits: once before its day and once after; never what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db.models import Action, FollowUp, User
from app.domain.actions import ActionState
from app.domain.practice import SOON, Reminder, reminder
from app.services import jobs

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.mail import Mailer

SUBJECTS = {
    Reminder.SOON: "An action waits for you",
    Reminder.OVERDUE: "An action of yours is overdue",
}


def sweep(session: Session) -> int:
    """Ask for every reminder that is due; return how many actions are due or overdue.

    The same reminder of the same action and day is one job, however often this runs.
    """
    today = clock.today()
    rows = session.execute(_waiting().where(Action.due_on <= today + SOON)).all()
    for row in rows:
        why = reminder(row.due_on, today)
        jobs.enqueue(session, "action_reminder", row.id, input_hash=f"{why} {row.due_on}")
    return len(rows)


def remind(session: Session, action_id: UUID, mailer: Mailer, *, public_url: str) -> int:
    """Tell whoever sees to an action that it waits; return how many were told.

    That is its owner by name, or else the person who added it, who knows whose role it is. An
    action that was seen to meanwhile needs no reminder, nor does somebody who has left.

    Raises:
        Unavailable: the mail could not be sent; the job tries again.
    """
    row = session.execute(_waiting().where(Action.id == action_id)).first()
    why = reminder(row.due_on, clock.today()) if row else None
    if row is None or why is None:
        return 0
    mailer.send(
        to=row.email,
        subject=SUBJECTS[why],
        text=(
            "An action of an audit waits in Earshot.\n\n"
            f"{public_url.rstrip('/')}/learning/actions/{row.id}\n\n"
            "This message says nothing of what it is about.\n"
        ),
    )
    return 1


def _waiting() -> Select[UUID, object, str]:
    told = func.coalesce(FollowUp.owner_id, Action.added_by_id)
    return (
        select(Action.id, Action.due_on, User.email)
        .outerjoin(FollowUp, FollowUp.action_id == Action.id)
        .join(User, User.id == told)
        .where(
            Action.audit_id.is_not(None),
            Action.state == ActionState.OPEN,
            FollowUp.done_at.is_(None),
            User.disabled_at.is_(None),
        )
    )
