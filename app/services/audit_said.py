"""What an audit's voices said, and how each of its grades came to stand, for a document of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import sealing
from app.db.models import Audit, Response, SettledGrade
from app.domain.audits import AgencyState, Voice
from app.domain.moderation import ModerationState
from app.reports.audit_document import NOT_ANSWERED, GradeSaid, PageSaid, PartSaid
from app.reports.blocks import Pair
from app.services import (
    agency_states,
    answers,
    auditing,
    audits_behind,
    confidential_words,
    reconciling,
    standing_grades,
)
from surveys.audits import GRADE_LABELS
from surveys.questions.grade import Grade
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.models import Moderation
    from surveys.definition import Page
    from surveys.questions import Given, Question

FIRST, BOTH, SETTLED = "The auditor's", "Both gave it", "Settled"
ANSWER, EVIDENCE, LOOKS_LIKE = "Answer", "Evidence", "What work looks like at this grade"
ALL_IN_ALL, TOGETHER = "All in all", "Agreed by all agencies"
UNSEEING = "A second reader graded it without seeing the first grades."
NONE_SETTLED = "No second reading of this audit is settled, so the auditor's grades stand."
AGAIN = "The grades are disputed, and a final decider looks at them; until then these stand."
FINAL = "They were settled by a final decider, who had read the audit neither time."


def parts(session: Session, audit: Audit, *, is_whole: bool) -> tuple[PartSaid, ...]:
    """Return what each voice was asked and said, page after page.

    Whole, it is all that was said, the parts of agencies and of all together among it. Else the
    child's confidential words and words that raised a concern say that they are withheld, and
    the answers about danger now and the parts of agencies are left out.
    """
    voices = [
        _part(session, audit, voice, response, is_whole=is_whole)
        for voice in auditing.voices_of(session, audit)
        for response in [auditing.part_response(session, audit.id, voice)]
    ]
    return (*voices, *(_together(session, audit) if is_whole else []))


def grades(session: Session, audit: Audit) -> tuple[GradeSaid, ...]:
    """Return each grade of an audit, the overall one last, and how it came to stand.

    What a second reader gave is in it once the readings were settled, and not before.
    """
    found = standing_grades.standing_grades(session, Audit.id == audit.id)[audit.id]
    asked = _asked(session, audit)
    moderation = reconciling.of_audit(session, audit.id) if found.is_settled else None
    second = _second(session, audit) if moderation else {}
    reasons = _reasons(session, moderation) if moderation else {}
    first = {
        key: str(given.value)
        for key, given in answers.givens(
            session, auditing.part_response(session, audit.id, Voice.AUDITOR)
        ).items()
    }
    stands = {**found.domains, auditing.OVERALL: found.overall or ""}
    lines = tuple(
        GradeSaid(
            domain=question.label,
            first=GRADE_LABELS.get(first[key], ""),
            second=GRADE_LABELS.get(second.get(key, ""), ""),
            stands=GRADE_LABELS.get(stands.get(key, ""), ""),
            how=_how(first[key], second.get(key, "")),
            why=reasons.get(key, ""),
            described=question.described(),
        )
        for key, question in asked.items()
        if key in first
    )
    is_joint = bool(found.overall) and auditing.OVERALL not in first
    return (*lines, *([_agreed(GRADE_LABELS[found.overall or ""])] if is_joint else []))


def second_reading(session: Session, audit: Audit) -> tuple[str, ...]:
    """Return how the second reading of an audit ended, in sentences, and the readers' note."""
    moderation = reconciling.of_audit(session, audit.id)
    if moderation is None or moderation.final_grade is None:
        return (NONE_SETTLED,)
    note = moderation.note_sealed
    words = sealing.unseal(moderation, reconciling.NOTE, note) if note else ""
    is_settled = moderation.state is ModerationState.SETTLED
    outcome = moderation.outcome
    return (
        *([f"{UNSEEING} {outcome.label}."] if outcome else []),
        *([AGAIN] if not is_settled else [FINAL] if moderation.was_referred else []),
        *([f"The readers say: {words}"] if words else []),
    )


def _together(session: Session, audit: Audit) -> list[PartSaid]:
    joint = agency_states.joint_part_of(session, audit.id)
    if joint is None or not agency_states.are_all_in(session, audit.id):
        return []
    agencies = [
        part
        for part in agency_states.agency_parts_of(session, audit.id)
        if part.agency_state is AgencyState.HANDED_IN
    ]
    found = []
    for part in (*agencies, joint):
        response = session.get_one(Response, part.response_id)
        said = _part(session, audit, part.voice, response, is_whole=True)
        found.append(replace(said, voice=part.agency or part.voice.label))
    return found


def _part(
    session: Session,
    audit: Audit,
    voice: Voice,
    response: Response,
    *,
    is_whole: bool,
) -> PartSaid:
    known = answers.givens(session, response)
    pages = visible_pages(auditing.definition_of(session, audit, voice), known)
    asked = {question.key: question for one in pages for question in one.questions}
    kept_back = (
        frozenset[str]()
        if is_whole
        else confidential_words.withheld(session, audit, voice, response, known, asked)
    )
    said = {
        key: _pairs(question, known.get(key), is_kept_back=key in kept_back)
        for key, question in asked.items()
        if is_whole or key not in audits_behind.SAFETY
    }
    return PartSaid(voice.label, tuple(_page(one, said) for one in pages if _has(one, said)))


def _pairs(question: Question, given: Given | None, *, is_kept_back: bool) -> tuple[Pair, ...]:
    if is_kept_back:
        return (Pair(question.label, confidential_words.WITHHELD, is_withheld=True),)
    if given is None:
        return (Pair(question.label, NOT_ANSWERED, is_withheld=True),)
    if not isinstance(question, Grade):
        return (Pair(question.label, question.as_text(given)),)
    grade = question.label_of(given.value)
    described = dict(question.described()).get(grade, "")
    pairs = ((question.label, grade), (LOOKS_LIKE, described), (EVIDENCE, given.text or ""))
    return tuple(Pair(what, says) for what, says in pairs if says)


def _page(one: Page, said: dict[str, tuple[Pair, ...]]) -> PageSaid:
    title = one.title or one.questions[0].label
    pairs = [pair for question in one.questions for pair in said.get(question.key, ())]
    return PageSaid(title, tuple(_unless_said(pair, title) for pair in pairs))


def _unless_said(pair: Pair, title: str) -> Pair:
    # Many a page asks what its title says: that is not to be read twice.
    return replace(pair, question=ANSWER) if pair.question == title else pair


def _has(one: Page, said: dict[str, tuple[Pair, ...]]) -> bool:
    return any(question.key in said for question in one.questions)


def _asked(session: Session, audit: Audit) -> dict[str, Grade]:
    definition = auditing.definition_of(session, audit, Voice.AUDITOR)
    return {
        question.key: question
        for question in definition.questions()
        if isinstance(question, Grade)
    }


def _agreed(grade: str) -> GradeSaid:
    return GradeSaid(ALL_IN_ALL, grade, "", grade, TOGETHER, "", ())


def _second(session: Session, audit: Audit) -> dict[str, str]:
    return dict(reconciling.readings(session, audit).second)


def _reasons(session: Session, moderation: Moderation) -> dict[str, str]:
    rows = session.scalars(select(SettledGrade).where(SettledGrade.moderation_id == moderation.id))
    return {
        row.question_key: sealing.unseal(
            moderation, reconciling.REASON, row.reason_sealed, row.question_key
        )
        for row in rows
        if row.reason_sealed
    }


def _how(first: str, second: str) -> str:
    if not second:
        return FIRST
    return BOTH if first == second else SETTLED
