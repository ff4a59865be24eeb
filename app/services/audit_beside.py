"""What stands on an audit's page beside its voices: their gaps, and the agencies it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services import agency_states, auditing, voice_gaps

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.voice_gaps import GapView


@dataclass(frozen=True)
class AuditBeside:
    """The gaps between voices, and what a multi-agency audit still waits for in words."""

    gaps: tuple[GapView, ...]
    is_joint: bool
    is_lead: bool
    keeps_open: str


def beside(session: Session, audit_id: UUID, *, by: Actor) -> AuditBeside:
    """Return what stands beside the voices of one audit.

    Raises:
        NotFound: it is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    return AuditBeside(
        gaps=voice_gaps.of_audit(session, audit),
        is_joint=auditing.is_joint(audit),
        is_lead=audit.auditor_id == by.id,
        keeps_open=agency_states.why_open(session, audit),
    )
