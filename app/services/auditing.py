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
from app.db.models import Audit, AuditPart, Membership, Response, Survey, SurveyVersion, User
from app.domain.audits import FIRST_VOICES, AuditKind, AuditState, Voice
from app.domain.errors import Invalid, NotFound
from app.domain.people import Permission, Role
from app.domain.surveys import Channel, ResponseState, SurveyKind, SurveyState
from app.services import activity, cycles, publishing

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from surveys.definition import Definition

# A case reference is a pseudonym: no names, addresses, NHS numbers or pupil numbers.
CASE_REF = re.compile(r"[A-Z]{1,6}-?[0-9]{1,6}[A-Z]?")
OVERALL = "overall_grade"
OWN_PRACTICE = "You can't audit your own practice. Ask for another auditor."
COHORTS = {
    "early_help": "Early help",
    "child_in_need": "Child in need",
    "child_protection": "Child protection",
    "looked_after": "Child in our care",
    "care_leaver": "Care leaver",
    "disabled_children": "Disabled children's team",
    "front_door": "Front door",
}


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


def open_audit(
    session: Session,
    opening: Opening,
    *,
    by: Actor,
    audit_id: UUID | None = None,
    version_id: UUID | None = None,
) -> UUID:
    """Open an audit with its first four voices, as a draft of the person who audits.

    A device without a signal made its `audit_id` itself, and names the version of the form that
    it showed, whether that is still the one in use or not. A worker who is known by their staff
    reference alone is found by it where a cycle of audits knows whose it is.

    Raises:
        Invalid: the case reference is not a pseudonym, or something is missing.
        NotFound: no audit form is live in the person's services.
    """
    problems = problems_with(opening)
    worker_id = opening.practitioner_id or cycles.account_of(session, opening.practitioner_ref)
    if worker_id == by.id:
        named = "practitioner" if opening.practitioner_id else "practitioner_ref"
        problems[named] = OWN_PRACTICE
    if problems:
        raise Invalid(fields=problems)
    version, service_id = form_of(session, by, version_id)
    audit = Audit(
        id=audit_id or uuid4(),
        version_id=version.id,
        service_id=service_id,
        audit_ref=f"A-{secrets.token_hex(3).upper()}",
        case_ref=opening.case_ref.strip().upper(),
        kind=opening.kind,
        theme=opening.theme.strip(),
        cohort=opening.cohort,
        team=opening.team.strip(),
        age_years=opening.age_years,
        months_with_service=opening.months_with_service,
        practitioner_ref=opening.practitioner_ref.strip(),
        practitioner_id=worker_id,
        auditor_id=by.id,
        has_no_conflict=opening.has_no_conflict,
        held_on=opening.held_on,
        state=AuditState.DRAFT,
    )
    session.add(audit)
    session.flush()
    _add_voices(session, audit)
    activity.record(session, "audit.opened", by=by.id, about=("audit", audit.id))
    return audit.id


def _add_voices(session: Session, audit: Audit) -> None:
    for voice in FIRST_VOICES:
        response = _empty_response(audit.version_id)
        session.add(response)
        session.flush()
        session.add(AuditPart(audit_id=audit.id, voice=voice, response_id=response.id))
    session.flush()


def problems_with(opening: Opening) -> dict[str, str]:
    """Return everything that keeps an audit from being opened, by field; empty when nothing."""
    problems = {}
    if not CASE_REF.fullmatch(opening.case_ref.strip().upper()):
        problems["case_ref"] = (
            "Write the case reference as letters and up to six digits, like CH-1042. "
            "Never a name, a date of birth or an NHS number."
        )
    if not opening.team.strip():
        problems["team"] = "Write the name of the team."
    if opening.cohort not in COHORTS:
        problems["cohort"] = "Choose what kind of help the child gets."
    if not opening.has_no_conflict:
        problems["has_no_conflict"] = (
            "You can't audit your own case or your own line. Ask for another auditor."
        )
    if opening.held_on > clock.today():
        problems["held_on"] = "The day of the conversation can't be in the future."
    return problems


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


def practitioners(session: Session, *, but: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return the practitioners with an account, by name, but for one: their ids and names."""
    rows = session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role == Role.PRACTITIONER,
            User.disabled_at.is_(None),
            User.id != but.id,
        )
        .distinct()
        .order_by(User.name)
    )
    return tuple((row.id, row.name) for row in rows)


def definition_of(session: Session, audit: Audit, voice: Voice) -> Definition:
    """Return the part of an audit's form that belongs to one voice."""
    version = session.get_one(SurveyVersion, audit.version_id)
    return publishing.definition_of(version).for_part(voice.value)


def part_response(session: Session, audit_id: UUID, voice: Voice) -> Response:
    """Return the response that holds one voice.

    Raises:
        NotFound: the audit does not have that voice.
    """
    response = session.scalar(
        select(Response)
        .join(AuditPart, AuditPart.response_id == Response.id)
        .where(AuditPart.audit_id == audit_id, AuditPart.voice == voice)
    )
    if response is None:
        raise NotFound
    return response


def form_of(
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
