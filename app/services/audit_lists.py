"""A person's audits as lists and heads of pages show them, with the grade that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit
from app.services.standing_grades import standing_grades
from surveys.audits import GRADE_LABELS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.audits import AuditState
    from app.domain.people import Actor
    from app.services.standing_grades import StandingGrades


@dataclass(frozen=True)
class AuditLine:
    """One audit, for lists; `grade` is the overall one that stands, settled or the auditor's."""

    id: UUID
    audit_ref: str
    case_ref: str
    team: str
    held_on: date
    state: AuditState
    grade: str
    is_settled: bool


def audits_of(session: Session, actor: Actor) -> tuple[AuditLine, ...]:
    """Return the audits that a person records, the newest first; four queries."""
    is_theirs = Audit.auditor_id == actor.id
    standing = standing_grades(session, is_theirs)
    audits = session.scalars(
        select(Audit).where(is_theirs).order_by(Audit.held_on.desc(), Audit.audit_ref)
    )
    return tuple(line_of(audit, standing.get(audit.id)) for audit in audits)


def line_of(audit: Audit, standing: StandingGrades | None) -> AuditLine:
    """Return one audit, for lists; without standing grades it is not handed in yet."""
    grade = standing.overall if standing else audit.grade
    return AuditLine(
        id=audit.id,
        audit_ref=audit.audit_ref,
        case_ref=audit.case_ref,
        team=audit.team,
        held_on=audit.held_on,
        state=audit.state,
        grade=GRADE_LABELS.get(grade or "", "not graded yet"),
        is_settled=standing is not None and standing.is_settled,
    )
