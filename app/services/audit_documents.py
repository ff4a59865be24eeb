"""An audit taken out as a document: whole for its auditor, or to share with those it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app import clock
from app.db.models import Survey, SurveyVersion, User
from app.domain.audits import Voice
from app.domain.errors import NotFound
from app.domain.practice import Stance
from app.domain.quoting import without_quotes_in
from app.reports import Format, audit_document, page, phrases, word
from app.reports.audit_document import ActionSaid, AuditSaid
from app.reports.blocks import Pair
from app.services import (
    activity,
    audit_said,
    auditing,
    child_safety,
    closing,
    confidential_words,
    following_views,
    improving,
    own_audits,
)
from app.services.reporting import File
from surveys.grading import is_graded
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.people import Actor
    from app.reports.blocks import Document

FORMATS = (word.Word.name, page.Page.name)
WHOLE = "In confidence: the whole of audit {ref}, for its auditor and the child's record only."
SHARED = "In confidence: audit {ref}, for the worker, their manager and the auditor."
KEPT_WHOLE = (
    "It holds words that the child asked us to keep, and what was said of danger.",
    "Give it to nobody else: for the worker and their manager there is a copy to share.",
    "Keep it in the child's record and nowhere else. Delete other copies when you are done.",
)
KEPT_SHARED = (
    "The child's confidential words and words that raised a concern are left out.",
    "So is what was said about danger now.",
    "It is about one worker's practice: learn from it with them, and name them to nobody else.",
    "Keep it where audits are kept. Delete other copies when you are done.",
)
RAISED = "An immediate concern was raised from this audit. {state}"
NOT_RAISED = "No immediate concern was raised from this audit."


def for_auditor(
    session: Session, audit_id: UUID, *, is_whole: bool, organisation: str, by: Actor
) -> Document:
    """Return an audit as a document, for its auditor. That it was read is recorded first (R-15).

    Raises:
        NotFound: it is not there, not handed in yet, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    if not audit.state.is_finished:
        raise NotFound
    activity.record(session, "audit.read", by=by.id, about=("audit", audit_id))
    said = _said(session, audit, is_whole=is_whole, organisation=organisation, by=by)
    document = audit_document.build(said)
    return replace(document, title=f"{document.title}, the whole") if is_whole else document


def for_worker(session: Session, audit_id: UUID, *, organisation: str, by: Actor) -> Document:
    """Return an audit as a document to share, for the worker whose practice it is about.

    That it was read is recorded first (R-15).

    Raises:
        NotFound: it is not there, not handed in yet, or about somebody else's practice.
    """
    audit = own_audits.find(session, audit_id, by=by)
    activity.record(session, "audit.read_by_worker", by=by.id, about=("audit", audit_id))
    said = _said(session, audit, is_whole=False, organisation=organisation, by=by)
    return audit_document.build(said)


def file_of(
    session: Session, document: Document, format_name: str, *, about: UUID, by: Actor
) -> File:
    """Return a document of an audit as a file. That it was taken out is recorded (R-15).

    Raises:
        NotFound: there is no such format.
    """
    if format_name not in FORMATS:
        raise NotFound
    activity.record(session, "audit.taken_out", by=by.id, about=("audit", about))
    kind = Format.known[format_name]
    name = document.title.lower().replace(", the", "").replace(" ", "-") + kind.suffix
    return File(name, kind.media_type, kind().render(document))


def _said(
    session: Session, audit: Audit, *, is_whole: bool, organisation: str, by: Actor
) -> AuditSaid:
    definition = auditing.definition_of(session, audit, Voice.AUDITOR)
    taken = f"Taken out on {_day(clock.today())} by {by.name}."
    handling = (WHOLE if is_whole else SHARED).format(ref=audit.audit_ref)
    grades = audit_said.grades(session, audit)
    said = AuditSaid(
        audit_ref=audit.audit_ref,
        organisation=organisation,
        handling=f"{handling} {taken}",
        keeping=KEPT_WHOLE if is_whole else KEPT_SHARED,
        facts=_facts(session, audit),
        parts=audit_said.parts(session, audit, is_whole=is_whole),
        is_graded=is_graded(definition) or bool(grades),
        grades=grades,
        second_reading=audit_said.second_reading(session, audit),
        concerns=_concerns(session, audit, by) if is_whole else (),
        actions=_actions(session, audit),
        reply=_reply(session, audit),
    )
    kept = () if is_whole else confidential_words.kept_back(session, audit)
    shared: AuditSaid = without_quotes_in(said, kept)
    return shared


def _day(day: date) -> str:
    return phrases.day(day.isoformat())


def _facts(session: Session, audit: Audit) -> tuple[tuple[str, str], ...]:
    version = session.get_one(SurveyVersion, audit.version_id)
    form = session.get_one(Survey, version.survey_id).title
    worker = session.get(User, audit.practitioner_id) if audit.practitioner_id else None
    handed_in = audit.submitted_at
    facts = {
        "Case": audit.case_ref,
        "Kind of audit": audit.kind.value.replace("_", " ").capitalize(),
        "Theme": audit.theme,
        "Kind of help": COHORTS.get(audit.cohort, audit.cohort),
        "Form": f"{form}, version {version.number}",
        "Team": audit.team,
        "Auditor": session.get_one(User, audit.auditor_id).name,
        "Worker": worker.name if worker else "",
        "Held on": _day(audit.held_on),
        "Handed in on": _day(handed_in.date()) if handed_in else "",
        "State": audit.state.value,
    }
    return tuple((what, says) for what, says in facts.items() if says)


def _concerns(session: Session, audit: Audit, by: Actor) -> tuple[str, ...]:
    safety = child_safety.safety_page(session, audit.id, by=by)
    state = "It is closed." if safety.is_closed else "It is not closed."
    if safety.due_at and not safety.is_closed:
        state += (
            f" It was to be looked at by {safety.due_at:%H:%M} on {_day(safety.due_at.date())}."
        )
    is_open = child_safety.open_concerns(session, audit.id) > 0
    return (
        RAISED.format(state=state) if safety.is_raised else NOT_RAISED,
        *([closing.CONCERN_OPEN] if is_open else []),
    )


def _actions(session: Session, audit: Audit) -> tuple[ActionSaid, ...]:
    care = {one.id: one for one in following_views.lines_of_audit(session, audit.id)}
    return tuple(
        ActionSaid(one.what, one.why, care[one.id].owner, one.due_on, care[one.id].stands)
        for one in improving.actions_of_audit(session, audit.id)
    )


def _reply(session: Session, audit: Audit) -> tuple[Pair, ...]:
    reply = own_audits.reply_of(session, audit.id)
    if reply is None:
        return ()
    agrees = reply.stance is Stance.AGREES
    said = {
        "Do they see it as the auditor does?": "Yes, by and large" if agrees else "No",
        "What they see differently": reply.reasons,
        "What they take from it": reply.reflection,
    }
    return tuple(Pair(question, answer) for question, answer in said.items() if answer)
