"""Conflicts of auditors: declared by themselves or by whoever leads, with a sealed reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from app import clock
from app.db import sealing
from app.db.models import AuditCase, AuditConflict, CycleAuditor, User
from app.domain.errors import Invalid, NotFound
from app.domain.programme import CaseState, ConflictWith
from app.services import activity, cycles
from app.services.case_lists import CASE_HASH

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.people import Actor

    Declared = frozenset[tuple[ConflictWith, str]]

SUBJECT, REASON = "audit_conflicts.subject", "audit_conflicts.reason"
TOO_NEAR = (
    "You declared a conflict with this case, its worker or its team, so somebody else must audit "
    "it. If that no longer holds, ask whoever leads the audits to take it back."
)
LONGEST_SUBJECT, LONGEST_REASON = 120, 500


@dataclass(frozen=True)
class Declaring:
    """What is declared: whom it concerns, with what it is, and why."""

    auditor_id: UUID
    about: ConflictWith
    subject: str
    reason: str


@dataclass(frozen=True)
class ConflictLine:
    """One declared conflict, for whoever leads the audits."""

    id: UUID
    auditor: str
    about: ConflictWith
    subject: str
    reason: str
    is_their_own: bool
    declared_on: date


def declare(session: Session, declaring: Declaring, *, by: Actor) -> int:
    """Note a conflict, and return how many waiting cases need another auditor because of it.

    It holds in every cycle. Audits that have begun are not taken from anybody. The caller has
    made sure that `by` is the auditor, or leads audits that the auditor takes part in.

    Raises:
        Invalid: what it is with, or the reason, is missing.
    """
    if problems := problems_with(declaring):
        raise Invalid(fields=problems)
    hashed = subject_hash(declaring.about, declaring.subject)
    if _known(session, declaring, hashed) is None:
        session.add(_row(declaring, hashed, by))
        session.flush()
        activity.record(
            session, "conflict.declared", by=by.id, about=("user", declaring.auditor_id)
        )
    return _free(session, declaring, hashed)


def problems_with(declaring: Declaring) -> dict[str, str]:
    """Return what is missing from a declaration, by field; empty when nothing."""
    problems = {}
    subject, reason = declaring.subject.strip(), declaring.reason.strip()
    if not subject or len(subject) > LONGEST_SUBJECT:
        problems["subject"] = "Write the case reference, the staff reference or the team."
    if not reason or len(reason) > LONGEST_REASON:
        problems["reason"] = (
            f"Say why in a few words, up to {LONGEST_REASON} characters. No names, please."
        )
    return problems


def declare_in_cycle(session: Session, cycle_id: UUID, declaring: Declaring, *, by: Actor) -> int:
    """Note a conflict of an auditor of a cycle that the person leads; return as `declare` does.

    Raises:
        NotFound: the cycle or the auditor is not there, or none of the person's business.
        Invalid: what it is with, or the reason, is missing.
    """
    cycles.find(session, cycle_id, by=by)
    if declaring.auditor_id not in _auditors(session, cycle_id):
        raise NotFound("auditor_unknown")
    return declare(session, declaring, by=by)


def take_back(session: Session, cycle_id: UUID, conflict_id: UUID, *, by: Actor) -> None:
    """Take back a conflict of an auditor of a cycle, because it no longer holds.

    Raises:
        NotFound: the cycle or the conflict is not there, or none of the person's business.
    """
    cycles.find(session, cycle_id, by=by)
    row = session.get(AuditConflict, conflict_id)
    if row is None or row.auditor_id not in _auditors(session, cycle_id):
        raise NotFound("conflict_unknown")
    session.delete(row)
    activity.record(session, "conflict.taken_back", by=by.id, about=("user", row.auditor_id))


def lines(session: Session, cycle_id: UUID) -> tuple[ConflictLine, ...]:
    """Return the conflicts of the auditors of a cycle, opened; the caller has checked who asks."""
    rows = session.execute(
        select(AuditConflict, User.name)
        .join(User, User.id == AuditConflict.auditor_id)
        .where(AuditConflict.auditor_id.in_(_auditors(session, cycle_id)))
        .order_by(User.name, AuditConflict.declared_on, AuditConflict.id)
    )
    return tuple(
        ConflictLine(
            id=row.id,
            auditor=name,
            about=row.about,
            subject=sealing.unseal(row, SUBJECT, row.subject_sealed),
            reason=sealing.unseal(row, REASON, row.reason_sealed),
            is_their_own=row.declared_by_id == row.auditor_id,
            declared_on=row.declared_on,
        )
        for row, name in rows
    )


def refuse_if_too_near(session: Session, audit: Audit, *, by: Actor) -> None:
    """Refuse an audit that was just opened by somebody who declared to be too near to it.

    The transaction that opened it is not to be committed then.

    Raises:
        Invalid: they declared a conflict with its case, its worker or its team.
    """
    if is_too_near(session, by.id, audit):
        raise Invalid(fields={"case_ref": TOO_NEAR})


def is_too_near(session: Session, user_id: UUID, audit: Audit) -> bool:
    """Return whether somebody declared a conflict with an audit's case, worker or team."""
    return concern(declared_by(session, user_id), audit)


def declared_by(session: Session, user_id: UUID) -> Declared:
    """Return what somebody declared to be too near to, each by its hash."""
    rows = session.execute(
        select(AuditConflict.about, AuditConflict.subject_hash).where(
            AuditConflict.auditor_id == user_id
        )
    )
    return frozenset((about, hashed) for about, hashed in rows)


def concern(declared: Declared, audit: Audit) -> bool:
    """Return whether one of these conflicts is with an audit's case, worker or team."""
    if not declared:
        return False
    subjects = {
        ConflictWith.CASE: audit.case_ref,
        ConflictWith.PRACTITIONER: audit.practitioner_ref,
        ConflictWith.TEAM: audit.team,
    }
    return any(
        (about, subject_hash(about, said)) in declared for about, said in subjects.items() if said
    )


def subject_hash(about: ConflictWith, subject: str) -> str:
    """Return by what a conflict's subject is compared with a case."""
    if about is ConflictWith.TEAM:
        return cycles.hash_of(subject, cycles.TEAM)
    purpose = CASE_HASH if about is ConflictWith.CASE else cycles.WORKER
    return cycles.hash_of(subject, purpose)


def _row(declaring: Declaring, hashed: str, by: Actor) -> AuditConflict:
    row = AuditConflict(
        auditor_id=declaring.auditor_id,
        about=declaring.about,
        subject_hash=hashed,
        declared_by_id=by.id,
        declared_on=clock.today(),
    )
    row.subject_sealed = sealing.seal(row, SUBJECT, declaring.subject.strip())
    row.reason_sealed = sealing.seal(row, REASON, declaring.reason.strip())
    return row


def _known(session: Session, declaring: Declaring, hashed: str) -> UUID | None:
    return session.scalar(
        select(AuditConflict.id).where(
            AuditConflict.auditor_id == declaring.auditor_id,
            AuditConflict.about == declaring.about,
            AuditConflict.subject_hash == hashed,
        )
    )


def _free(session: Session, declaring: Declaring, hashed: str) -> int:
    mine = session.scalars(
        select(AuditCase).where(
            AuditCase.auditor_id == declaring.auditor_id,
            AuditCase.state == CaseState.ALLOCATED,
        )
    )
    freed = [case.id for case in mine if hashed in hashes_of(case)[declaring.about]]
    is_freed: ColumnElement[bool] = AuditCase.id.in_(freed)
    session.execute(update(AuditCase).where(is_freed).values(cycles.FREED))
    return len(freed)


def hashes_of(case: AuditCase) -> dict[ConflictWith, frozenset[str]]:
    """Return what of a case a conflict can be with, each by its hash."""
    found = {
        ConflictWith.CASE: case.case_hash,
        ConflictWith.PRACTITIONER: case.practitioner_hash,
        ConflictWith.TEAM: cycles.hash_of(case.team, cycles.TEAM),
    }
    return {about: frozenset({hashed} - {""}) for about, hashed in found.items()}


def _auditors(session: Session, cycle_id: UUID) -> set[UUID]:
    rows = session.scalars(select(CycleAuditor.user_id).where(CycleAuditor.cycle_id == cycle_id))
    return set(rows)
