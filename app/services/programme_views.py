"""What the pages of the programme show: cycles, how far each has come, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db.models import (
    AuditCycle,
    CaseDraw,
    CaseList,
    CycleAuditor,
    Service,
    User,
)
from app.domain.people import Permission
from app.domain.programme import stands
from app.services import activity, audit_conflicts, case_draws, cycles
from app.services.case_views import needing
from app.services.completion import auditor_lines, cases_of, completion, team_lines

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import AuditCycle as Cycle
    from app.domain.audits import AuditKind
    from app.domain.people import Actor
    from app.domain.programme import Strata
    from app.services.audit_conflicts import ConflictLine
    from app.services.case_views import NeedingLine
    from app.services.completion import AuditorLine, Completion


@dataclass(frozen=True)
class CycleLine:
    """One cycle in a list."""

    id: UUID
    title: str
    service: str
    kind: AuditKind
    starts_on: date
    ends_on: date
    completion: Completion

    @property
    def state(self) -> str:
        """Where it stands today, in a word."""
        return stands(self.starts_on, self.ends_on, clock.today())


@dataclass(frozen=True)
class DrawLine:
    """One drawing, with what is needed to draw it again, and whether that draws the same."""

    number: int
    size: int
    candidates: int
    strata: Strata
    seed: int
    drawn_on: date
    drawn_by: str
    is_confirmed: bool | None


@dataclass(frozen=True)
class ListLine:
    """One uploaded list of cases."""

    id: UUID
    file_name: str
    kept: int
    refused: int
    is_open: bool


@dataclass(frozen=True)
class CyclePage:
    """One cycle: how far it has come, who audits, its lists and draws, and what it needs."""

    line: CycleLine
    service_id: UUID
    theme: str
    target_per_auditor: int
    target_per_team: int
    share_moderated: int
    listed: int
    auditors: tuple[AuditorLine, ...]
    teams: tuple[Completion, ...]
    lists: tuple[ListLine, ...]
    draws: tuple[DrawLine, ...]
    needing: tuple[NeedingLine, ...]
    conflicts: tuple[ConflictLine, ...]


def cycle_lines(session: Session, *, by: Actor) -> tuple[CycleLine, ...]:
    """Return the cycles whose audits a person leads, the newest first."""
    rows = select(AuditCycle)
    where = by.services(Permission.LEAD_AUDITS)
    if where is not None:
        rows = rows.where(AuditCycle.service_id.in_(where))
    found = session.scalars(rows.order_by(AuditCycle.starts_on.desc(), AuditCycle.title)).all()
    return tuple(cycle_line(session, cycle) for cycle in found)


def cycle_page(session: Session, cycle_id: UUID, *, by: Actor) -> CyclePage:
    """Return one cycle. That its conflicts were read is recorded first.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    cycle = cycles.find(session, cycle_id, by=by)
    conflicts = audit_conflicts.lines(session, cycle_id)
    if conflicts:
        activity.record(session, "conflicts.read", by=by.id, about=("cycle", cycle_id))
    cases = cases_of(session, cycle_id)
    return CyclePage(
        line=cycle_line(session, cycle),
        service_id=cycle.service_id,
        theme=cycle.theme,
        target_per_auditor=cycle.target_per_auditor,
        target_per_team=cycle.target_per_team,
        share_moderated=cycle.share_moderated,
        listed=len(cases),
        auditors=auditor_lines(session, cycle, cases),
        teams=team_lines(cycle, cases),
        lists=_lists(session, cycle_id),
        draws=_draws(session, cycle_id),
        needing=needing(session, cycle),
        conflicts=conflicts,
    )


def cycle_line(session: Session, cycle: Cycle) -> CycleLine:
    """Return one cycle as it stands in a list; the caller has seen to who asks."""
    service = session.get_one(Service, cycle.service_id).name
    cases = cases_of(session, cycle.id)
    people = session.scalars(
        select(func.coalesce(CycleAuditor.target, cycle.target_per_auditor)).where(
            CycleAuditor.cycle_id == cycle.id
        )
    )
    return CycleLine(
        id=cycle.id,
        title=cycle.title,
        service=service,
        kind=cycle.kind,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        completion=completion("All", sum(people), cases),
    )


def _lists(session: Session, cycle_id: UUID) -> tuple[ListLine, ...]:
    rows = session.scalars(
        select(CaseList).where(CaseList.cycle_id == cycle_id).order_by(CaseList.uploaded_at)
    )
    return tuple(
        ListLine(
            row.id, row.file_name, row.rows_kept, len(row.refused), row.content_sealed is not None
        )
        for row in rows
    )


def _draws(session: Session, cycle_id: UUID) -> tuple[DrawLine, ...]:
    rows = session.execute(
        select(CaseDraw, User.name)
        .join(User, User.id == CaseDraw.drawn_by_id)
        .where(CaseDraw.cycle_id == cycle_id)
        .order_by(CaseDraw.number)
    )
    return tuple(
        DrawLine(
            number=d.number,
            size=d.size,
            candidates=d.candidates,
            strata=d.strata,
            seed=d.seed,
            drawn_on=d.drawn_on,
            drawn_by=name,
            is_confirmed=case_draws.is_confirmed(session, d),
        )
        for d, name in rows
    )
