"""Which words of an audit only its auditor reads: the child's confidential and alarming ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Concern
from app.domain.audits import Voice
from app.services import answers, auditing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit, Response
    from surveys.questions import Given, Question

# The child said that these words may stand in reports; any other answer, or none, keeps them.
QUOTE_USE, FREE = "_quote_use", "reports"
# Free text of the child's part that is not theirs: what was seen, and why they were not asked.
NOT_THEIRS = ("_seen", "_why")
WITHHELD = "Kept confidential for the child"


def withheld(
    session: Session,
    audit: Audit,
    voice: Voice,
    response: Response,
    known: Mapping[str, Given],
    asked: Mapping[str, Question],
) -> frozenset[str]:
    """Return the keys of the answers of one voice whose words are withheld.

    Words that raised a concern are, whoever said them, and the child's own words unless the
    child said that they may stand in reports. `asked` are the questions by their key.
    """
    questions = answers.questions_of(session, audit.version_id)
    screened = _screened(session, response)
    return frozenset(
        key
        for key, given in known.items()
        if given.text
        and key in asked
        and (
            questions[key].id in screened
            or (voice is Voice.CHILD and _is_confidential(asked[key], known))
        )
    )


def kept_back(session: Session, audit: Audit) -> tuple[str, ...]:
    """Return every text of an audit that is withheld, so that no other answer passes it on."""
    found = []
    for voice in auditing.voices_of(session, audit):
        response = auditing.part_response(session, audit.id, voice)
        known = answers.givens(session, response)
        questions = auditing.definition_of(session, audit, voice).questions()
        asked = {question.key: question for question in questions}
        keys = withheld(session, audit, voice, response, known, asked)
        found += [known[key].text or "" for key in sorted(keys)]
    return tuple(found)


def _screened(session: Session, response: Response) -> set[UUID | None]:
    return set(
        session.scalars(
            select(Concern.question_id).where(
                Concern.response_id == response.id, Concern.question_id.is_not(None)
            )
        )
    )


def _is_confidential(question: Question, known: Mapping[str, Given]) -> bool:
    if not question.is_free_text or question.key.endswith(NOT_THEIRS):
        return False
    uses = [given.value for key, given in known.items() if key.endswith(QUOTE_USE)]
    return not uses or any(use != FREE for use in uses)
