"""What the pages of one audit show: its voices, its grades, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db.models import Audit, User
from app.domain.audits import AuditState, Voice
from app.domain.errors import NotFound
from app.services import activity, answers, audit_clashes, audit_parts, auditing, improving
from app.services.audit_lists import line_of
from app.services.standing_grades import standing_grades
from surveys.audits import GRADE_LABELS, OVERALL
from surveys.grading import is_graded
from surveys.routing import visible_pages
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.audit_lists import AuditLine
    from app.services.improving import ActionLine
    from app.services.standing_grades import StandingGrades
    from surveys.definition import Page
    from surveys.errors import AnswerError

FLAGS = {
    "over_limit": "The overall grade is higher than the grade of “{domain}” allows.",
    "above_every_part": "The overall grade is higher than the grade of every domain.",
}


@dataclass(frozen=True)
class VoiceAnswer:
    """One question that a voice was asked; no answer is an empty one, a problem keeps it open."""

    page_key: str
    question: str
    answer: str = ""
    problem: str = ""


@dataclass(frozen=True)
class VoiceLine:
    """One voice of an audit: how much of its part is filled in, and what must still be said."""

    voice: Voice
    first_page: str
    answered: int
    asked: int
    missing: tuple[VoiceAnswer, ...]

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        if not self.answered:
            return "not started"
        return "something is missing" if self.missing else "complete"


@dataclass(frozen=True)
class GradeLine:
    """One domain that the auditor graded, with their evidence, and the grade that was settled.

    `settled` is empty where no second reading settled the grades.
    """

    domain: str
    grade: str
    evidence: str
    settled: str


@dataclass(frozen=True)
class VoicePage:
    """Everything that one voice said in an audit."""

    line: AuditLine
    voice: Voice
    answers: tuple[VoiceAnswer, ...]


@dataclass(frozen=True)
class AuditPage:
    """One audit with its voices, grades and actions."""

    line: AuditLine
    kind: str
    theme: str
    window_months: int
    cohort: str
    auditor: str
    voices: tuple[VoiceLine, ...]
    grades: tuple[GradeLine, ...]
    flags: tuple[str, ...]
    reason: str
    is_graded: bool
    actions: tuple[ActionLine, ...]
    clashes: int

    @property
    def can_submit(self) -> bool:
        """Whether it can be handed in now."""
        is_draft = self.line.state is AuditState.DRAFT
        return is_draft and not self.clashes and not any(voice.missing for voice in self.voices)


def audit_page(session: Session, audit_id: UUID, *, by: Actor) -> AuditPage:
    """Return one audit.

    Raises:
        NotFound: it is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    missing = audit_parts.missing(session, audit)
    asked = auditing.voices_of(session, audit)
    voices = tuple(_voice(session, audit, voice, missing.get(voice, {})) for voice in asked)
    auditor = session.get_one(User, audit.auditor_id)
    standing = standing_grades(session, Audit.id == audit_id).get(audit_id)
    return AuditPage(
        line=line_of(audit, standing),
        kind=audit.kind.label,
        theme=audit.theme,
        window_months=audit.window_months,
        cohort=COHORTS.get(audit.cohort, audit.cohort),
        auditor=auditor.name,
        voices=voices,
        grades=_grades(session, audit, standing),
        flags=_flags(session, audit),
        reason=_reason(session, audit),
        is_graded=is_graded(auditing.definition_of(session, audit, Voice.AUDITOR)),
        actions=improving.actions_of_audit(session, audit_id),
        clashes=audit_clashes.count(session, audit),
    )


def voice_page(session: Session, audit_id: UUID, voice: Voice, *, by: Actor) -> VoicePage:
    """Return everything that one voice said. That it was read is recorded first (R-15).

    Raises:
        NotFound: the audit or the voice is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    response = auditing.part_response(session, audit_id, voice)
    activity.record(session, "audit.read", by=by.id, about=("audit", audit_id))
    known = answers.givens(session, response)
    definition = auditing.definition_of(session, audit, voice)
    if not definition.pages:
        raise NotFound
    pages = visible_pages(definition, known)
    return VoicePage(
        line_of(audit, standing_grades(session, Audit.id == audit_id).get(audit_id)),
        voice,
        tuple(
            VoiceAnswer(
                page.key,
                question.label,
                question.as_text(known[question.key]) if question.key in known else "",
            )
            for page in pages
            for question in page.questions
        ),
    )


def _voice(
    session: Session, audit: Audit, voice: Voice, missing: Mapping[str, AnswerError]
) -> VoiceLine:
    definition = auditing.definition_of(session, audit, voice)
    known = answers.givens(session, auditing.part_response(session, audit.id, voice))
    pages = visible_pages(definition, known)
    asked = [question.key for page in pages for question in page.questions]
    answered = sum(key in known for key in asked)
    return VoiceLine(voice, pages[0].key, answered, len(asked), _missing(pages, missing))


def _missing(
    pages: tuple[Page, ...], missing: Mapping[str, AnswerError]
) -> tuple[VoiceAnswer, ...]:
    return tuple(
        VoiceAnswer(page.key, question.label, problem=missing[question.key].message)
        for page in pages
        for question in page.questions
        if question.key in missing
    )


def _grades(
    session: Session, audit: Audit, standing: StandingGrades | None
) -> tuple[GradeLine, ...]:
    settled: dict[str, str] = {}
    if standing and standing.is_settled:
        settled = {**standing.domains, OVERALL: standing.overall or ""}
    definition = auditing.definition_of(session, audit, Voice.AUDITOR)
    known = answers.givens(session, auditing.part_response(session, audit.id, Voice.AUDITOR))
    return tuple(
        GradeLine(
            question.label,
            GRADE_LABELS.get(str(known[question.key].value), ""),
            known[question.key].text or "",
            GRADE_LABELS.get(settled.get(question.key, ""), ""),
        )
        for question in definition.questions()
        if question.kind == "grade" and question.key in known
    )


def _flags(session: Session, audit: Audit) -> tuple[str, ...]:
    definition = auditing.definition_of(session, audit, Voice.AUDITOR)
    labels = {question.key: question.label for question in definition.questions()}
    return tuple(
        FLAGS[flag.code].format(domain=labels.get(flag.domain, ""))
        for flag in audit_parts.flags_of(session, audit)
    )


def _reason(session: Session, audit: Audit) -> str:
    response = auditing.part_response(session, audit.id, Voice.AUDITOR)
    given = answers.givens(session, response).get(audit_parts.OVERALL_REASON)
    return (given.text if given else "") or ""
