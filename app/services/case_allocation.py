"""Give the drawn cases of a cycle to its auditors, and say why a case could be given to nobody."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db.models import AuditCase, AuditConflict, CycleAuditor
from app.domain.allocating import Auditor, DrawnCase, Left, Obstacle, allocate, why_left
from app.domain.errors import Invalid
from app.domain.programme import CaseState, ConflictWith
from app.services import activity, audit_reminders, cycles
from app.services.case_draws import SEEDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import AuditCycle
    from app.domain.people import Actor

WITH_AUDITOR = (CaseState.ALLOCATED, CaseState.BEGUN)
SAYS = {
    Obstacle.OWN_CASE: ("{n} auditor has it as their own case", "{n} have it as their own case"),
    Obstacle.OWN_TEAM: ("{n} auditor works in its team", "{n} auditors work in its team"),
    Obstacle.OWN_LINE: ("{n} auditor leads its team", "{n} auditors lead its team"),
    Obstacle.DECLARED: ("{n} auditor declared a conflict", "{n} auditors declared a conflict"),
    Obstacle.TARGET_REACHED: (
        "{n} auditor has reached their target",
        "{n} auditors have reached their target",
    ),
}


@dataclass(frozen=True)
class Outcome:
    """How many cases were given to an auditor, and how many could be given to nobody."""

    given: int
    left: int


def give(session: Session, cycle_id: UUID, due_on: date, *, by: Actor) -> Outcome:
    """Give every drawn case to an auditor who is free of conflict, as targets allow.

    What was given before stays as it is. Each who is given something gets a mail.

    Raises:
        NotFound: the cycle is not there, or none of the person's business.
        Conflict: the last day of the cycle is over.
        Invalid: the due day is over or after the cycle, or there is nothing or nobody to give.
    """
    cycle = cycles.find(session, cycle_id, by=by, lock=True)
    cycles.refuse_unless_running(cycle)
    cases = {case.case_hash: case for case in drawn(session, cycle_id)}
    auditors = auditors_of(session, cycle)
    _check(due_on, cycle, has_cases=bool(cases), has_auditors=bool(auditors))
    made = allocate(map(as_drawn, cases.values()), auditors, seed=secrets.randbelow(SEEDS))
    people = {str(row.user_id): row.user_id for row in _rows(session, cycle_id)}
    for key, auditor in made.given.items():
        case = cases[key]
        case.state, case.auditor_id = CaseState.ALLOCATED, people[auditor]
        case.due_on, case.reminded = due_on, audit_reminders.told_with(due_on)
    session.flush()
    audit_reminders.tell(session, sorted({people[auditor] for auditor in made.given.values()}))
    counts = {"given": len(made.given), "left": len(made.left)}
    activity.record(session, "cycle.allocated", by=by.id, about=("cycle", cycle_id), counts=counts)
    return Outcome(len(made.given), len(made.left))


def drawn(session: Session, cycle_id: UUID) -> list[AuditCase]:
    """Return the cases of a cycle that need an auditor."""
    rows = session.scalars(
        select(AuditCase)
        .where(AuditCase.cycle_id == cycle_id, AuditCase.state == CaseState.DRAWN)
        .order_by(AuditCase.team, AuditCase.case_hash)
    )
    return list(rows)


def auditors_of(session: Session, cycle: AuditCycle) -> list[Auditor]:
    """Return who audits in a cycle, as the rule of conflicts needs to know them."""
    rows = _rows(session, cycle.id)
    loads, conflicts = _loads(session, cycle.id), _conflicts(session, [r.user_id for r in rows])
    return [
        Auditor(
            key=str(row.user_id),
            target=row.target or cycle.target_per_auditor,
            load=loads[row.user_id],
            team=cycles.hash_of(row.team, cycles.TEAM),
            leads=frozenset(cycles.hash_of(team, cycles.TEAM) for team in row.leads),
            practitioner=row.practitioner_hash,
            conflicts=frozenset(conflicts[row.user_id]),
        )
        for row in rows
    ]


def as_drawn(case: AuditCase) -> DrawnCase:
    """Return a case as the rule of conflicts needs to know it."""
    team = cycles.hash_of(case.team, cycles.TEAM)
    return DrawnCase(case.case_hash, team, case.practitioner_hash)


def reason(case: AuditCase, auditors: list[Auditor]) -> str:
    """Return why nobody has a case, and what to do, as people say it."""
    if not auditors:
        return "Nobody audits in this cycle yet. Add an auditor."
    left = why_left(as_drawn(case), auditors)
    if any(one.load < one.target and _may(one, case) for one in auditors):
        return "It waits to be allocated."
    said = "; ".join(_counted(kind, number) for kind, number in left.obstacles.items())
    return f"{said[0].upper()}{said[1:]}. {_what_to_do(left)}"


def _may(auditor: Auditor, case: AuditCase) -> bool:
    return Obstacle.TARGET_REACHED in why_left(as_drawn(case), [auditor]).obstacles


def _what_to_do(left: Left) -> str:
    if Obstacle.TARGET_REACHED in left.obstacles:
        return "Raise a target, or add an auditor."
    return "Add an auditor from elsewhere."


def _counted(kind: Obstacle, number: int) -> str:
    one, many = SAYS[kind]
    return (one if number == 1 else many).format(n=number)


def _check(due_on: date, cycle: AuditCycle, *, has_cases: bool, has_auditors: bool) -> None:
    if not has_auditors:
        problem = "Nobody audits in this cycle yet. Add an auditor first."
    elif not has_cases:
        problem = "No drawn case waits for an auditor. Draw cases first."
    elif due_on < clock.today():
        problem = "This day is over already. Choose today or a later day."
    elif due_on > cycle.ends_on:
        problem = f"The cycle ends on {cycle.ends_on:%d/%m/%Y}. Choose that day or an earlier one."
    else:
        return
    raise Invalid(fields={"due_on": problem})


def _rows(session: Session, cycle_id: UUID) -> list[CycleAuditor]:
    rows = session.scalars(
        select(CycleAuditor).where(CycleAuditor.cycle_id == cycle_id).order_by(CycleAuditor.id)
    )
    return list(rows)


def _loads(session: Session, cycle_id: UUID) -> Counter[UUID | None]:
    rows = session.execute(
        select(AuditCase.auditor_id, func.count())
        .where(AuditCase.cycle_id == cycle_id, AuditCase.state.in_(WITH_AUDITOR))
        .group_by(AuditCase.auditor_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def _conflicts(
    session: Session, user_ids: list[UUID]
) -> Mapping[UUID, set[tuple[ConflictWith, str]]]:
    found: dict[UUID, set[tuple[ConflictWith, str]]] = defaultdict(set)
    rows = session.scalars(select(AuditConflict).where(AuditConflict.auditor_id.in_(user_ids)))
    for row in rows:
        found[row.auditor_id].add((row.about, row.subject_hash))
    return found
