"""The cases of a cycle, for whoever leads its audits: where each stands, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import User
from app.domain.programme import CaseState
from app.services import case_allocation, case_lists, cycles
from app.services.completion import cases_of
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import AuditCycle as Cycle
    from app.domain.people import Actor
    from app.services.completion import CycleCase

ORDER = ("overdue", "needs an auditor", "waiting", "in draft", "done", "left out", "not drawn")


@dataclass(frozen=True)
class NeedingLine:
    """One drawn case that nobody has, with why and what to do."""

    case_ref: str
    team: str
    reason: str


@dataclass(frozen=True)
class CaseLine:
    """One case of a cycle: where it stands, or why it is left out."""

    case_ref: str
    team: str
    cohort: str
    last_audited_on: date | None
    state: str
    left_out: str
    auditor: str
    due_on: date | None


def case_lines(session: Session, cycle_id: UUID, *, by: Actor) -> tuple[CaseLine, ...]:
    """Return every case of a cycle, those that need something first.

    Raises:
        NotFound: the cycle is not there, or none of the person's business.
    """
    cycle = cycles.find(session, cycle_id, by=by)
    names = {row.id: row.name for row in session.execute(select(User.id, User.name))}
    found = [_case_line(cycle, one, names) for one in cases_of(session, cycle_id)]
    return tuple(sorted(found, key=lambda line: (ORDER.index(line.state), line.case_ref)))


def _case_line(cycle: Cycle, one: CycleCase, names: dict[UUID, str]) -> CaseLine:
    case = one.case
    return CaseLine(
        case_ref=case_lists.case_ref(cycle, case),
        team=case.team,
        cohort=COHORTS.get(case.cohort, ""),
        last_audited_on=case.last_audited_on,
        state=_state(one),
        left_out=case.left_out.label if case.left_out else "",
        auditor=names[case.auditor_id] if case.auditor_id else "",
        due_on=case.due_on,
    )


def _state(one: CycleCase) -> str:
    if one.is_overdue:
        return "overdue"
    if one.is_done or one.is_draft:
        return "done" if one.is_done else "in draft"
    if one.case.state is CaseState.LISTED:
        return "left out" if one.case.left_out else "not drawn"
    return "waiting" if one.is_waiting else "needs an auditor"


def needing(session: Session, cycle: Cycle) -> tuple[NeedingLine, ...]:
    """Return the drawn cases that nobody has, each with why and what to do."""
    auditors = case_allocation.auditors_of(session, cycle)
    return tuple(
        NeedingLine(
            case_lists.case_ref(cycle, case), case.team, case_allocation.reason(case, auditors)
        )
        for case in case_allocation.drawn(session, cycle.id)
    )
