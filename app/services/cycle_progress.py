"""How far the cycles of what is chosen have come: all of each, and team by team."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db.models import Audit, AuditCase, AuditCycle, CycleAuditor, Service
from app.domain.programme import stands
from app.services.completion import Completion, CycleCase, completion, team_lines
from app.services.seen_places import team_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import AuditCycle as Cycle
    from app.services.seen_places import Place

MOST = 6


@dataclass(frozen=True)
class CycleProgress:
    """One cycle beside its targets; for a team, `whole` is that of the team."""

    id: UUID
    title: str
    service: str
    starts_on: date
    ends_on: date
    state: str
    whole: Completion
    teams: tuple[Completion, ...]


def cycle_progress(session: Session, place: Place) -> tuple[CycleProgress, ...]:
    """Return how far the newest cycles have come, in three queries; for a team, those with it.

    It names no auditor and no worker: teams are counted as the programme counts them.
    """
    wanted = {place.service.id} if place.service else place.service_ids
    rows = session.execute(
        select(AuditCycle, Service.name)
        .join(Service, Service.id == AuditCycle.service_id)
        .where(AuditCycle.service_id.in_(wanted))
        .order_by(AuditCycle.starts_on.desc(), AuditCycle.title)
        .limit(MOST)
    ).all()
    ids = [cycle.id for cycle, _ in rows]
    cases, targets = _cases(session, ids), _targets(session, ids)
    lines = [_line(cycle, name, cases[cycle.id], targets.get(cycle.id, 0)) for cycle, name in rows]
    return tuple(_of_team(line, place.team) for line in lines if _has(line, place.team))


def _cases(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[CycleCase]]:
    rows = session.execute(
        select(AuditCase, Audit.state)
        .outerjoin(Audit, Audit.id == AuditCase.audit_id)
        .where(AuditCase.cycle_id.in_(ids))
    )
    found: dict[UUID, list[CycleCase]] = defaultdict(list)
    for case, state in rows:
        found[case.cycle_id].append(CycleCase(case, state))
    return found


def _targets(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = session.execute(
        select(
            CycleAuditor.cycle_id,
            func.sum(func.coalesce(CycleAuditor.target, AuditCycle.target_per_auditor)),
        )
        .join(AuditCycle, AuditCycle.id == CycleAuditor.cycle_id)
        .where(CycleAuditor.cycle_id.in_(ids))
        .group_by(CycleAuditor.cycle_id)
    )
    return {cycle_id: int(total) for cycle_id, total in rows}


def _line(cycle: Cycle, service: str, cases: Sequence[CycleCase], target: int) -> CycleProgress:
    return CycleProgress(
        id=cycle.id,
        title=cycle.title,
        service=service,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        state=stands(cycle.starts_on, cycle.ends_on, clock.today()),
        whole=completion("All", target, cases),
        teams=team_lines(cycle, cases),
    )


def _has(line: CycleProgress, team: str) -> bool:
    return not team or any(team_key(one.name) == team_key(team) for one in line.teams)


def _of_team(line: CycleProgress, team: str) -> CycleProgress:
    if not team:
        return line
    theirs = next(one for one in line.teams if team_key(one.name) == team_key(team))
    return CycleProgress(
        line.id,
        line.title,
        line.service,
        line.starts_on,
        line.ends_on,
        line.state,
        theirs,
        (),
    )
