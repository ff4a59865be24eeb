"""The voices of an audit: one page of one voice at a time, and what is still missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app import clock
from app.db.models import SurveyVersion
from app.domain.audits import AuditState, Voice
from app.domain.errors import Conflict, Invalid
from app.domain.surveys import ResponseState
from app.services import (
    activity,
    agency_states,
    answers,
    audit_fields,
    audit_photos,
    audit_revisions,
    auditing,
    child_safety,
    part_writing,
    theming,
)
from surveys.audits import limiting_flags
from surveys.errors import AnswerError
from surveys.submission import Incomplete, check

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit, Response
    from app.domain.people import Actor
    from app.services.part_writing import PageKept
    from surveys.audits import Flag
    from surveys.questions import Given

OVERALL_REASON = "overall_reason"
# How the form asks whether a voice took part, and what is kept when it did not want to.
TOOK_PART, DECLINED = "_took_part", "declined"


def save_page(
    session: Session,
    audit_id: UUID,
    voice: Voice,
    page_key: str,
    form: Mapping[str, Sequence[str]],
    *,
    by: Actor,
) -> PageKept:
    """Keep one page of one voice of a draft; words are screened as they are kept.

    "Is this child safe now?" answered with no or unsure raises a concern at once, from the
    draft: nothing waits for the audit to be handed in.

    Raises:
        NotFound: the audit, voice or page is not there, or not the person's.
        Conflict: the audit was handed in already, or takes back that a child may be unsafe.
    """
    audit = auditing.find(session, audit_id, by=by)
    if audit.state is not AuditState.DRAFT:
        raise Conflict("audit_submitted")
    definition = auditing.definition_of(session, audit, voice)
    response = auditing.part_response(session, audit_id, voice)
    kept = part_writing.keep_page(session, audit, definition, response.id, page_key, form)
    # Asked again under the lock: somebody may have handed it in meanwhile.
    session.refresh(audit)
    if audit.state is not AuditState.DRAFT:
        raise Conflict("audit_submitted")
    # Two who differ on it have to choose, but a child who may be unsafe waits for no choice.
    said = {**kept.kept, **child_safety.unsafe_in(form, kept.clashes)}
    return replace(kept, is_unsafe=child_safety.heed(session, audit, response, said))


def heed_late(
    session: Session, audit_id: UUID, form: Mapping[str, Sequence[str]], *, by: Actor
) -> bool:
    """Raise a concern for what is sent too late to be kept, where it says that a child is unsafe.

    Return whether it does.

    Raises:
        NotFound: the audit is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    response = auditing.part_response(session, audit_id, Voice.AUDITOR)
    return child_safety.heed(session, audit, response, child_safety.unsafe_in(form))


def keep_givens(
    session: Session, audit: Audit, voice: Voice, givens: Mapping[str, Given | None]
) -> None:
    """Keep what one voice of a draft was given on a device, as its pages keep it.

    Once a concern was raised, no device can say that the child is safe: that version is kept
    among the others, and does not stand.
    """
    response = auditing.part_response(session, audit.id, voice)
    if child_safety.is_taken_back(session, audit, givens.get(child_safety.SAFE_NOW)):
        givens = {key: given for key, given in givens.items() if key != child_safety.SAFE_NOW}
    part_writing.keep(session, audit, response, givens)
    child_safety.heed(session, audit, response, givens)


def missing(session: Session, audit: Audit) -> dict[Voice, dict[str, AnswerError]]:
    """Return what still keeps an audit from being handed in, by voice and question."""
    found: dict[Voice, dict[str, AnswerError]] = {}
    for voice in auditing.voices_of(session, audit):
        definition = auditing.definition_of(session, audit, voice)
        known = answers.givens(session, auditing.part_response(session, audit.id, voice))
        try:
            check(definition, known)
        except Incomplete as incomplete:
            found[voice] = dict(incomplete.missing)
    if _needs_reason(session, audit):
        found.setdefault(Voice.AUDITOR, {})[OVERALL_REASON] = AnswerError("grade_over_limit")
    return found


def flags_of(session: Session, audit: Audit) -> tuple[Flag, ...]:
    """Return why an audit's overall grade is higher than its parts allow; nothing when it is not.

    Which limits hold is what the audit's own form says.
    """
    definition = auditing.definition_of(session, audit, Voice.AUDITOR)
    known = answers.givens(session, auditing.part_response(session, audit.id, Voice.AUDITOR))
    grades = {
        question.key: str(known[question.key].value)
        for question in definition.questions()
        if question.kind == "grade" and question.key in known
    }
    overall = grades.pop(auditing.OVERALL, "")
    return limiting_flags(overall, grades, limits=definition.limits)


def _needs_reason(session: Session, audit: Audit) -> bool:
    definition = auditing.definition_of(session, audit, Voice.AUDITOR)
    if not definition.limits or OVERALL_REASON not in {one.key for one in definition.questions()}:
        return False
    known = answers.givens(session, auditing.part_response(session, audit.id, Voice.AUDITOR))
    return OVERALL_REASON not in known and bool(flags_of(session, audit))


def submit(session: Session, audit_id: UUID, *, by: Actor) -> None:
    """Hand an audit in: its grade is fixed and its voices count as responses.

    Answers to questions that ended up hidden are dropped, and every version of them is emptied:
    the words of a child who said no in the end are not kept, nor are photos of their drawings.

    Raises:
        NotFound: it is not there, or not the person's.
        Conflict: it was handed in already.
        Invalid: something that must be said is missing, or has two versions.
    """
    audit = auditing.find(session, audit_id, by=by)
    if audit.state is not AuditState.DRAFT:
        raise Conflict("audit_submitted")
    if (
        missing(session, audit)
        or audit_revisions.load(session, audit).clashes
        or agency_states.keeps_open(session, audit)
    ):
        raise Invalid("audit_incomplete")
    graded = answers.givens(session, auditing.part_response(session, audit_id, Voice.AUDITOR)).get(
        auditing.OVERALL
    )
    audit.grade = str(graded.value) if graded and graded.value else None
    audit.state = AuditState.SUBMITTED
    audit.submitted_at = clock.now()
    for voice in auditing.voices_of(session, audit):
        response = auditing.part_response(session, audit_id, voice)
        _drop_hidden(session, audit, voice, response)
        if _said_no(answers.givens(session, response)):
            audit_photos.forget(session, audit, voice)
        response.state = ResponseState.SUBMITTED
        response.received_on = audit.held_on
    audit_revisions.forget(session, audit, but=audit_fields.asked(session, audit))
    agency_states.finish(session, audit)
    version = session.get_one(SurveyVersion, audit.version_id)
    theming.enqueue(session, version.survey_id)
    activity.record(session, "audit.submitted", by=by.id, about=("audit", audit_id))


def _said_no(known: Mapping[str, Given]) -> bool:
    said = [given.value for key, given in known.items() if key.endswith(TOOK_PART)]
    return bool(said) and all(one == DECLINED for one in said)


def _drop_hidden(session: Session, audit: Audit, voice: Voice, response: Response) -> None:
    definition = auditing.definition_of(session, audit, voice)
    checked = check(definition, answers.givens(session, response))
    part_writing.drop(session, audit, response, checked.dropped)
