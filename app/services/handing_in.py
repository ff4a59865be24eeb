"""An audit is handed in on the site, with what its pages took since a device was last heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit
from app.domain.audits import AuditState
from app.services import audit_fields, audit_parts, audit_revisions, audit_standing, auditing

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


def hand_in(session: Session, audit_id: UUID, *, by: Actor) -> None:
    """Hand an audit in from its page.

    What was written on the site is among the versions before they are closed, so that a device
    that holds the audit too shows what was handed in, and not what stood before.

    Raises:
        NotFound, Conflict, Invalid: as `audit_parts.submit` does.
    """
    keep_versions(session, audit_id, by=by)
    audit_parts.submit(session, audit_id, by=by)


def keep_versions(session: Session, audit_id: UUID, *, by: Actor) -> None:
    """Make versions of what was written on the site, where a device writes too.

    Where the audit can't be handed in because of that, the page then says of what to choose.

    Raises:
        NotFound: the audit is not there, or not the person's.
    """
    # Locked before it is read, so that a device that sends now is numbered before or after this.
    session.execute(select(Audit.id).where(Audit.id == audit_id).with_for_update())
    audit = auditing.find(session, audit_id, by=by)
    if audit.state is AuditState.DRAFT and audit_revisions.load(session, audit).revisions:
        fields = audit_fields.of_audit(session, audit)
        audit_standing.notice(session, audit, fields, by=by)
