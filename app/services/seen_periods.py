"""The rounds that grades are followed over: the cycles of a service, or waves until it has two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import AuditCycle
from app.services.seen_places import WAVES
from app.services.selection import waves

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.counted_audits import Counted
    from app.services.seen_places import Place

MOST = 6


@dataclass(frozen=True)
class Period:
    """One round: a cycle with its id, or a wave with its days."""

    key: str
    name: str
    cycle_id: UUID | None
    starts_on: date
    ends_on: date

    def holds(self, cycle_id: UUID | None, held_on: date) -> bool:
        """Return whether an audit belongs to it."""
        if self.cycle_id is not None:
            return cycle_id == self.cycle_id
        return self.starts_on <= held_on <= self.ends_on


def periods(session: Session, place: Place, found: Counted) -> tuple[Period, ...]:
    """Return the rounds of a service, the oldest first; none where no service is chosen."""
    if place.service is None:
        return ()
    audited = {one.cycle_id for one in found.audits if one.service_id == place.service.id}
    cycles = _cycles(session, place.service.id, audited - {None})
    return cycles if len(cycles) > 1 else _waves(session)


def _cycles(
    session: Session, service_id: UUID, audited: Collection[UUID | None]
) -> tuple[Period, ...]:
    rows = session.scalars(
        select(AuditCycle)
        .where(AuditCycle.service_id == service_id, AuditCycle.id.in_(audited))
        .order_by(AuditCycle.starts_on.desc(), AuditCycle.id)
        .limit(MOST)
    )
    return tuple(
        Period(str(one.id), one.title, one.id, one.starts_on, one.ends_on)
        for one in reversed(rows.all())
    )


def _waves(session: Session) -> tuple[Period, ...]:
    return tuple(
        Period(str(one.id), one.name, None, one.starts_on, one.ends_on)
        for one in reversed(waves(session)[:WAVES])
    )
