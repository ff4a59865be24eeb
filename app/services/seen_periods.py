"""The rounds that grades are followed over: the cycles of a service, or waves until it has two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.disclosure import THRESHOLD
from app.db.models import AuditCycle
from app.services.seen_places import WAVES
from app.services.selection import waves

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.counted_audits import Counted, CountedAudit
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
    """Return the rounds of a service, the oldest first; none where no service is chosen.

    A round of fewer than ten audits could never show five on either side, so it is left out.
    """
    if place.service is None:
        return ()
    here = [one for one in found.audits if one.service_id == place.service.id]
    cycles = _enough(_cycles(session, place.service.id), here)
    return cycles if len(cycles) > 1 else _enough(_waves(session), here)


def _enough(known: Sequence[Period], audits: Sequence[CountedAudit]) -> tuple[Period, ...]:
    return tuple(
        one
        for one in known
        if sum(one.holds(audit.cycle_id, audit.held_on) for audit in audits) >= 2 * THRESHOLD
    )


def _cycles(session: Session, service_id: UUID) -> tuple[Period, ...]:
    rows = session.scalars(
        select(AuditCycle)
        .where(AuditCycle.service_id == service_id)
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
