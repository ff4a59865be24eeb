"""One grade of a second reading, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.audits import Voice
from app.domain.errors import NotFound
from app.services import activity, answers, auditing, moderating, moderation_views
from app.web.question_fields import QuestionField, fields_of, problems_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.segments import Segment
    from surveys.errors import AnswerError


@dataclass(frozen=True)
class GradePage:
    """One page of grades, with the auditor's evidence but not the grade."""

    moderation_id: UUID
    audit_ref: str
    title: str
    number: int
    pages: int
    back_key: str
    evidence: tuple[Segment, ...]
    fields: tuple[QuestionField, ...]
    problems: list[tuple[str, str]]


def grade_page(
    session: Session,
    moderation_id: UUID,
    page_key: str,
    *,
    by: Actor,
    sent: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, AnswerError] | None = None,
) -> GradePage:
    """Return one page of grades for its second reader; that the evidence is read is recorded.

    Raises:
        NotFound: the reading or the page is not there, or not the person's.
        Conflict: the grades were handed in already.
    """
    _, audit = moderating.mine(session, moderation_id, by=by)
    definition = moderating.form_of(session, audit)
    keys = [page.key for page in definition.pages]
    if page_key not in keys:
        raise NotFound
    place = keys.index(page_key)
    response = auditing.part_response(session, audit.id, Voice.MODERATOR)
    known = answers.givens(session, response)
    fields = fields_of(definition, definition.pages[place], known, sent=sent, errors=errors)
    activity.record(session, "moderation.read", by=by.id, about=("audit", audit.id))
    return GradePage(
        moderation_id=moderation_id,
        audit_ref=audit.audit_ref,
        title=definition.pages[place].title,
        number=place + 1,
        pages=len(keys),
        back_key=keys[place - 1] if place else "",
        evidence=moderation_views.evidence_for(session, audit, page_key),
        fields=fields,
        problems=problems_of(fields),
    )
