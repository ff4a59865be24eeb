"""How far each part of an audit has come, in counts and never in words, for those who write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db.models import Audit, Response
from app.domain.audits import AgencyState
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.services import agency_states, answers, auditing
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import AuditPart
    from app.domain.audits import Voice
    from app.domain.people import Actor

STATES = {
    None: "",
    AgencyState.WRITING: "writing",
    AgencyState.HANDED_IN: "handed in",
    AgencyState.LEFT_OUT: "left out",
}


@dataclass(frozen=True)
class PartProgress:
    """One part: how many questions are answered of those asked so far, and its state in words.

    `key` is the voice, or the id of a part of an agency or of all together.
    """

    key: str
    name: str
    answered: int
    asked: int
    state: str = ""

    @property
    def words(self) -> str:
        """How far it has come, as a sentence."""
        questions = "question" if self.asked == 1 else "questions"
        counted = f"{self.answered} of {self.asked} {questions} answered"
        return f"{counted}, {self.state}." if self.state else f"{counted}."


def progress(session: Session, audit_id: UUID, *, by: Actor) -> tuple[PartProgress, ...]:
    """Return how far the parts of an audit have come that a person may know of.

    Who records the audit sees its voices; who writes for an agency sees the agencies.

    Raises:
        NotFound: it is not there, or the person writes no part of it.
    """
    audit = session.get(Audit, audit_id)
    if audit is None or not by.can(Permission.WRITE_PARTS):
        raise NotFound
    records = by.can(Permission.RECORD_AUDITS) and by.id in {
        audit.auditor_id,
        audit.practitioner_id,
    }
    takes_part = agency_states.takes_part(session, audit, by=by)
    if not (records or takes_part):
        raise NotFound
    return (
        *(of_voices(session, audit) if records else ()),
        *(of_agencies(session, audit) if takes_part else ()),
    )


def of_voices(session: Session, audit: Audit) -> tuple[PartProgress, ...]:
    """Return how far each voice has come."""
    return tuple(
        PartProgress(voice.value, voice.label, *_counted(session, audit, voice, response))
        for voice in auditing.voices_of(session, audit)
        for response in [auditing.part_response(session, audit.id, voice)]
    )


def of_agencies(session: Session, audit: Audit) -> tuple[PartProgress, ...]:
    """Return how far each agency has come, and all of them together last."""
    parts = [*agency_states.agency_parts_of(session, audit.id)]
    joint = agency_states.joint_part_of(session, audit.id)
    return tuple(of_part(session, audit, part) for part in [*parts, *([joint] if joint else [])])


def of_part(session: Session, audit: Audit, part: AuditPart) -> PartProgress:
    """Return how far one part of an agency, or of all together, has come."""
    response = session.get_one(Response, part.response_id)
    counted = _counted(session, audit, part.voice, response)
    name, state = part.agency or part.voice.label, STATES[part.agency_state]
    return PartProgress(str(part.id), name, *counted, state)


def _counted(session: Session, audit: Audit, voice: Voice, response: Response) -> tuple[int, int]:
    known = answers.givens(session, response)
    pages = visible_pages(auditing.definition_of(session, audit, voice), known)
    asked = [question.key for page in pages for question in page.questions]
    return sum(one in known for one in asked), len(asked)
