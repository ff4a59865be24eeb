"""What keeps one person from reading audits again, asked once for as many as there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import StoodBack
from app.domain.moderation import ModerationState, why_not
from app.services import audit_conflicts, grades_known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit, Moderation
    from app.domain.people import Actor
    from app.services.audit_conflicts import Declared


@dataclass(frozen=True)
class Obstacles:
    """What a person declared, of which audits they know the grades, and from what they stood back.

    `known` are audits, and `stood_back` second readings, each by its id.
    """

    by: Actor
    declared: Declared
    known: frozenset[UUID]
    stood_back: frozenset[UUID]

    def to(self, moderation: Moderation, audit: Audit) -> str:
        """Return the code of what keeps them from reading or deciding; nothing when they may."""
        is_referred = moderation.state is ModerationState.REFERRED
        if audit_conflicts.concern(self.declared, audit):
            return "moderator_has_conflict"
        if audit.id in self.known:
            return "moderator_knows_grades"
        return why_not(
            self.by.id,
            auditor_id=audit.auditor_id,
            practitioner_id=audit.practitioner_id,
            earlier_reader_id=moderation.moderator_id if is_referred else None,
            stood_back={self.by.id} if moderation.id in self.stood_back else (),
        )


def obstacles(session: Session, by: Actor, moderations: Iterable[Moderation]) -> Obstacles:
    """Return what keeps a person from these second readings. At most three queries."""
    stood_back = session.scalars(select(StoodBack.moderation_id).where(StoodBack.user_id == by.id))
    return Obstacles(
        by=by,
        declared=audit_conflicts.declared_by(session, by.id),
        known=grades_known.known_audits(session, moderations, by),
        stood_back=frozenset(stood_back),
    )
