"""What the pages of a multi-agency audit show: to its lead, and to who writes for an agency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit, AuditPart, Membership, PartAuthor, User
from app.domain.audits import AgencyState, AuditState, Voice
from app.domain.people import MATRIX, Permission
from app.services import (
    activity,
    agencies,
    agency_parts,
    agency_states,
    auditing,
    improving,
    part_progress,
)
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.improving import ActionLine
    from app.services.part_progress import PartProgress


@dataclass(frozen=True)
class PartLine:
    """One part of an agency or of all together, for lists; `can_read` is whether its words are."""

    id: UUID
    audit_id: UUID
    audit_ref: str
    case_ref: str
    window_months: int
    progress: PartProgress
    authors: tuple[str, ...]
    state: AgencyState | None
    is_open: bool
    can_read: bool


@dataclass(frozen=True)
class AgenciesPage:
    """A multi-agency audit as its lead sees it, with who can still be asked."""

    audit_id: UUID
    audit_ref: str
    is_draft: bool
    are_all_in: bool
    parts: tuple[PartLine, ...]
    joint: PartLine | None
    agencies: tuple[tuple[UUID, str], ...]
    people: tuple[tuple[UUID, str], ...]
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class MissingLine:
    """One question that must still be answered, and its page."""

    page_key: str
    question: str


@dataclass(frozen=True)
class PartPage:
    """One part as who writes it sees it, beside the progress of the others."""

    line: PartLine
    voice: Voice
    first_page: str
    missing: tuple[MissingLine, ...]
    are_all_in: bool
    others: tuple[PartLine, ...]


@dataclass(frozen=True)
class PartRead:
    """Everything that was said in one part: each question with its answer."""

    line: PartLine
    answers: tuple[tuple[str, str], ...]


def my_parts(session: Session, *, by: Actor) -> tuple[PartLine, ...]:
    """Return the parts of agencies that a person was asked to write, open ones first."""
    query = (
        select(AuditPart, Audit)
        .join(PartAuthor, PartAuthor.part_id == AuditPart.id)
        .join(Audit, Audit.id == AuditPart.audit_id)
        .where(PartAuthor.user_id == by.id)
        .order_by(Audit.held_on.desc(), Audit.audit_ref)
    )
    lines = [_line(session, row.Audit, row.AuditPart, by) for row in session.execute(query)]
    return tuple(sorted(lines, key=lambda line: not line.is_open))


def agencies_page(session: Session, audit_id: UUID, *, by: Actor) -> AgenciesPage:
    """Return a multi-agency audit for its lead.

    Raises:
        NotFound: it is not there, somebody else leads it, or it is of another kind.
    """
    audit = agency_parts.lead(session, audit_id, by=by)
    joint = agency_states.joint_part_of(session, audit_id)
    parts = agency_states.agency_parts_of(session, audit_id)
    return AgenciesPage(
        audit_id=audit_id,
        audit_ref=audit.audit_ref,
        is_draft=audit.state is AuditState.DRAFT,
        are_all_in=agency_states.are_all_in(session, audit_id),
        parts=tuple(_line(session, audit, part, by) for part in parts),
        joint=_line(session, audit, joint, by) if joint else None,
        agencies=tuple((one.id, one.name) for one in agencies.agencies(session)),
        people=_authors_to_ask(session, audit),
        actions=improving.actions_of_audit(session, audit_id),
    )


def part_page(session: Session, part_id: UUID, *, by: Actor) -> PartPage:
    """Return one part for who writes it.

    Raises:
        NotFound: it is not there, or not the person's.
    """
    audit, part = agency_states.find_part(session, part_id, by=by)
    known = agency_states.givens_of(session, part)
    pages = visible_pages(auditing.definition_of(session, audit, part.voice), known)
    missing = agency_states.missing_of(session, audit, part)
    everybody = [
        *agency_states.agency_parts_of(session, audit.id),
        agency_states.joint_part_of(session, audit.id),
    ]
    return PartPage(
        line=_line(session, audit, part, by),
        voice=part.voice,
        first_page=pages[0].key,
        missing=tuple(
            MissingLine(page.key, question.label)
            for page in pages
            for question in page.questions
            if question.key in missing
        ),
        are_all_in=agency_states.are_all_in(session, audit.id),
        others=tuple(
            _line(session, audit, one, by) for one in everybody if one and one.id != part_id
        ),
    )


def read_part(session: Session, part_id: UUID, *, by: Actor) -> PartRead:
    """Return everything that was said in one part. That it was read is recorded first (R-15).

    Raises:
        NotFound: it is not there, not theirs, or not all agencies have handed in yet.
    """
    audit, part = agency_states.find_read(session, part_id, by=by)
    activity.record(session, "audit.read", by=by.id, about=("audit", audit.id))
    known = agency_states.givens_of(session, part)
    pages = visible_pages(auditing.definition_of(session, audit, part.voice), known)
    said = tuple(
        (question.label, question.as_text(known[question.key]) if question.key in known else "")
        for page in pages
        for question in page.questions
    )
    return PartRead(_line(session, audit, part, by), said)


def _line(session: Session, audit: Audit, part: AuditPart, by: Actor) -> PartLine:
    are_all_in = agency_states.are_all_in(session, audit.id)
    is_mine = agency_states.is_author(session, part.id, by)
    is_writing = part.agency_state is AgencyState.WRITING
    is_draft = audit.state is AuditState.DRAFT
    shown = are_all_in and part.agency_state is not AgencyState.LEFT_OUT
    return PartLine(
        id=part.id,
        audit_id=audit.id,
        audit_ref=audit.audit_ref,
        case_ref=audit.case_ref,
        window_months=audit.window_months,
        progress=part_progress.of_part(session, audit, part),
        authors=_names(session, part.id),
        state=part.agency_state,
        is_open=is_draft and (is_writing if part.voice is Voice.AGENCY else are_all_in),
        can_read=is_mine or (shown and agency_states.takes_part(session, audit, by=by)),
    )


def _names(session: Session, part_id: UUID) -> tuple[str, ...]:
    query = select(User.name).join(PartAuthor, PartAuthor.user_id == User.id)
    return tuple(session.scalars(query.where(PartAuthor.part_id == part_id).order_by(User.name)))


def _authors_to_ask(session: Session, audit: Audit) -> tuple[tuple[UUID, str], ...]:
    roles = [role for role, held in MATRIX.items() if Permission.WRITE_PARTS in held]
    taken = select(PartAuthor.user_id).join(AuditPart, AuditPart.id == PartAuthor.part_id)
    query = (
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role.in_(roles),
            User.disabled_at.is_(None),
            User.id.not_in(taken.where(AuditPart.audit_id == audit.id)),
            User.id.not_in([one for one in (audit.auditor_id, audit.practitioner_id) if one]),
        )
        .distinct()
        .order_by(User.name)
    )
    return tuple((row.id, row.name) for row in session.execute(query))
