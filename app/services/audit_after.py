"""What follows an audit, for its page: its actions, the worker's reply, and what keeps it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db.models import User
from app.domain.audits import AuditState
from app.services import (
    auditing,
    child_safety,
    closing,
    following_views,
    own_audits,
    people_views,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.following_views import CareLine
    from app.services.own_audits import ReplyLine


@dataclass(frozen=True)
class AuditAfter:
    """What follows an audit; `why_open` says why it can't be closed, empty when it can or is.

    `workers` are those who can be named as the one whose practice it is about, while nobody is.
    """

    is_raised: bool
    is_closed: bool
    why_open: str
    practitioner: str
    workers: tuple[tuple[UUID, str], ...]
    reply: ReplyLine | None
    actions: tuple[CareLine, ...]


def after(session: Session, audit_id: UUID, *, by: Actor) -> AuditAfter:
    """Return what follows an audit.

    Raises:
        NotFound: it is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    worker = session.get(User, audit.practitioner_id) if audit.practitioner_id else None
    return AuditAfter(
        is_raised=child_safety.is_raised(session, audit_id),
        is_closed=audit.state is AuditState.CLOSED,
        why_open=closing.why_open(session, audit),
        practitioner=worker.name if worker else "",
        workers=people_views.practitioners(session, but=by) if worker is None else (),
        reply=own_audits.reply_of(session, audit_id),
        actions=following_views.lines_of_audit(session, audit_id),
    )
