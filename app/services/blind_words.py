"""What staff write of an audit beside its grades, for those who may still read it again blind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Moderation
from app.domain.moderation import ModerationState
from app.domain.people import Permission
from surveys.blinding import without_grades

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.people import Actor

COMPARED = [state for state in ModerationState if not state.is_blind]


@dataclass(frozen=True)
class BlindWords:
    """The audits whose first grades a person may know; None when that is all of them."""

    actor_id: UUID
    compared: frozenset[UUID] | None

    def said(self, audit: Audit, words: str) -> str:
        """Return some words about an audit, without those of the scale where they must not be."""
        is_open = self.compared is None or audit.id in self.compared
        is_theirs = audit.auditor_id == self.actor_id
        return words if is_open or is_theirs else without_grades(words)


def blind_words(session: Session, by: Actor) -> BlindWords:
    """Return what a person must not be told; nothing for those who read no audits again.

    For the others an audit is open once both its readings are in.
    """
    if not by.can(Permission.MODERATE_AUDITS):
        return BlindWords(by.id, None)
    rows = session.scalars(select(Moderation.audit_id).where(Moderation.state.in_(COMPARED)))
    return BlindWords(by.id, frozenset(rows))
