"""Where the parts of a multi-agency audit stand: who has handed in, and who may read what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit, AuditPart, PartAuthor, Response
from app.domain.audits import APART, AgencyState, AuditState, Voice
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.domain.surveys import ResponseState
from app.services import answers, auditing, part_writing
from surveys.submission import Incomplete, check

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from surveys.errors import AnswerError
    from surveys.questions import Given

JOINT_GRADE = "joint_grade"
KEEPS_OPEN = {
    "": "",
    "agencies_not_in": "Every agency hands in its part first, or is left out.",
    "joint_part_incomplete": "Then the agencies finish the part that they write together.",
}


def agency_parts_of(session: Session, audit_id: UUID) -> Sequence[AuditPart]:
    """Return the parts of the agencies of an audit, by name."""
    mine = (AuditPart.audit_id == audit_id, AuditPart.voice == Voice.AGENCY)
    return session.scalars(select(AuditPart).where(*mine).order_by(AuditPart.agency)).all()


def joint_part_of(session: Session, audit_id: UUID) -> AuditPart | None:
    """Return the part that is written by all agencies together; None where there is none."""
    mine = (AuditPart.audit_id == audit_id, AuditPart.voice == Voice.JOINT)
    return session.scalar(select(AuditPart).where(*mine))


def are_all_in(session: Session, audit_id: UUID) -> bool:
    """Return whether every agency that was not left out has handed in, and there is one."""
    states = [part.agency_state for part in agency_parts_of(session, audit_id)]
    counted = [state for state in states if state is not AgencyState.LEFT_OUT]
    return bool(counted) and all(state is AgencyState.HANDED_IN for state in counted)


def find_part(session: Session, part_id: UUID, *, by: Actor) -> tuple[Audit, AuditPart]:
    """Return a part that the person may write, with its audit.

    An agency's part is its authors' own; what is written together is the lead's.

    Raises:
        NotFound: it is not there, or somebody else's.
    """
    audit, part = _part(session, part_id, by)
    if part.voice is Voice.AGENCY and is_author(session, part.id, by):
        return audit, part
    if part.voice is Voice.JOINT and audit.auditor_id == by.id:
        return audit, part
    raise NotFound


def find_read(session: Session, part_id: UUID, *, by: Actor) -> tuple[Audit, AuditPart]:
    """Return a part that the person may read, with its audit.

    Their own always; another agency's, and what is written together, only once all are in, and
    never one that was left out.

    Raises:
        NotFound: it is not there, not theirs, or not all have handed in yet.
    """
    audit, part = _part(session, part_id, by)
    if part.voice is Voice.AGENCY and is_author(session, part.id, by):
        return audit, part
    if part.agency_state is AgencyState.LEFT_OUT or not are_all_in(session, audit.id):
        raise NotFound
    if not takes_part(session, audit, by=by):
        raise NotFound
    return audit, part


def takes_part(session: Session, audit: Audit, *, by: Actor) -> bool:
    """Return whether a person leads an audit or writes for an agency that is not left out."""
    if audit.auditor_id == by.id:
        return by.can(Permission.RECORD_AUDITS)
    mine = (PartAuthor.part_id == AuditPart.id, PartAuthor.user_id == by.id)
    query = (
        select(AuditPart.id)
        .join(PartAuthor, PartAuthor.part_id == AuditPart.id)
        .where(
            *mine,
            AuditPart.audit_id == audit.id,
            AuditPart.agency_state != AgencyState.LEFT_OUT,
        )
        .limit(1)
    )
    return by.can(Permission.WRITE_PARTS) and session.scalar(query) is not None


def is_author(session: Session, part_id: UUID, by: Actor) -> bool:
    """Return whether a person was asked to write a part."""
    mine = (PartAuthor.part_id == part_id, PartAuthor.user_id == by.id)
    return session.scalar(select(PartAuthor.id).where(*mine)) is not None


def audit_of(session: Session, part: AuditPart) -> Audit:
    """Return the audit that a part belongs to."""
    return session.get_one(Audit, part.audit_id)


def givens_of(session: Session, part: AuditPart) -> dict[str, Given]:
    """Return what a part holds, by question, for who may read it."""
    return answers.givens(session, session.get_one(Response, part.response_id))


def missing_of(session: Session, audit: Audit, part: AuditPart) -> Mapping[str, AnswerError]:
    """Return what must still be said in one part, by question."""
    definition = auditing.definition_of(session, audit, part.voice)
    try:
        check(definition, givens_of(session, part))
    except Incomplete as incomplete:
        return incomplete.missing
    return {}


def keeps_open(session: Session, audit: Audit) -> str:
    """Return why an audit of several agencies cannot be handed in yet; empty when it can."""
    if not auditing.is_joint(audit):
        return ""
    if not are_all_in(session, audit.id):
        return "agencies_not_in"
    joint = joint_part_of(session, audit.id)
    if joint is None or missing_of(session, audit, joint):
        return "joint_part_incomplete"
    return ""


def why_open(session: Session, audit: Audit) -> str:
    """Return what several agencies have to do before a draft can be handed in, in words."""
    is_draft = audit.state is AuditState.DRAFT
    return KEEPS_OPEN[keeps_open(session, audit)] if is_draft else ""


def finish(session: Session, audit: Audit) -> None:
    """Make the parts of agencies count as responses, and the agreed grade the audit's own.

    What an agency wrote that was left out counts as nothing and stays a draft.
    """
    query = select(AuditPart).where(AuditPart.audit_id == audit.id, AuditPart.voice.in_(APART))
    for part in session.scalars(query):
        if part.agency_state is AgencyState.LEFT_OUT:
            continue
        response = session.get_one(Response, part.response_id)
        known = answers.givens(session, response)
        definition = auditing.definition_of(session, audit, part.voice)
        part_writing.drop(session, audit, response, check(definition, known).dropped)
        response.state = ResponseState.SUBMITTED
        response.received_on = audit.held_on
        if JOINT_GRADE in known:
            audit.grade = str(known[JOINT_GRADE].value)


def _part(session: Session, part_id: UUID, by: Actor) -> tuple[Audit, AuditPart]:
    part = session.get(AuditPart, part_id)
    if part is None or part.voice not in APART or not by.can(Permission.WRITE_PARTS):
        raise NotFound
    return audit_of(session, part), part
