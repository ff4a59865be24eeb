"""Who may code a blind sample: staff who may decide about codings in all its surveys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from app.db.models import Membership, Survey, User
from app.domain.people import MATRIX, Permission

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class CoderChoice:
    """A member of staff who may be asked to code."""

    id: UUID
    name: str


def who_may_code(session: Session, survey_ids: Collection[UUID]) -> tuple[CoderChoice, ...]:
    """Return the staff who may decide about codings in each of these surveys, by name."""
    roles = [role for role, held in MATRIX.items() if Permission.DECIDE_CODINGS in held]
    rows = session.execute(
        select(User.id, User.name, Membership.service_id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role.in_(roles), User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    ).all()
    services = set(session.scalars(select(Survey.service_id).where(Survey.id.in_(survey_ids))))
    reach: dict[CoderChoice, set[UUID | None]] = {}
    for user_id, name, service_id in rows:
        reach.setdefault(CoderChoice(user_id, name), set()).add(service_id)
    return tuple(who for who, held in reach.items() if None in held or services <= held)
