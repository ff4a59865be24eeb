"""Draw cases of a cycle by chance, from those on its list that are not left to rest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db.models import Audit, AuditCase, AuditCycle, CaseDraw
from app.domain.drawing import draw as draw_by_chance
from app.domain.errors import Invalid
from app.domain.programme import (
    REST_MONTHS,
    CaseState,
    LeftOut,
    Strata,
    is_resting,
    months_before,
)
from app.services import activity, cycles
from app.services.case_lists import CASE_HASH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

# A number that people can read to one another.
SEEDS = 1_000_000_000


@dataclass(frozen=True)
class DrawPlan:
    """How many cases to draw and over what to spread them; without a seed chance gives one."""

    size: int
    strata: Strata = Strata.TEAM
    seed: int | None = None


def draw(session: Session, cycle_id: UUID, plan: DrawPlan, *, by: Actor) -> int:
    """Draw cases that have not been drawn yet, and return how many.

    What was audited in the last six months, by the list or by Earshot itself, is left out with
    its reason, and so is what waits for its audit in another cycle. The seed is recorded: the
    same list and seed give the same cases, in whatever order they were uploaded.

    Raises:
        NotFound: the cycle is not there, or none of the person's business.
        Conflict: the last day of the cycle is over.
        Invalid: the size is under one or more than can be drawn, or the seed is none.
    """
    cycle = cycles.find(session, cycle_id, by=by, lock=True)
    cycles.refuse_unless_running(cycle)
    candidates = candidates_of(session, cycle)
    _check(plan, len(candidates))
    seed = secrets.randbelow(SEEDS) if plan.seed is None else plan.seed
    row = CaseDraw(
        cycle_id=cycle_id,
        number=_next_number(session, cycle_id),
        strata=plan.strata,
        candidates=len(candidates),
        pool=sorted(str(case.id) for case in candidates),
        size=plan.size,
        seed=seed,
        drawn_by_id=by.id,
        drawn_on=clock.today(),
    )
    session.add(row)
    session.flush()
    for case in _by_chance(candidates, row):
        case.state, case.draw_id = CaseState.DRAWN, row.id
    session.flush()
    counts = {"size": plan.size, "candidates": len(candidates), "seed": seed}
    activity.record(session, "cycle.drawn", by=by.id, about=("cycle", cycle_id), counts=counts)
    return plan.size


def is_confirmed(session: Session, row: CaseDraw) -> bool | None:
    """Return whether its seed still draws the cases that a draw drew; None where nobody can tell.

    It is made again from the cases that could be drawn then, whatever was listed since.
    """
    if not row.pool:
        return None
    pool = set(row.pool)
    cases = session.scalars(select(AuditCase).where(AuditCase.cycle_id == row.cycle_id)).all()
    could_be = [case for case in cases if str(case.id) in pool]
    drawn = {case.id for case in cases if case.draw_id == row.id}
    return len(could_be) == len(pool) and drawn == {one.id for one in _by_chance(could_be, row)}


def _by_chance(candidates: Sequence[AuditCase], row: CaseDraw) -> list[AuditCase]:
    by_hash = {case.case_hash: case for case in candidates}
    strata = {key: _stratum(case, row.strata) for key, case in by_hash.items()}
    return [by_hash[key] for key in draw_by_chance(strata, row.size, seed=row.seed)]


def candidates_of(session: Session, cycle: AuditCycle) -> list[AuditCase]:
    """Return the cases that may be drawn now, and mark why each of the others is left out."""
    lately, elsewhere = _audited_lately(session, cycle), _waiting_elsewhere(session, cycle)
    found = []
    for case in _listed(session, cycle.id):
        case.left_out = _left_out(case, lately, elsewhere)
        if case.left_out is None:
            found.append(case)
    return found


def _left_out(case: AuditCase, lately: set[str], elsewhere: set[str]) -> LeftOut | None:
    if case.case_hash in lately or is_resting(case.last_audited_on, clock.today()):
        return LeftOut.AUDITED_LATELY
    return LeftOut.IN_ANOTHER_CYCLE if case.case_hash in elsewhere else None


def _listed(session: Session, cycle_id: UUID) -> Sequence[AuditCase]:
    return session.scalars(
        select(AuditCase)
        .where(AuditCase.cycle_id == cycle_id, AuditCase.state == CaseState.LISTED)
        .order_by(AuditCase.case_hash)
    ).all()


def _audited_lately(session: Session, cycle: AuditCycle) -> set[str]:
    since = months_before(clock.today(), REST_MONTHS)
    rows = session.scalars(
        select(Audit.case_ref)
        .where(Audit.service_id == cycle.service_id, Audit.held_on >= since)
        .distinct()
    )
    return {cycles.hash_of(ref, CASE_HASH) for ref in rows}


def _waiting_elsewhere(session: Session, cycle: AuditCycle) -> set[str]:
    rows = session.scalars(
        select(AuditCase.case_hash)
        .join(AuditCycle, AuditCycle.id == AuditCase.cycle_id)
        .where(
            AuditCase.cycle_id != cycle.id,
            AuditCycle.service_id == cycle.service_id,
            AuditCycle.ends_on >= clock.today(),
            AuditCase.state.in_([CaseState.DRAWN, CaseState.ALLOCATED]),
        )
    )
    return set(rows)


def _stratum(case: AuditCase, strata: Strata) -> str:
    team, cohort = case.team.casefold(), case.cohort
    by = {
        Strata.NONE: "",
        Strata.TEAM: team,
        Strata.COHORT: cohort,
        Strata.TEAM_AND_COHORT: f"{team}|{cohort}",
    }
    return by[strata]


def _check(plan: DrawPlan, possible: int) -> None:
    if plan.seed is not None and not 0 <= plan.seed < SEEDS:
        raise Invalid(fields={"seed": f"Write a whole number from 0 to {SEEDS - 1:,}."})
    if not possible:
        problem = "No case on the list can be drawn. Upload a list with other cases first."
    elif plan.size < 1:
        problem = "Write how many cases to draw, at least one."
    elif plan.size > possible:
        problem = f"Only {possible} can be drawn now. Write {possible} or fewer."
    else:
        return
    raise Invalid(fields={"size": problem})


def _next_number(session: Session, cycle_id: UUID) -> int:
    last = session.scalar(select(func.max(CaseDraw.number)).where(CaseDraw.cycle_id == cycle_id))
    return (last or 0) + 1
