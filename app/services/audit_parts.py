"""The voices of an audit: one page of one voice at a time, and what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import clock
from app.db.models import SurveyVersion
from app.domain.audits import AuditState, Voice
from app.domain.concerns import Severity
from app.domain.errors import Conflict, Invalid
from app.domain.surveys import ResponseState
from app.services import activity, agency_states, answers, auditing, part_writing, theming, triage
from surveys.submission import Incomplete, check

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit, Response
    from app.domain.people import Actor
    from app.services.part_writing import PageKept
    from surveys.errors import AnswerError
    from surveys.questions import Given

SAFE_NOW = "safe_now"
SAFE_NOW_KEYS = {SAFE_NOW, "agency_safe_now"}
# Not safe is critical at once; unsure is looked at within the hour (DOMAIN 1.5).
UNSAFE = {"no": Severity.S0, "unsure": Severity.S1}
IMMEDIATE_DANGER = "R01"


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
        Conflict: the audit was handed in already.
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
    raise_if_unsafe(session, audit, response.id, kept.kept)
    return kept


def raise_if_unsafe(
    session: Session, audit: Audit, response_id: UUID, kept: Mapping[str, Given | None]
) -> None:
    """Raise a concern at once when the child is not safe, or nobody is sure, in any part."""
    for key in SAFE_NOW_KEYS & kept.keys():
        _raise_if_unsafe(session, audit, response_id, kept[key])


def _raise_if_unsafe(
    session: Session, audit: Audit, response_id: UUID, safe: Given | None
) -> None:
    if safe is None or safe.value not in UNSAFE:
        return
    triage.raise_from_audit(
        session,
        audit_id=audit.id,
        response_id=response_id,
        service_id=audit.service_id,
        severity=UNSAFE[str(safe.value)],
        category=IMMEDIATE_DANGER,
    )


def missing(session: Session, audit: Audit) -> dict[Voice, dict[str, AnswerError]]:
    """Return what still keeps an audit from being handed in, by voice and question."""
    found = {}
    for voice in auditing.voices_of(session, audit):
        definition = auditing.definition_of(session, audit, voice)
        known = answers.givens(session, auditing.part_response(session, audit.id, voice))
        try:
            check(definition, known)
        except Incomplete as incomplete:
            found[voice] = dict(incomplete.missing)
    return found


def submit(session: Session, audit_id: UUID, *, by: Actor) -> None:
    """Hand an audit in: its grade is fixed and its voices count as responses.

    Answers to questions that ended up hidden are dropped: the words of a child who said no in
    the end are not kept.

    Raises:
        NotFound: it is not there, or not the person's.
        Conflict: it was handed in already.
        Invalid: something that must be said is missing.
    """
    audit = auditing.find(session, audit_id, by=by)
    if audit.state is not AuditState.DRAFT:
        raise Conflict("audit_submitted")
    if missing(session, audit) or agency_states.keeps_open(session, audit):
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
        response.state = ResponseState.SUBMITTED
        response.received_on = audit.held_on
    agency_states.finish(session, audit)
    version = session.get_one(SurveyVersion, audit.version_id)
    theming.enqueue(session, version.survey_id)
    activity.record(session, "audit.submitted", by=by.id, about=("audit", audit_id))


def _drop_hidden(session: Session, audit: Audit, voice: Voice, response: Response) -> None:
    definition = auditing.definition_of(session, audit, voice)
    checked = check(definition, answers.givens(session, response))
    part_writing.drop(session, audit, response, checked.dropped)
