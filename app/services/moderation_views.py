"""What the pages of second readings show: before the grades are in, and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit, Moderation, User
from app.domain.audits import Voice
from app.domain.moderation import ModerationState
from app.domain.people import Permission
from app.services import activity, answers, auditing, moderating, moderation_draws, reconciling
from app.services.reading_obstacles import obstacles
from app.services.segments import segments
from surveys.audits import GRADE_LABELS
from surveys.blinding import ABOUT_GRADES, without_grades
from surveys.questions.grade import Grade
from surveys.routing import visible_pages
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.reading_obstacles import Obstacles
    from app.services.segments import Segment
    from surveys.given import Given
    from surveys.questions import Question


@dataclass(frozen=True)
class ModerationLine:
    """One second reading, for lists; it never says a grade, nor why the audit was chosen."""

    id: UUID
    audit_ref: str
    case_ref: str
    team: str
    held_on: date
    state: ModerationState
    moderator: str
    is_mine: bool
    can_take: bool
    can_decide: bool


@dataclass(frozen=True)
class SaidLine:
    """One question with what was said to it, redacted."""

    question: str
    said: tuple[Segment, ...]


@dataclass(frozen=True)
class VoiceSaid:
    """Everything that one voice of an audit said, without any grade."""

    voice: Voice
    lines: tuple[SaidLine, ...]


@dataclass(frozen=True)
class GradeStep:
    """One grade that the second reader gives: the page it is on, and whether it is given."""

    page_key: str
    label: str
    grade: str
    is_missing: bool


@dataclass(frozen=True)
class BlindPage:
    """An audit as its second reader sees it until the grades are in."""

    line: ModerationLine
    cohort: str
    voices: tuple[VoiceSaid, ...]
    steps: tuple[GradeStep, ...]

    @property
    def can_submit(self) -> bool:
        """Whether every grade is given."""
        return not any(step.is_missing for step in self.steps)


def lines(session: Session, by: Actor) -> tuple[ModerationLine, ...]:
    """Return the second readings of a person's services, what waits before what is settled.

    At most four queries, however many there are.
    """
    query = (
        select(Moderation, Audit, User.name)
        .join(Audit, Audit.id == Moderation.audit_id)
        .outerjoin(User, User.id == Moderation.moderator_id)
    )
    where = by.services(Permission.MODERATE_AUDITS)
    if where is not None:
        query = query.where(Audit.service_id.in_(where))
    order = list(ModerationState)
    rows = session.execute(query).all()
    kept_from = obstacles(session, by, [row.Moderation for row in rows])
    found = [_line(*row, kept_from) for row in rows]
    return tuple(sorted(found, key=lambda one: (order.index(one.state), one.audit_ref)))


def count_not_considered(session: Session, by: Actor) -> int:
    """Return how many audits the next draw would consider."""
    return len(moderation_draws.not_considered(session, by))


def blind_page(session: Session, moderation_id: UUID, *, by: Actor) -> BlindPage:
    """Return an audit without its grades, for its second reader; that it is read is recorded.

    Raises:
        NotFound: it is not there, or not the person's.
        Conflict: the grades were handed in already.
    """
    moderation, audit = moderating.mine(session, moderation_id, by=by)
    activity.record(session, "moderation.read", by=by.id, about=("audit", audit.id))
    response = auditing.part_response(session, audit.id, Voice.MODERATOR)
    known = answers.givens(session, response)
    missing = moderating.missing(session, audit)
    return BlindPage(
        line=line_of(session, moderation, audit, by),
        cohort=COHORTS.get(audit.cohort, audit.cohort),
        voices=tuple(_said(session, audit, voice) for voice in auditing.voices_of(session, audit)),
        steps=tuple(
            GradeStep(
                page.key,
                question.label,
                grade_label(known.get(question.key)),
                question.key in missing,
            )
            for page in moderating.form_of(session, audit).pages
            for question in page.questions
        ),
    )


def evidence_for(session: Session, audit: Audit, page_key: str) -> tuple[Segment, ...]:
    """Return the auditor's evidence for one page of grades, without the words of the scale."""
    page = moderating.form_of(session, audit).page(page_key)
    known = answers.givens(session, auditing.part_response(session, audit.id, Voice.AUDITOR))
    words = [known[one.key].text or "" for one in page.questions if one.key in known]
    return segments(without_grades(" ".join(words)), ())


def line_of(session: Session, moderation: Moderation, audit: Audit, by: Actor) -> ModerationLine:
    """Return one second reading, for lists."""
    moderator = session.get(User, moderation.moderator_id) if moderation.moderator_id else None
    kept_from = obstacles(session, by, [moderation])
    return _line(moderation, audit, moderator.name if moderator else None, kept_from)


def _line(
    moderation: Moderation, audit: Audit, moderator: str | None, kept_from: Obstacles
) -> ModerationLine:
    is_waiting = moderation.state is ModerationState.WAITING
    by = kept_from.by
    return ModerationLine(
        id=moderation.id,
        audit_ref=audit.audit_ref,
        case_ref=audit.case_ref,
        team=audit.team,
        held_on=audit.held_on,
        state=moderation.state,
        moderator=moderator or "",
        is_mine=by.id in {moderation.moderator_id, moderation.settled_by_id},
        can_take=is_waiting and not kept_from.to(moderation, audit),
        can_decide=reconciling.may_decide(moderation, audit, kept_from),
    )


def _said(session: Session, audit: Audit, voice: Voice) -> VoiceSaid:
    known = answers.givens(session, auditing.part_response(session, audit.id, voice))
    pages = visible_pages(auditing.definition_of(session, audit, voice), known)
    return VoiceSaid(
        voice,
        tuple(
            SaidLine(question.label, _blinded(question, known[question.key], voice))
            for page in pages
            for question in page.questions
            if question.key in known and _is_shown(question)
        ),
    )


def _is_shown(question: Question) -> bool:
    return not isinstance(question, Grade) and question.key not in ABOUT_GRADES


def _blinded(question: Question, given: Given, voice: Voice) -> tuple[Segment, ...]:
    words = question.as_text(given)
    return segments(without_grades(words) if voice is Voice.AUDITOR else words, ())


def grade_label(given: Given | None) -> str:
    """Return the grade that was given, in words; nothing when there is none."""
    return GRADE_LABELS.get(str(given.value), "") if given else ""
