"""A child who may be unsafe: the concern is raised before anything else, and holds the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.models import Concern
from app.domain.audits import AuditState, Voice
from app.domain.concerns import ConcernState, Severity
from app.domain.errors import Conflict
from app.services import activity, answers, auditing, audits_behind, triage
from surveys.questions import Given
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit, Response
    from app.domain.people import Actor

SAFE_NOW, UNSURE, SAFE = "safe_now", "unsure", "yes"
SAFE_NOW_KEYS = (SAFE_NOW, "agency_safe_now")
# Not safe is critical at once; unsure is looked at within the hour (DOMAIN 1.5).
UNSAFE = {"no": Severity.S0, UNSURE: Severity.S1}
IMMEDIATE_DANGER = "R01"
TOLD = "told_who"


@dataclass(frozen=True)
class SafetyPage:
    """What an auditor sees of a child who may be unsafe: the concern, and who was told.

    `told_page` is the page of the auditor's part that asks who was told; empty when it is not
    asked. `said` holds each question about safety with its answer so far.
    """

    audit_id: UUID
    audit_ref: str
    is_raised: bool
    is_closed: bool
    due_at: datetime | None
    said: tuple[tuple[str, str], ...]
    told_page: str


def raise_now(session: Session, audit_id: UUID, *, by: Actor) -> None:
    """Raise an immediate concern from an audit, whatever page is open and whatever its state.

    Where a draft asks whether the child is safe, "I am not sure" stands there from now on, so
    that it asks who was told before it can be handed in. A concern that was closed is open again,
    and so is an audit that was closed: it can be closed once the concern is.

    Raises:
        NotFound: the audit is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    response = auditing.part_response(session, audit_id, Voice.AUDITOR)
    questions = answers.questions_of(session, audit.version_id)
    known = answers.givens(session, response).get(SAFE_NOW)
    is_asked = audit.state is AuditState.DRAFT and SAFE_NOW in questions
    if is_asked and (known is None or known.value not in UNSAFE):
        given = {SAFE_NOW: Given(value=UNSURE)}
        answers.keep(
            session, response, questions, given, service_id=audit.service_id, audit_id=audit_id
        )
    _raise(session, audit, response, Severity.S0)
    _open_again(session, audit)
    activity.record(session, "audit.stopped", by=by.id, about=("audit", audit_id))


def heed(
    session: Session, audit: Audit, response: Response, kept: Mapping[str, Given | None]
) -> bool:
    """Raise a concern when what was just kept of one part says no or unsure to a child's safety.

    Return whether it does: then the numbers to ring come before anything else. Every agency is
    asked too, and what one says is not for another to take back. A concern that was closed is
    open again: another agency, or another day, says something new.

    Raises:
        Conflict: a concern was raised from this audit, and now its auditor says that the child
            is safe.
    """
    if is_taken_back(session, audit, kept.get(SAFE_NOW)):
        raise Conflict("concern_raised")
    said = [safe.value for key in SAFE_NOW_KEYS if (safe := kept.get(key)) is not None]
    unsafe = [UNSAFE[str(value)] for value in said if value in UNSAFE]
    for severity in unsafe:
        _raise(session, audit, response, severity)
        # Whoever says it now says it anew: what was only shown again is not among what was kept.
        _open_again(session, audit)
    return bool(unsafe)


def unsafe_in(
    form: Mapping[str, Sequence[str]], keys: Collection[str] = SAFE_NOW_KEYS
) -> dict[str, Given]:
    """Return what a form that was sent says of a child who may be unsafe; empty when nothing."""
    said = {key: form[key][0] for key in SAFE_NOW_KEYS if key in keys and form.get(key)}
    return {key: Given(value=value) for key, value in said.items() if value in UNSAFE}


def is_taken_back(session: Session, audit: Audit, safe: Given | None) -> bool:
    """Return whether an auditor says that the child is safe after a concern was raised."""
    return safe is not None and safe.value == SAFE and is_raised(session, audit.id)


def is_raised(session: Session, audit_id: UUID) -> bool:
    """Return whether somebody said in this audit that the child may be unsafe."""
    return _concern(session, audit_id) is not None


def open_concerns(session: Session, audit_id: UUID) -> int:
    """Return how many concerns of an audit are not closed, those of its words among them."""
    query = select(func.count(Concern.id)).where(
        Concern.audit_id == audit_id, Concern.state != ConcernState.CLOSED
    )
    return session.scalar(query) or 0


def safety_page(session: Session, audit_id: UUID, *, by: Actor) -> SafetyPage:
    """Return what an auditor sees of a child who may be unsafe.

    Raises:
        NotFound: the audit is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    concern = _concern(session, audit_id)
    behind = audits_behind.behind(session, audit_id)
    return SafetyPage(
        audit_id=audit_id,
        audit_ref=audit.audit_ref,
        is_raised=concern is not None,
        is_closed=concern is not None and concern.state is ConcernState.CLOSED,
        due_at=concern.due_at if concern else None,
        said=behind.said if behind else (),
        told_page=_told_page(session, audit),
    )


def _told_page(session: Session, audit: Audit) -> str:
    if audit.state is not AuditState.DRAFT:
        return ""
    definition = auditing.definition_of(session, audit, Voice.AUDITOR)
    known = answers.givens(session, auditing.part_response(session, audit.id, Voice.AUDITOR))
    return next(
        (
            page.key
            for page in visible_pages(definition, known)
            if any(question.key == TOLD for question in page.questions)
        ),
        "",
    )


def _concern(session: Session, audit_id: UUID) -> Concern | None:
    return session.scalar(
        select(Concern).where(Concern.audit_id == audit_id, Concern.source == "audit")
    )


def _open_again(session: Session, audit: Audit) -> None:
    if concern := _concern(session, audit.id):
        triage.open_again(session, concern)
    if audit.state is AuditState.CLOSED:
        audit.state = AuditState.SUBMITTED


def _raise(session: Session, audit: Audit, response: Response, severity: Severity) -> None:
    triage.raise_from_audit(
        session,
        audit_id=audit.id,
        response_id=response.id,
        service_id=audit.service_id,
        severity=severity,
        category=IMMEDIATE_DANGER,
    )
