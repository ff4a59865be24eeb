"""One page of one voice of an audit, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.audits import AuditState
from app.services import answers, auditing, child_safety
from app.web.part_pages import PartFields, Sent, part_fields

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.audits import Voice
    from app.domain.people import Actor


@dataclass(frozen=True)
class VoicePage:
    """What is shown of one voice at once."""

    audit_id: UUID
    audit_ref: str
    voice: Voice
    part: PartFields
    is_unsafe: bool
    is_draft: bool


def voice_page(
    session: Session,
    audit_id: UUID,
    voice: Voice,
    page_key: str,
    *,
    by: Actor,
    sent: Sent | None = None,
) -> VoicePage:
    """Return one page of one voice.

    Raises:
        NotFound: the audit, voice or page is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    definition = auditing.definition_of(session, audit, voice)
    known = answers.givens(session, auditing.part_response(session, audit_id, voice))
    return VoicePage(
        audit_id=audit_id,
        audit_ref=audit.audit_ref,
        voice=voice,
        part=part_fields(definition, known, page_key, sent),
        is_unsafe=child_safety.is_raised(session, audit_id),
        is_draft=audit.state is AuditState.DRAFT,
    )
