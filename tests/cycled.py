"""A cycle whose audits are held, with the grades that they are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import AuditCase
from app.domain.programme import CaseState
from tests import audited, programmed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class Cycle:
    """A cycle, who leads it, and who audits all of its cases."""

    session: Session
    lead: Actor
    auditor: Actor
    id: UUID

    def hold(
        self,
        grades: Sequence[str],
        *,
        workers: int = 5,
        team: str = "North",
        settled: bool = True,
        of: UUID | None = None,
    ) -> None:
        """Hold an audit of this or another cycle for each overall grade, of so many workers in turn."""
        session = self.session
        first = len(session.scalars(select(AuditCase)).all())
        rows = [f"CH-{first + n},{team},cla,SW-{n:03}," for n in range(len(grades))]
        programmed.listed(session, of or self.id, self.lead, rows)
        cases = session.scalars(select(AuditCase).where(AuditCase.audit_id.is_(None))).all()
        for number, (case, grade) in enumerate(zip(cases, grades, strict=True)):
            audit = audited.an_audit(session, self.auditor, overall=grade, plan=grade)
            audit.practitioner_ref, audit.team = f"P-{number % workers}", team
            case.audit_id, case.state = audit.id, CaseState.BEGUN
            if settled:
                audited.settled(session, audit)
        session.flush()
