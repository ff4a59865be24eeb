"""Cycles of audits: open one with its days and targets, and say who audits in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from app import clock
from app.db import sealing
from app.db.models import AuditCase, AuditCycle, CycleAuditor, Membership, Service, User
from app.domain.audits import AuditKind
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import MATRIX, Permission
from app.domain.programme import LONGEST_TEAM, CaseState
from app.domain.titles import tidy
from app.services import activity

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

AUDITING = [role for role, allowed in MATRIX.items() if Permission.RECORD_AUDITS in allowed]
LONGEST_TITLE = 120
MOST = 100
WORKER, TEAM = "practitioner", "team"


@dataclass(frozen=True)
class CyclePlan:
    """What is said of a cycle when it is opened; `share_moderated` is a percentage."""

    service_id: UUID
    title: str
    kind: AuditKind
    starts_on: date
    ends_on: date
    target_per_auditor: int
    target_per_team: int
    share_moderated: int = 0
    theme: str = ""


@dataclass(frozen=True)
class Joining:
    """Somebody who is to audit in a cycle; `leads` are the teams that they manage."""

    user_id: UUID
    team: str
    leads: tuple[str, ...] = ()
    practitioner_ref: str = ""
    target: int | None = None


def open_cycle(session: Session, plan: CyclePlan, *, by: Actor) -> UUID:
    """Open a cycle and return its id.

    Raises:
        NotFound: there is no such service, or not for this person.
        Invalid: a title is missing, a day cannot be, or a target is out of range.
    """
    reaches = by.reaches(Permission.LEAD_AUDITS, plan.service_id)
    if not reaches or session.get(Service, plan.service_id) is None:
        raise NotFound("service_unknown")
    if problems := problems_with(plan):
        raise Invalid(fields=problems)
    cycle = AuditCycle(
        service_id=plan.service_id,
        title=tidy(plan.title),
        kind=plan.kind,
        theme=tidy(plan.theme),
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        target_per_auditor=plan.target_per_auditor,
        target_per_team=plan.target_per_team,
        share_moderated=plan.share_moderated,
        opened_by_id=by.id,
    )
    session.add(cycle)
    session.flush()
    activity.record(session, "cycle.opened", by=by.id, about=("cycle", cycle.id))
    return cycle.id


def problems_with(plan: CyclePlan) -> dict[str, str]:
    """Return everything that keeps a cycle from being opened, by field; empty when nothing."""
    problems = {}
    if not tidy(plan.title) or len(tidy(plan.title)) > LONGEST_TITLE:
        problems["title"] = f"Give the cycle a title of up to {LONGEST_TITLE} characters."
    if plan.ends_on < clock.today():
        problems["ends_on"] = "The last day is over already. Choose today or a later day."
    elif plan.ends_on < plan.starts_on:
        problems["ends_on"] = "The last day is before the first. Change one of them."
    if plan.kind is AuditKind.THEMATIC and not tidy(plan.theme):
        problems["theme"] = "Write the one question that all audits of this theme look at."
    for name in ("target_per_auditor", "target_per_team"):
        if not 1 <= getattr(plan, name) <= MOST:
            problems[name] = f"Write a number of audits from 1 to {MOST}."
    if not 0 <= plan.share_moderated <= MOST:
        problems["share_moderated"] = "Write a percentage from 0 to 100."
    return problems


def find(session: Session, cycle_id: UUID, *, by: Actor, lock: bool = False) -> AuditCycle:
    """Return a cycle of the services whose audits the person leads.

    With `lock` nobody else adds, draws or gives cases of it before this transaction ends.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    cycle = session.get(AuditCycle, cycle_id, with_for_update=lock or None)
    if cycle is None or not by.reaches(Permission.LEAD_AUDITS, cycle.service_id):
        raise NotFound("cycle_unknown")
    return cycle


def add_auditor(session: Session, cycle_id: UUID, joining: Joining, *, by: Actor) -> None:
    """Let somebody audit in a cycle, or change what is known of them there.

    Raises:
        NotFound: the cycle is not there, or none of the person's business.
        Invalid: they may not record audits in this service, or their team is missing.
    """
    cycle = find(session, cycle_id, by=by)
    if problems := _problems_of(session, cycle, joining):
        raise Invalid(fields=problems)
    row = _auditor(session, cycle_id, joining.user_id)
    if row is None:
        row = CycleAuditor(cycle_id=cycle_id, user_id=joining.user_id)
        session.add(row)
    row.team = tidy(joining.team)
    row.leads = sorted({tidy(team) for team in joining.leads if tidy(team)})
    row.practitioner_hash = hash_of(joining.practitioner_ref, WORKER)
    row.target = joining.target
    session.flush()
    activity.record(session, "cycle.auditor_added", by=by.id, about=("cycle", cycle_id))


def remove_auditor(session: Session, cycle_id: UUID, user_id: UUID, *, by: Actor) -> int:
    """Let somebody audit in a cycle no more; return how many of their cases need another.

    Audits that they have begun stay theirs.

    Raises:
        NotFound: the cycle or the auditor is not there, or none of the person's business.
    """
    find(session, cycle_id, by=by)
    row = _auditor(session, cycle_id, user_id)
    if row is None:
        raise NotFound("auditor_unknown")
    session.delete(row)
    waiting = (
        AuditCase.cycle_id == cycle_id,
        AuditCase.auditor_id == user_id,
        AuditCase.state == CaseState.ALLOCATED,
    )
    freed = session.execute(
        update(AuditCase).where(*waiting).values(FREED).returning(AuditCase.id)
    )
    count = len(freed.all())
    activity.record(
        session,
        "cycle.auditor_removed",
        by=by.id,
        about=("cycle", cycle_id),
        counts={"freed": count},
    )
    return count


# What a case that needs another auditor goes back to.
FREED = {"state": CaseState.DRAWN, "auditor_id": None, "due_on": None, "reminded": 0}


def possible_auditors(session: Session, service_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Return who may record audits in a service, by name."""
    rows = session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role.in_(AUDITING),
            or_(Membership.service_id.is_(None), Membership.service_id == service_id),
            User.disabled_at.is_(None),
        )
        .distinct()
        .order_by(User.name, User.id)
    )
    return tuple((row.id, row.name) for row in rows)


def account_of(session: Session, practitioner_ref: str) -> UUID | None:
    """Return whose staff reference this is, as far as a cycle told; None where none or two did."""
    hashed = hash_of(practitioner_ref, WORKER)
    rows = session.scalars(
        select(CycleAuditor.user_id).where(CycleAuditor.practitioner_hash == hashed).distinct()
    ).all()
    return rows[0] if hashed and len(rows) == 1 else None


def hash_of(text: str, purpose: str) -> str:
    """Return the keyed hash by which a reference is found again; of none it is empty.

    CH-1042, ch1042 and “CH 1042” are one reference.
    """
    plain = "".join(letter for letter in text.casefold() if letter.isalnum())
    return sealing.keyring().keyed_hash(plain, f"programme {purpose}") if plain else ""


def _problems_of(session: Session, cycle: AuditCycle, joining: Joining) -> dict[str, str]:
    problems = {}
    if joining.user_id not in {key for key, _ in possible_auditors(session, cycle.service_id)}:
        problems["user_id"] = "Choose somebody who may record audits in this service."
    if not tidy(joining.team) or len(tidy(joining.team)) > LONGEST_TEAM:
        problems["team"] = "Write the team they work in, so that they are given none of its cases."
    if joining.target is not None and not 1 <= joining.target <= MOST:
        problems["target"] = f"Write a number of audits from 1 to {MOST}, or leave it empty."
    return problems


def _auditor(session: Session, cycle_id: UUID, user_id: UUID) -> CycleAuditor | None:
    return session.scalar(
        select(CycleAuditor).where(
            CycleAuditor.cycle_id == cycle_id, CycleAuditor.user_id == user_id
        )
    )


def refuse_unless_running(cycle: AuditCycle) -> None:
    """Refuse when the last day of a cycle is over.

    Raises:
        Conflict: it is.
    """
    if cycle.ends_on < clock.today():
        raise Conflict("cycle_over")
