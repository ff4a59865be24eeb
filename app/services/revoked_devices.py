"""What a revoked device says: nothing of it is taken, but a child who may be unsafe is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import audit_fields, audit_revisions, audit_standing, auditing, child_safety

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.domain.revisions import Edit
    from app.services.audit_syncing import Sent


def heed(session: Session, sent: Sent, *, by: Actor) -> bool:
    """Heed what is new in what a revoked device sends of one audit, and keep nothing of it.

    A person who is signed in holds it, and says what they say: a false alarm is looked into and
    closed, while a "no" that nobody hears is the worst that can happen. Return whether it says
    that the child may be unsafe: now, or in an edit that was taken before and heard then.

    Raises:
        NotFound: the audit is not here yet, or not the person's; then the device is all that
            knows of it, and says whom to ring.
    """
    audit = auditing.find(session, sent.id, by=by)
    fields = audit_fields.of_audit(session, audit)
    known = audit_revisions.load(session, audit).edits
    new = [one for one in sent.edits if one.id not in known and one.field in fields]
    audit_standing.heed_late(session, audit, fields, new)
    return says_unsafe(one for one in sent.edits if one.field in fields)


def says_unsafe(edits: Iterable[Edit]) -> bool:
    """Return whether any of some edits says that the child may be unsafe."""
    said = [
        one for edit in edits if edit.field == child_safety.SAFE_NOW for one in edit.raw.values()
    ]
    return any(value in child_safety.UNSAFE for values in said for value in values)
