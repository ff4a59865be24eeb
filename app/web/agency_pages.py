"""One page of the part that an agency writes, or that all agencies write together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services import agency_states, auditing, child_safety
from app.web.part_pages import PartFields, Sent, part_fields

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class WrittenPage:
    """What is shown of one agency's part at once."""

    part_id: UUID
    audit_ref: str
    name: str
    part: PartFields
    is_unsafe: bool


def written_page(
    session: Session, part_id: UUID, page_key: str, *, by: Actor, sent: Sent | None = None
) -> WrittenPage:
    """Return one page of a part that the person writes.

    Raises:
        NotFound: the part or the page is not there, or not the person's.
    """
    audit, part = agency_states.find_part(session, part_id, by=by)
    definition = auditing.definition_of(session, audit, part.voice)
    known = agency_states.givens_of(session, part)
    return WrittenPage(
        part_id=part_id,
        audit_ref=audit.audit_ref,
        name=part.agency or part.voice.label,
        part=part_fields(definition, known, page_key, sent),
        is_unsafe=any(
            key in known and known[key].value in child_safety.UNSAFE
            for key in child_safety.SAFE_NOW_KEYS
        ),
    )
