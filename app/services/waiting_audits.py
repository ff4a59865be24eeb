"""Audits that wait for their auditor: see them, begin one, or say that it can't be yours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Audit, AuditCase, AuditCycle
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.domain.programme import CaseState, ConflictWith
from app.services import (
    activity,
    audit_conflicts,
    auditing,
    case_allocation,
    case_lists,
    cycles,
)
from app.services.audit_conflicts import Declaring
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.audits import AuditKind
    from app.domain.people import Actor


TOO_NEAR = (
    "By what is known now, this is your own case, team or line, or you declared a conflict with "
    "it. Say below that it can't be yours."
)


@dataclass(frozen=True)
class WaitingAudit:
    """One audit that waits, as its auditor may know it."""

    case_id: UUID
    case_ref: str
    team: str
    cohort: str
    practitioner_ref: str
    kind: AuditKind
    theme: str
    cycle: str
    due_on: date | None

    @property
    def is_overdue(self) -> bool:
        """Whether the day it was due is over."""
        return self.due_on is not None and self.due_on < clock.today()

    @property
    def cohort_label(self) -> str:
        """The kind of plan as people say it."""
        return COHORTS.get(self.cohort, "")


@dataclass(frozen=True)
class Beginning:
    """What an auditor adds when they begin an audit that waits."""

    held_on: date
    cohort: str
    has_no_conflict: bool
    age_years: int | None = None


def waiting_of(session: Session, actor: Actor) -> tuple[WaitingAudit, ...]:
    """Return the audits that wait for a person, the soonest due first."""
    rows = session.execute(
        select(AuditCase, AuditCycle)
        .join(AuditCycle, AuditCycle.id == AuditCase.cycle_id)
        .where(AuditCase.auditor_id == actor.id, AuditCase.state == CaseState.ALLOCATED)
        .order_by(AuditCase.due_on, AuditCase.case_hash)
    )
    return tuple(_line(cycle, case) for case, cycle in rows)


def waiting(session: Session, case_id: UUID, *, by: Actor) -> WaitingAudit:
    """Return one audit that waits for a person.

    Raises:
        NotFound: it is not there, or waits for somebody else.
        Conflict: it has begun.
    """
    case, cycle = _find(session, case_id, by=by)
    return _line(cycle, case)


def begin(session: Session, case_id: UUID, beginning: Beginning, *, by: Actor) -> UUID:
    """Open the draft of an audit that waits, filled in with what is known, and return its id.

    Raises:
        NotFound: it is not there, or waits for somebody else; or no audit form is live.
        Conflict: it has begun.
        Invalid: the day, the kind of plan or the word on conflicts cannot be, or the auditor has
            become too near to the case since it was given to them.
    """
    case, cycle = _find(session, case_id, by=by, lock=True)
    known = _line(cycle, case)
    is_own = cycles.account_of(session, known.practitioner_ref) == by.id
    if is_own or case_allocation.is_too_near(session, cycle, case, by.id):
        raise Invalid(fields={"has_no_conflict": TOO_NEAR})
    opening = auditing.Opening(
        case_ref=known.case_ref,
        kind=cycle.kind,
        cohort=beginning.cohort,
        team=case.team,
        held_on=beginning.held_on,
        has_no_conflict=beginning.has_no_conflict,
        practitioner_ref=known.practitioner_ref,
        age_years=beginning.age_years,
        theme=cycle.theme,
    )
    audit_id = auditing.open_audit(session, opening, by=by)
    session.get_one(Audit, audit_id).service_id = cycle.service_id
    case.state, case.audit_id = CaseState.BEGUN, audit_id
    session.flush()
    return audit_id


def begin_problems(beginning: Beginning) -> dict[str, str]:
    """Return what keeps an audit that waits from being begun, by field; empty when nothing."""
    problems = {}
    if not beginning.has_no_conflict:
        problems["has_no_conflict"] = (
            "You can't audit your own case or your own line. Say below that it can't be yours."
        )
    if beginning.cohort not in COHORTS:
        problems["cohort"] = "Choose what kind of help the child gets."
    if beginning.held_on > clock.today():
        problems["held_on"] = "The day of the conversation can't be in the future."
    return problems


def cannot(
    session: Session, case_id: UUID, about: ConflictWith, reason: str, *, by: Actor
) -> None:
    """Note that a person is too near to a case; it goes back, for somebody else.

    Raises:
        NotFound: it is not there, or waits for somebody else.
        Conflict: it has begun.
        Invalid: the reason is missing, or the worker of the case is not known.
    """
    case, cycle = _find(session, case_id, by=by, lock=True)
    known = _line(cycle, case)
    subject = {
        ConflictWith.CASE: known.case_ref,
        ConflictWith.PRACTITIONER: known.practitioner_ref,
        ConflictWith.TEAM: known.team,
    }[about]
    if not subject:
        raise Invalid(fields={"about": "Who the worker is is not known here. Choose another."})
    audit_conflicts.declare(session, Declaring(by.id, about, subject, reason), by=by)
    activity.record(session, "case.handed_back", by=by.id, about=("case", case_id))


def _line(cycle: AuditCycle, case: AuditCase) -> WaitingAudit:
    return WaitingAudit(
        case_id=case.id,
        case_ref=case_lists.case_ref(cycle, case),
        team=case.team,
        cohort=case.cohort,
        practitioner_ref=case_lists.practitioner_ref(cycle, case),
        kind=cycle.kind,
        theme=cycle.theme,
        cycle=cycle.title,
        due_on=case.due_on,
    )


def _find(
    session: Session, case_id: UUID, *, by: Actor, lock: bool = False
) -> tuple[AuditCase, AuditCycle]:
    case = session.get(AuditCase, case_id, with_for_update=lock or None)
    if case is None or case.auditor_id != by.id or not by.can(Permission.RECORD_AUDITS):
        raise NotFound("case_unknown")
    if case.state is not CaseState.ALLOCATED:
        raise Conflict("audit_begun")
    return case, session.get_one(AuditCycle, case.cycle_id)
