"""Conversational audits: open one, hear each voice, grade, add actions, hand it in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from analysis import safeguarding
from app import clock
from app.db.models import Audit, AuditPart, Response, Survey, SurveyVersion
from app.domain.audits import APART, FIRST_VOICES, AuditKind, AuditState, Voice
from app.domain.errors import Invalid, NotFound
from app.domain.people import Permission
from app.domain.surveys import Channel, ResponseState, SurveyKind, SurveyState
from app.services import activity, publishing
from app.services.case_identities import begins_with_a_name
from surveys.fitting import fitted
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from surveys.definition import Definition

# A case reference is a pseudonym: no names, addresses, NHS numbers or pupil numbers.
CASE_REF = re.compile(r"[A-Z]{1,6}-?[0-9]{1,6}[A-Z]?")
CASE_NAMED = "The case reference begins with a first name. Write a pseudonym, like CH-1042."
OVERALL = "overall_grade"
OWN_PRACTICE = "You can't audit your own practice. Ask for another auditor."
# How far back an audit looks unless somebody says otherwise (DOMAIN 1.2).
WINDOW_MONTHS = 6


@dataclass(frozen=True)
class Opening:
    """What is known of an audit when it is opened."""

    case_ref: str
    kind: AuditKind
    cohort: str
    team: str
    held_on: date
    has_no_conflict: bool
    practitioner_ref: str = ""
    practitioner_id: UUID | None = None
    age_years: int | None = None
    months_with_service: int | None = None
    theme: str = ""
    window_months: int = WINDOW_MONTHS


def open_audit(
    session: Session,
    opening: Opening,
    *,
    by: Actor,
    audit_id: UUID | None = None,
    version_id: UUID | None = None,
) -> UUID:
    """Open an audit with the voices that its form asks, as a draft of the person who audits.

    A device without a signal made its `audit_id` itself, and names the version of the form that
    it showed, whether that is still the one in use or not.

    Raises:
        Invalid: the case reference is not a pseudonym, or something is missing.
        NotFound: no audit form is live in the person's services.
    """
    problems = problems_with(opening)
    if opening.practitioner_id == by.id:
        problems["practitioner"] = OWN_PRACTICE
    if problems:
        raise Invalid(fields=problems)
    version, service_id = form_in_use(session, by, version_id)
    audit = _draft(audit_id or uuid4(), opening, by)
    audit.version_id, audit.service_id = version.id, service_id
    session.add(audit)
    session.flush()
    # Each agency opens its own part when it is asked to.
    for voice in [*voices_of(session, audit), *([Voice.JOINT] if is_joint(audit) else [])]:
        add_part(session, audit, voice)
    activity.record(session, "audit.opened", by=by.id, about=("audit", audit.id))
    return audit.id


def _draft(audit_id: UUID, opening: Opening, by: Actor) -> Audit:
    # Its key is sealed under its id, so it has that from the beginning.
    return Audit(
        id=audit_id,
        audit_ref=f"A-{secrets.token_hex(3).upper()}",
        case_ref=opening.case_ref.strip().upper(),
        kind=opening.kind,
        theme=opening.theme.strip(),
        cohort=opening.cohort,
        team=opening.team.strip(),
        age_years=opening.age_years,
        months_with_service=opening.months_with_service,
        window_months=opening.window_months,
        practitioner_ref=opening.practitioner_ref.strip(),
        practitioner_id=opening.practitioner_id,
        auditor_id=by.id,
        has_no_conflict=opening.has_no_conflict,
        held_on=opening.held_on,
        state=AuditState.DRAFT,
    )


def add_part(session: Session, audit: Audit, voice: Voice, agency: str = "") -> AuditPart:
    """Open one part of an audit, with an empty response of its own, and return it."""
    response = _empty_response(audit.version_id)
    session.add(response)
    session.flush()
    part = AuditPart(audit_id=audit.id, voice=voice, agency=agency, response_id=response.id)
    session.add(part)
    session.flush()
    return part


def is_joint(audit: Audit) -> bool:
    """Return whether several agencies grade their own part and then all of them together."""
    return audit.kind is AuditKind.MULTI_AGENCY


def problems_with(opening: Opening) -> dict[str, str]:
    """Return everything that keeps an audit from being opened, by field; empty when nothing."""
    problems = {}
    if problem := _case_problem(opening.case_ref.strip().upper()):
        problems["case_ref"] = problem
    if not opening.team.strip():
        problems["team"] = "Write the name of the team."
    if opening.cohort not in COHORTS:
        problems["cohort"] = "Choose what kind of help the child gets."
    if not opening.has_no_conflict:
        problems["has_no_conflict"] = (
            "You can't audit your own case or your own line. Ask for another auditor."
        )
    if opening.kind is AuditKind.THEMATIC and not opening.theme.strip():
        problems["theme"] = "Write the one question that all audits of this theme look at."
    if opening.held_on > clock.today():
        problems["held_on"] = "The day of the conversation can't be in the future."
    return problems


def _case_problem(case_ref: str) -> str:
    if not CASE_REF.fullmatch(case_ref):
        return (
            "Write the case reference as letters and up to six digits, like CH-1042. "
            "Never a name, a date of birth or an NHS number."
        )
    return CASE_NAMED if begins_with_a_name(case_ref) else ""


def find(session: Session, audit_id: UUID, *, by: Actor) -> Audit:
    """Return an audit that is the person's own to work on.

    The worker whose practice it is about reads it by `own_audits` and never here.

    Raises:
        NotFound: it is not there, or somebody else's.
    """
    audit = session.scalar(select(Audit).where(Audit.id == audit_id, Audit.auditor_id == by.id))
    if audit is None or not by.can(Permission.RECORD_AUDITS):
        raise NotFound
    return audit


def definition_of(session: Session, audit: Audit, voice: Voice) -> Definition:
    """Return the part of an audit's form that belongs to one voice, as this audit is asked it."""
    return form_of(session, audit).for_part(voice.value)


def form_of(session: Session, audit: Audit) -> Definition:
    """Return the whole form of an audit, without what its kind and cohort leave out."""
    version = session.get_one(SurveyVersion, audit.version_id)
    definition = publishing.definition_of(version)
    return fitted(definition, cohort=audit.cohort, kind=audit.kind.value)


def voices_of(session: Session, audit: Audit) -> tuple[Voice, ...]:
    """Return the voices that an audit's form asks and the auditor records, in their order."""
    parts = {page.part for page in form_of(session, audit).pages}
    return tuple(voice for voice in FIRST_VOICES if voice.value in parts)


def part_response(session: Session, audit_id: UUID, voice: Voice) -> Response:
    """Return the response that holds one voice.

    Raises:
        NotFound: the audit does not have that voice, or it is one that is not for everybody who
            may see the audit.
    """
    response = session.scalar(
        select(Response)
        .join(AuditPart, AuditPart.response_id == Response.id)
        .where(AuditPart.audit_id == audit_id, AuditPart.voice == voice)
        .limit(1)
    )
    if response is None or voice in APART:
        raise NotFound
    return response


def form_in_use(
    session: Session, by: Actor, version_id: UUID | None = None
) -> tuple[SurveyVersion, UUID]:
    """Return the audit form in use where the person audits, or one of its versions, and whose.

    Raises:
        NotFound: there is none in the person's services.
    """
    query = (
        select(SurveyVersion, Survey.service_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(Survey.kind == SurveyKind.AUDIT, SurveyVersion.published_at.is_not(None))
        .where(SurveyVersion.id == version_id if version_id else Survey.state == SurveyState.LIVE)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    )
    where = by.services(Permission.RECORD_AUDITS)
    if where is not None:
        query = query.where(Survey.service_id.in_(where))
    row = session.execute(query).first()
    if row is None:
        raise NotFound("no_audit_form")
    return row.SurveyVersion, row.service_id


def _empty_response(version_id: UUID) -> Response:
    return Response(
        version_id=version_id,
        state=ResponseState.DRAFT,
        channel=Channel.AUDIT,
        client_token=secrets.token_hex(16),
        screened_with=safeguarding.RULES_VERSION,
        started_on=clock.today(),
    )
