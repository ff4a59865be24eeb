"""Audits for tests: opened on the form that ships, filled in as far as a test needs it."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from app import clock
from app.demo import content
from app.domain.audits import AuditKind, AuditState, Voice
from app.domain.surveys import SurveyKind
from app.services import accounts, answers, audit_parts, auditing, improving, studio
from surveys import Given
from tests import builders

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.people import Actor, Role

HELD_ON = date(2026, 11, 2)
TOLD = {"told_when-day": ["2"], "told_when-month": ["11"], "told_when-year": ["2026"]}
TOLD_ALL = TOLD | {
    "told_who": ["The duty manager"],
    "told_how": ["phone"],
    "immediate_action": ["A worker went at once."],
}
_case = count(1000)


def a_form(session: Session) -> UUID:
    """Publish the audit form that ships, and return the service that it belongs to."""
    service = builders.a_service(session)
    builders.publish(
        session,
        studio.shipped_one("conversational_audit"),
        service_id=service.id,
        slug="audits",
        kind=SurveyKind.AUDIT,
    )
    return service.id


def an_actor(session: Session, *roles: Role, **columns: Any) -> Actor:
    """Add a member of staff and return them as who acts."""
    return accounts.actor_by_id(session, builders.a_user(session, roles=roles, **columns).id)


def an_audit(session: Session, by: Actor, **changes: Any) -> Audit:
    """Open an audit as a draft."""
    opening = auditing.Opening(
        **{
            "case_ref": f"CH-{next(_case)}",
            "kind": AuditKind.CONVERSATIONAL,
            "cohort": "looked_after",
            "team": "Care North",
            "held_on": HELD_ON,
            "has_no_conflict": True,
        }
        | changes
    )
    return auditing.find(session, auditing.open_audit(session, opening, by=by), by=by)


def say(session: Session, audit: Audit, voice: Voice = Voice.AUDITOR, **said: Any) -> None:
    """Write what one voice says to some questions: a value, or words where it is a text."""
    questions = answers.questions_of(session, audit.version_id)
    texts = {"short_text", "long_text"}
    givens = {
        key: Given(text=one) if questions[key].kind in texts else Given(value=one)
        for key, one in said.items()
    }
    response = auditing.part_response(session, audit.id, voice)
    answers.keep(
        session, response, questions, givens, service_id=audit.service_id, audit_id=audit.id
    )


def a_submitted_audit(session: Session, by: Actor, **changes: Any) -> Audit:
    """Open an audit that counts as handed in, with nothing said yet."""
    audit = an_audit(session, by, **changes)
    audit.state = AuditState.SUBMITTED
    session.flush()
    return audit


def record(session: Session, audit: Audit, by: Actor, **auditor: list[str]) -> None:
    """Fill in every voice from a sheet of the demonstration; `auditor` changes that part."""
    sheet = content.read().audits[0].voices
    for voice, form in sheet.items():
        whole = dict(form) | (auditor if voice == Voice.AUDITOR else {})
        definition = auditing.definition_of(session, audit, Voice(voice))
        key = definition.pages[0].key
        while key:
            saved = audit_parts.save_page(session, audit.id, Voice(voice), key, whole, by=by)
            assert {} == dict(saved.errors), (voice, key)
            key = saved.next_key


def an_action(session: Session, audit: Audit, *, by: Actor, **changes: Any) -> UUID:
    """Agree on an action of an audit, due today, and return its id."""
    agreed = {
        "what": "See the child alone",
        "why": "So that the child is heard",
        "owner_role": "Social worker",
        "due_on": clock.today(),
    }
    of = {"service_id": audit.service_id, "audit_id": audit.id}
    return improving.add_action(session, **of, **agreed | changes, by=by)
