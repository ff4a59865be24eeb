"""One pseudonymous case across its audits, in order of date, for those who read audits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit, AuditCase, AuditCycle
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.domain.programme import CaseState
from app.services import (
    activity,
    audit_conflicts,
    auditing,
    blind_words,
    case_events,
    cycles,
)
from app.services.case_events import Event
from app.services.case_lists import CASE_HASH
from app.services.grades_known import READ_OVER_TIME
from app.services.standing_grades import domain_labels, seen_by, standing_grades

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class Chronology:
    """A case by its pseudonym, and what its audits hold of it, the oldest first."""

    case_ref: str
    audits: int
    events: tuple[Event, ...]


def search(session: Session, typed: str, *, by: Actor) -> UUID | None:
    """Return an audit of the case that was typed whole, or None when the person reads none of it.

    Cases are never listed, so nobody comes upon one by looking around; and whether a case is
    not there, or none of the person's business, is the same answer.
    """
    ref = typed.strip().upper()
    if not auditing.CASE_REF.fullmatch(ref):
        return None
    return next((audit.id for audit in _readable(session, ref, by)), None)


def chronology(session: Session, audit_id: UUID, *, by: Actor) -> Chronology:
    """Return everything about the case of an audit. That it is read is recorded first (R-15).

    Raises:
        NotFound: the audit is not there, or none of the person's business.
    """
    ref = session.scalar(select(Audit.case_ref).where(Audit.id == audit_id))
    audits = _readable(session, ref, by) if ref else []
    if audit_id not in {audit.id for audit in audits}:
        raise NotFound
    for audit in audits:
        activity.record(session, READ_OVER_TIME, by=by.id, about=("audit", audit.id))
    ids = [audit.id for audit in audits]
    found = seen_by(session, standing_grades(session, Audit.id.in_(ids)), by)
    labels = domain_labels(session, {key for one in found.values() for key in one.domains})
    events = [
        *_waiting(session, str(ref), by),
        *(case_events.of_audit(audit, found.get(audit.id), labels) for audit in audits),
        *case_events.words(session, audits, by),
        *case_events.readings(session, ids),
        *case_events.concerns(session, ids),
        *_actions(session, audits, by),
    ]
    return Chronology(str(ref), len(audits), _in_order(events))


def _readable(session: Session, ref: str, by: Actor) -> list[Audit]:
    query = select(Audit).where(Audit.case_ref == ref).order_by(Audit.held_on, Audit.audit_ref)
    where = by.services(Permission.READ_AUDITS)
    if where is not None:
        query = query.where(Audit.service_id.in_(where))
    declared = audit_conflicts.declared_by(session, by.id)
    # Nobody reads here of their own practice, nor of what they are too near to.
    return [
        audit
        for audit in session.scalars(query)
        if audit.practitioner_id != by.id and not audit_conflicts.concern(declared, audit)
    ]


def _actions(session: Session, audits: Sequence[Audit], by: Actor) -> list[Event]:
    # Whoever writes an action may write the grade into it.
    blind = blind_words.blind_words(session, by)
    by_ref = {audit.audit_ref: audit for audit in audits}
    return [
        replace(
            one,
            title=blind.said(by_ref[one.audit_ref], one.title),
            note=blind.said(by_ref[one.audit_ref], one.note),
        )
        for one in case_events.actions(session, [audit.id for audit in audits])
    ]


def _waiting(session: Session, ref: str, by: Actor) -> list[Event]:
    query = (
        select(AuditCase.due_on, AuditCycle.title, AuditCycle.ends_on)
        .join(AuditCycle, AuditCycle.id == AuditCase.cycle_id)
        .where(
            AuditCase.case_hash == cycles.hash_of(ref, CASE_HASH),
            AuditCase.state == CaseState.ALLOCATED,
        )
    )
    where = by.services(Permission.READ_AUDITS)
    if where is not None:
        query = query.where(AuditCycle.service_id.in_(where))
    return [
        Event(due_on or ends_on, "waiting", f"An audit is due in “{title}”")
        for due_on, title, ends_on in session.execute(query)
    ]


def _in_order(events: Sequence[Event]) -> tuple[Event, ...]:
    # What came of an audit stands after it where both are of one day.
    by_day: dict[object, list[Event]] = defaultdict(list)
    for event in events:
        by_day[event.on].append(event)
    return tuple(
        event
        for day in sorted({event.on for event in events})
        for event in sorted(by_day[day], key=lambda one: (one.audit_ref, case_events.place(one)))
    )
