"""Audits of several agencies: ask an agency in, write its part, hand it in, go on without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Agency, AuditPart, PartAuthor, Response
from app.domain.audits import AgencyState, AuditState, Voice
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.services import (
    accounts,
    activity,
    agency_states,
    auditing,
    child_safety,
    part_writing,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.people import Actor
    from app.services.part_writing import PageKept


def invite(session: Session, audit_id: UUID, agency_id: UUID, user_id: UUID, *, by: Actor) -> UUID:
    """Ask somebody to write the part of an agency, and return the part.

    A second person of the same agency writes the same part.

    Raises:
        NotFound: the audit is not there, or the person does not lead it.
        Conflict: the audit was handed in, or that agency was.
        Invalid: the agency or the author can't be chosen, with what to do.
    """
    audit = lead(session, audit_id, by=by)
    _must_be_open(audit)
    agency = session.get(Agency, agency_id)
    if agency is None or agency.retired_at is not None:
        raise Invalid(fields={"agency": "Choose an agency from the list."})
    _check_author(session, audit, agency, user_id)
    part = _part_of(session, audit, agency)
    if part.agency_state is AgencyState.HANDED_IN:
        raise Conflict("agency_handed_in")
    _set(part, AgencyState.WRITING)
    session.add(PartAuthor(part_id=part.id, user_id=user_id))
    session.flush()
    activity.record(session, "audit.agency_asked", by=by.id, about=("audit", audit.id))
    return part.id


def lead(session: Session, audit_id: UUID, *, by: Actor) -> Audit:
    """Return a multi-agency audit that the person leads.

    Raises:
        NotFound: it is not there, somebody else leads it, or it is of another kind.
    """
    audit = auditing.find(session, audit_id, by=by)
    if audit.auditor_id != by.id or not auditing.is_joint(audit):
        raise NotFound
    return audit


def save_page(
    session: Session,
    part_id: UUID,
    page_key: str,
    form: Mapping[str, Sequence[str]],
    *,
    by: Actor,
) -> PageKept:
    """Keep one page of an agency's part, or of the part that all write together.

    Words are screened as they are kept, and a child who may not be safe raises a concern at
    once, whichever agency says so.

    Raises:
        NotFound: the part or the page is not there, or not the person's.
        Conflict: the audit or the part was handed in, or not all agencies have handed in yet.
    """
    audit, part = agency_states.find_part(session, part_id, by=by)
    _must_be_open(audit)
    _must_be_writable(session, part)
    definition = auditing.definition_of(session, audit, part.voice)
    kept = part_writing.keep_page(session, audit, definition, part.response_id, page_key, form)
    # The state is asked again under the lock: somebody may have handed in meanwhile.
    session.refresh(part)
    _must_be_writable(session, part)
    response = session.get_one(Response, part.response_id)
    # Two who differ on it have to choose, but a child who may be unsafe waits for no choice.
    said = {**kept.kept, **child_safety.unsafe_in(form, kept.clashes)}
    return replace(kept, is_unsafe=child_safety.heed(session, audit, response, said))


def heed_late(
    session: Session, part_id: UUID, form: Mapping[str, Sequence[str]], *, by: Actor
) -> bool:
    """Raise a concern for what is sent too late to be kept, where it says that a child is unsafe.

    Return whether it does.

    Raises:
        NotFound: the part is not there, or not the person's.
    """
    audit, part = agency_states.find_part(session, part_id, by=by)
    response = session.get_one(Response, part.response_id)
    return child_safety.heed(session, audit, response, child_safety.unsafe_in(form))


def hand_in(session: Session, part_id: UUID, *, by: Actor) -> None:
    """Hand in the part of an agency; from then on it can't be changed.

    Raises:
        NotFound: the part is not there, or not the person's.
        Conflict: it was handed in or left out already.
        Invalid: something that must be said is missing.
    """
    audit, part = agency_states.find_part(session, part_id, by=by)
    _must_be_open(audit)
    if part.voice is not Voice.AGENCY:
        raise NotFound
    part_writing.lock(session, part.response_id)
    session.refresh(part)
    _must_be_writable(session, part)
    if agency_states.missing_of(session, audit, part):
        raise Invalid("part_incomplete")
    _set(part, AgencyState.HANDED_IN)
    activity.record(session, "audit.agency_handed_in", by=by.id, about=("audit", audit.id))


def leave_out(session: Session, part_id: UUID, *, by: Actor) -> UUID:
    """Go on without an agency that does not hand in, and return the audit.

    What it wrote is read by nobody else.

    Raises:
        NotFound: the part is not there, or the person does not lead the audit.
        Conflict: the audit or the part was handed in.
    """
    part = session.get(AuditPart, part_id)
    if part is None or part.voice is not Voice.AGENCY:
        raise NotFound
    audit = lead(session, part.audit_id, by=by)
    _must_be_open(audit)
    part_writing.lock(session, part.response_id)
    session.refresh(part)
    if part.agency_state is AgencyState.HANDED_IN:
        raise Conflict("agency_handed_in")
    _set(part, AgencyState.LEFT_OUT)
    activity.record(session, "audit.agency_left_out", by=by.id, about=("audit", audit.id))
    return audit.id


def _check_author(session: Session, audit: Audit, agency: Agency, user_id: UUID) -> None:
    try:
        author = accounts.actor_by_id(session, user_id)
    except NotFound:
        author = None
    if author is None or not author.can(Permission.WRITE_PARTS):
        raise Invalid(fields={"author": "Choose a person from the list."})
    if user_id in (audit.auditor_id, audit.practitioner_id):
        what = "Whoever leads the audit or did the work can't write for an agency. Choose another."
        raise Invalid(fields={"author": what})
    query = (
        select(AuditPart.agency)
        .join(PartAuthor, PartAuthor.part_id == AuditPart.id)
        .where(AuditPart.audit_id == audit.id, PartAuthor.user_id == user_id)
    )
    if taken := session.scalar(query):
        same = "They were asked already." if taken == agency.name else ""
        what = same or f"They write for {taken} in this audit. Choose another person."
        raise Invalid(fields={"author": what})


def _part_of(session: Session, audit: Audit, agency: Agency) -> AuditPart:
    parts = agency_states.agency_parts_of(session, audit.id)
    known = next((part for part in parts if part.agency == agency.name), None)
    return known or auditing.add_part(session, audit, Voice.AGENCY, agency.name)


def _must_be_open(audit: Audit) -> None:
    if audit.state is not AuditState.DRAFT:
        raise Conflict("audit_submitted")


def _must_be_writable(session: Session, part: AuditPart) -> None:
    if part.voice is Voice.JOINT:
        if not agency_states.are_all_in(session, part.audit_id):
            raise Conflict("agencies_not_in")
    elif part.agency_state is not AgencyState.WRITING:
        raise Conflict("agency_handed_in")


def _set(part: AuditPart, state: AgencyState) -> None:
    part.agency_state, part.agency_state_at = state, clock.now()
