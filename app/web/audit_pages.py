"""One page of one voice of an audit, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.audits import AuditState
from app.domain.errors import NotFound
from app.services import answers, auditing, child_safety
from app.web.question_fields import QuestionField, fields_of, problems_of
from surveys.routing import previous_page, visible_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.audits import Voice
    from app.domain.people import Actor
    from surveys.errors import AnswerError


@dataclass(frozen=True)
class VoicePage:
    """What is shown of one voice at once."""

    audit_id: UUID
    audit_ref: str
    voice: Voice
    title: str
    introduction: str
    number: int
    pages: int
    back_key: str
    fields: tuple[QuestionField, ...]
    problems: list[tuple[str, str]]
    is_unsafe: bool
    is_draft: bool


def voice_page(
    session: Session,
    audit_id: UUID,
    voice: Voice,
    page_key: str,
    *,
    by: Actor,
    sent: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, AnswerError] | None = None,
) -> VoicePage:
    """Return one page of one voice.

    Raises:
        NotFound: the audit, voice or page is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    definition = auditing.definition_of(session, audit, voice)
    known = answers.givens(session, auditing.part_response(session, audit_id, voice))
    pages = visible_pages(definition, known)
    place = next((n for n, page in enumerate(pages) if page.key == page_key), None)
    if place is None:
        raise NotFound
    back = previous_page(definition, known, page_key)
    fields = fields_of(definition, pages[place], known, sent=sent, errors=errors)
    return VoicePage(
        audit_id=audit_id,
        audit_ref=audit.audit_ref,
        voice=voice,
        title=pages[place].title,
        introduction=pages[place].introduction,
        number=place + 1,
        pages=len(pages),
        back_key=back.key if back else "",
        fields=fields,
        problems=problems_of(fields),
        is_unsafe=child_safety.is_raised(session, audit_id),
        is_draft=audit.state is AuditState.DRAFT,
    )
