"""What the safeguarding officer is told of the audit that a concern came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit, User
from app.domain.audits import Voice
from app.services import answers, auditing
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

# What an auditor says of a child's safety, in the order in which the form asks it (DOMAIN 1.5).
SAFETY = ("safe_now", "told_who", "told_when", "told_how", "immediate_action")


@dataclass(frozen=True)
class AuditBehind:
    """Which child an audit is about, who records it, and what it says of the child's safety.

    `said` holds each question about safety with its answer, as the audit stands now.
    """

    audit_ref: str
    case_ref: str
    cohort: str
    team: str
    auditor: str
    held_on: date
    said: tuple[tuple[str, str], ...]


def behind(session: Session, audit_id: UUID | None) -> AuditBehind | None:
    """Return the audit behind a concern, or None when it came from no audit.

    The caller has checked that the person may see the concern, and recorded that it is read.
    """
    row = session.execute(
        select(Audit, User.name)
        .join(User, User.id == Audit.auditor_id)
        .where(Audit.id == audit_id)
    ).first()
    if row is None:
        return None
    audit: Audit = row.Audit
    return AuditBehind(
        audit_ref=audit.audit_ref,
        case_ref=audit.case_ref,
        cohort=COHORTS.get(audit.cohort, audit.cohort),
        team=audit.team,
        auditor=row.name,
        held_on=audit.held_on,
        said=_said(session, audit),
    )


def _said(session: Session, audit: Audit) -> tuple[tuple[str, str], ...]:
    definition = auditing.definition_of(session, audit, Voice.AUDITOR)
    known = answers.givens(session, auditing.part_response(session, audit.id, Voice.AUDITOR))
    return tuple(
        (question.label, question.as_text(known[question.key]))
        for question in definition.questions()
        if question.key in SAFETY and question.key in known
    )
