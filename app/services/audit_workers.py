"""The worker whose practice an audit is about: named by its auditor, so that they can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import Conflict, Invalid
from app.services import activity, auditing, own_audits, people_views, reconciling

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

CHOOSE = "Choose whose work this audit is about."
READ_AGAIN = "They read this audit a second time, so it can't be about their own work."


def name_worker(session: Session, audit_id: UUID, worker_id: UUID | None, *, by: Actor) -> None:
    """Say whose practice an audit is about, at any time: they can read it once it is handed in.

    Raises:
        NotFound: the audit is not there, or not the person's.
        Conflict: the worker who was named has replied already.
        Invalid: it is nobody who works with children here, the auditor, or its second reader.
    """
    audit = auditing.find(session, audit_id, by=by)
    if worker_id not in {one for one, _ in people_views.practitioners(session, but=by)}:
        raise Invalid(fields={"worker": CHOOSE})
    moderation = reconciling.of_audit(session, audit_id)
    if moderation is not None and moderation.moderator_id == worker_id:
        raise Invalid(fields={"worker": READ_AGAIN})
    if own_audits.reply_of(session, audit_id) is not None:
        raise Conflict("worker_replied")
    audit.practitioner_id = worker_id
    activity.record(session, "audit.worker_named", by=by.id, about=("audit", audit_id))
