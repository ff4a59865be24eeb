"""An auditor with the audit form that ships, and a device that they write on, for tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from app.db import unit_of_work
from app.domain.audits import AuditKind
from app.domain.people import Actor, Role
from app.domain.revisions import Edit
from app.domain.surveys import SurveyKind
from app.services import audit_syncing, capture_devices, studio
from app.services.audit_revisions import Author
from app.services.audit_syncing import Sent, Synced
from app.services.auditing import Opening
from tests import builders

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OPENING = Opening(
    case_ref="CH-1042",
    kind=AuditKind.CONVERSATIONAL,
    cohort="looked_after",
    team="Care North",
    held_on=date(2026, 1, 5),
    has_no_conflict=True,
)


def an_auditor(session: Session) -> Actor:
    """Add a practitioner, and put the audit form in use where there is none."""
    user = builders.a_user(session, roles=[Role.PRACTITIONER])
    builders.publish(
        session,
        studio.shipped_one("conversational_audit"),
        service_id=builders.a_service(session).id,
        slug=f"audit-{user.id.hex[:8]}",
        kind=SurveyKind.AUDIT,
    )
    return Actor(user.id, user.name, user.email, frozenset({(Role.PRACTITIONER, None)}))


def an_edit(field: str, *sent: str, seen: tuple[UUID, ...] = (), **parts: str) -> Edit:
    """Return an edit of one field; `parts` are its other parts, such as evidence."""
    raw = {"": list(sent)} | {part: [one] for part, one in parts.items()}
    return Edit(uuid4(), field, frozenset(seen), raw)


class Device:
    """A phone that sends what it is told to, each time in one transaction."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.id = uuid4()

    def sends(self, audit_id: UUID, *edits: Edit, **more: object) -> Synced:
        """Send edits of one audit, which is opened when it is not there yet."""
        sent = Sent(**{"id": audit_id, "edits": edits, "opening": OPENING} | more)
        with unit_of_work() as session:
            capture_devices.meet(session, self.id, "A phone", by=self.actor)
            author = Author(self.actor.id, self.id)
            return audit_syncing.sync(session, sent, by=self.actor, author=author)
