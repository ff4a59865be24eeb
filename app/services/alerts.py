"""Alerts: telling safeguarding officers that a concern waits, never what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from app import clock
from app.db.models import Alert, Concern, Membership, User
from app.domain.concerns import ConcernState
from app.domain.errors import NotFound
from app.domain.people import MATRIX, Permission

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.mail import Mailer

TRIAGE_ROLES = [role for role, allowed in MATRIX.items() if Permission.TRIAGE_CONCERNS in allowed]


def send_alert(session: Session, concern_id: UUID, mailer: Mailer, *, public_url: str) -> int:
    """Tell every safeguarding officer of the service that a concern waits; return how many.

    A concern that somebody has taken on needs no alert. With nobody to tell, the alert is noted
    as failed, so that the staff home page can say so.

    Raises:
        NotFound: there is no such concern.
        Unavailable: the mail could not be sent; the job tries again.
    """
    concern = session.get(Concern, concern_id)
    if concern is None:
        raise NotFound
    if concern.state is not ConcernState.OPEN:
        return 0
    people = _officers(session, concern.service_id)
    for email in people:
        mailer.send(
            to=email,
            subject=f"A concern waits: {concern.severity.label.lower()}",
            text=(
                f"A concern waits for you in Earshot. Please look {concern.severity.target}.\n\n"
                f"{public_url.rstrip('/')}/concerns/{concern.id}\n\n"
                "This message says nothing of what was written. If you can't sign in, ring the "
                "duty desk.\n"
            ),
        )
    now = clock.now()
    session.add(
        Alert(
            concern_id=concern_id,
            created_at=now,
            sent_at=now if people else None,
            failed_at=None if people else now,
            recipients=len(people),
        )
    )
    return len(people)


def _officers(session: Session, service_id: UUID) -> list[str]:
    rows = session.scalars(
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role.in_(TRIAGE_ROLES),
            or_(Membership.service_id.is_(None), Membership.service_id == service_id),
            User.disabled_at.is_(None),
        )
        .distinct()
        .order_by(User.email)
    )
    return list(rows)
