"""Disputed audits: those whose worker sees them differently, for moderation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit, Reply
from app.domain.people import Permission
from app.domain.practice import Stance
from app.services import own_audits

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class DisputeLine:
    """One audit that its worker disputes, with the reasons."""

    audit_id: UUID
    audit_ref: str
    case_ref: str
    team: str
    held_on: date
    disputed_at: datetime
    reasons: str


def disputed_audits(session: Session, actor: Actor) -> tuple[DisputeLine, ...]:
    """Return the disputed audits of the services whose audits a person reads, the oldest first."""
    query = (
        select(Audit, Reply)
        .join(Reply, Reply.audit_id == Audit.id)
        .where(Reply.stance == Stance.DISPUTES)
        .order_by(Reply.replied_at)
    )
    where = actor.services(Permission.READ_AUDITS)
    if where is not None:
        query = query.where(Audit.service_id.in_(where))
    return tuple(
        DisputeLine(
            audit_id=audit.id,
            audit_ref=audit.audit_ref,
            case_ref=audit.case_ref,
            team=audit.team,
            held_on=audit.held_on,
            disputed_at=row.replied_at,
            reasons=own_audits.reply_line(row).reasons,
        )
        for audit, row in session.execute(query)
    )
