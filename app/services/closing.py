"""Closing an audit: the last word, which waits until every concern is resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.audits import AuditState
from app.domain.errors import Conflict
from app.services import activity, auditing, child_safety

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.people import Actor

NOT_HANDED_IN = "It is not handed in yet."
CONCERN_OPEN = (
    "A concern about this child is not closed yet. The safeguarding officer closes it when the "
    "child is safe and it is written down what was done."
)


def close(session: Session, audit_id: UUID, *, by: Actor) -> None:
    """Close an audit that was handed in.

    Raises:
        NotFound: it is not there, or not the person's.
        Conflict: it is closed already, or something keeps it open; `why` says what.
    """
    audit = auditing.find(session, audit_id, by=by)
    if audit.state is AuditState.CLOSED:
        raise Conflict("audit_closed")
    why = why_open(session, audit)
    if why:
        raise Conflict("audit_open", why=why)
    audit.state = AuditState.CLOSED
    activity.record(session, "audit.closed", by=by.id, about=("audit", audit_id))


def why_open(session: Session, audit: Audit) -> str:
    """Return why an audit can't be closed, as people say it; empty when it can be, or is."""
    if audit.state is AuditState.CLOSED:
        return ""
    if not audit.state.is_finished:
        return NOT_HANDED_IN
    return CONCERN_OPEN if child_safety.open_concerns(session, audit.id) else ""
