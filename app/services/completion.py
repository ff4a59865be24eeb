"""How far a cycle of audits has come: for all, for each auditor, and for each team."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Audit, AuditCase, CycleAuditor, User
from app.domain.programme import CaseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import AuditCycle as Cycle
    from app.domain.audits import AuditState


@dataclass(frozen=True)
class Completion:
    """How many audits of something are done, in draft, waiting and overdue, beside the target.

    An overdue audit is counted as waiting or in draft too.
    """

    name: str
    target: int
    done: int = 0
    draft: int = 0
    waiting: int = 0
    overdue: int = 0

    @property
    def is_reached(self) -> bool:
        """Whether as many are done as there should be."""
        return self.done >= self.target


@dataclass(frozen=True)
class AuditorLine:
    """Somebody who audits in a cycle, and how far they have come."""

    user_id: UUID
    team: str
    leads: tuple[str, ...]
    completion: Completion


@dataclass(frozen=True)
class CycleCase:
    """A case with its audit's state, as completion counts it."""

    case: AuditCase
    audit_state: AuditState | None

    @property
    def is_done(self) -> bool:
        """Whether its audit is handed in."""
        return self.audit_state is not None and self.audit_state.is_finished

    @property
    def is_draft(self) -> bool:
        """Whether its audit is begun and not handed in."""
        return self.audit_state is not None and not self.audit_state.is_finished

    @property
    def is_waiting(self) -> bool:
        """Whether its auditor has not begun."""
        return self.case.state is CaseState.ALLOCATED

    @property
    def is_overdue(self) -> bool:
        """Whether the day it was due is over, and it is not handed in."""
        is_open = self.is_waiting or self.is_draft
        return is_open and self.case.due_on is not None and self.case.due_on < clock.today()


def completion(name: str, target: int, cases: Iterable[CycleCase]) -> Completion:
    """Count some cases of a cycle beside a target."""
    held = list(cases)
    return Completion(
        name=name,
        target=target,
        done=sum(one.is_done for one in held),
        draft=sum(one.is_draft for one in held),
        waiting=sum(one.is_waiting for one in held),
        overdue=sum(one.is_overdue for one in held),
    )


def cases_of(session: Session, cycle_id: UUID) -> Sequence[CycleCase]:
    """Return every case of a cycle with the state of its audit."""
    rows = session.execute(
        select(AuditCase, Audit.state)
        .join(Audit, Audit.id == AuditCase.audit_id, isouter=True)
        .where(AuditCase.cycle_id == cycle_id)
    )
    return [CycleCase(case, state) for case, state in rows]


def auditor_lines(
    session: Session, cycle: Cycle, cases: Sequence[CycleCase]
) -> tuple[AuditorLine, ...]:
    """Return who audits in a cycle, by name, and how far each has come."""
    rows = session.execute(
        select(CycleAuditor, User.name)
        .join(User, User.id == CycleAuditor.user_id)
        .where(CycleAuditor.cycle_id == cycle.id)
        .order_by(User.name, User.id)
    )
    return tuple(
        AuditorLine(
            row.user_id,
            row.team,
            tuple(row.leads),
            completion(
                name,
                row.target or cycle.target_per_auditor,
                (one for one in cases if one.case.auditor_id == row.user_id),
            ),
        )
        for row, name in rows
    )


def team_lines(cycle: Cycle, cases: Sequence[CycleCase]) -> tuple[Completion, ...]:
    """Return how far each team has come, by name."""
    by_team: dict[str, list[CycleCase]] = defaultdict(list)
    for one in cases:
        by_team[one.case.team].append(one)
    return tuple(
        completion(team, cycle.target_per_team, by_team[team]) for team in sorted(by_team)
    )
