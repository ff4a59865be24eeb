"""Audits for tests: the form that ships, somebody who leads, agencies and who writes for them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app import clock
from app.db.models import Agency, Audit, AuditPart
from app.domain.audits import AuditKind, Voice
from app.domain.people import Role
from app.domain.surveys import SurveyKind
from app.services import (
    accounts,
    agencies,
    agency_parts,
    auditing,
    publishing,
    studio,
)
from tests import builders

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

# What an agency says when nothing is missing; each page takes what it asks.
WHOLE = {
    "agency_work": ["We saw her at school each week."],
    "agency_safe_now": ["yes"],
    "agency_heard_child": ["heard"],
    "agency_child_words": ["I like the breakfast club."],
    "agency_feels_listened_to": ["4"],
    "agency_difference_made": ["3"],
    "agency_worked": ["Breakfast every day."],
    "agency_better": ["Tell the worker sooner."],
    "agency_grade": ["good"],
    "agency_grade-evidence": ["Seen on forty of forty-two days."],
}
TOGETHER = {
    "joint_grade": ["requires_improvement"],
    "joint_grade-evidence": ["Two of us knew, and did not tell the third."],
    "joint_differences": ["School thought more was known than was."],
    "joint_learning": ["Ring before the meeting, and not after it."],
}


def a_form(session: Session) -> UUID:
    """Publish the audit form that ships in a service of its own, and return the service."""
    service = builders.a_service(session)
    publishing.publish(
        session,
        studio.shipped_one("conversational_audit"),
        service_id=service.id,
        slug="audit",
        decision_maker="The Quality Assurance Manager",
        told_by=date(2099, 1, 31),
        identity=None,
        kind=SurveyKind.AUDIT,
        by=None,
    )
    return service.id


def an_actor(session: Session, *roles: Role, name: str = "Someone") -> Actor:
    """Add a member of staff with these roles everywhere, and return them as an actor."""
    user = builders.a_user(session, roles=roles, name=name)
    return accounts.actor_by_id(session, user.id)


def an_audit(
    session: Session, by: Actor, kind: AuditKind = AuditKind.MULTI_AGENCY, **known: Any
) -> UUID:
    """Open an audit of some kind."""
    usual = {
        "case_ref": "CH-4242",
        "cohort": "child_protection",
        "team": "North",
        "held_on": clock.today(),
        "has_no_conflict": True,
        "theme": "Sleep",
    }
    return auditing.open_audit(session, auditing.Opening(kind=kind, **(usual | known)), by=by)


def an_agency(session: Session, name: str) -> UUID:
    """Return an agency of the list, added if need be."""
    known = session.scalar(select(Agency.id).where(Agency.name == name))
    return known or agencies.add(session, name, by=an_actor(session, Role.ADMINISTRATOR).id)


def asked(session: Session, audit_id: UUID, name: str, lead: Actor) -> tuple[Actor, UUID]:
    """Ask somebody new to write for an agency; return them and the part."""
    author = an_actor(session, Role.PARTNER, name=f"{name} author")
    agency_id = an_agency(session, name)
    return author, agency_parts.invite(session, audit_id, agency_id, author.id, by=lead)


def writes(session: Session, part_id: UUID, by: Actor, form: dict[str, list[str]]) -> None:
    """Fill in a part page after page, as its author does."""
    part = session.get_one(AuditPart, part_id)
    audit = session.get_one(Audit, part.audit_id)
    pages = auditing.definition_of(session, audit, part.voice).pages
    key: str | None = pages[0].key
    while key:
        kept = agency_parts.save_page(session, part_id, key, form, by=by)
        assert not kept.errors, (key, kept.errors)
        key = kept.next_key


def joint_part(session: Session, audit_id: UUID) -> UUID:
    """Return the part of an audit that all agencies write together."""
    query = select(AuditPart.id).where(
        AuditPart.audit_id == audit_id, AuditPart.voice == Voice.JOINT
    )
    return session.scalars(query).one()
