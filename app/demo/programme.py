"""Two cycles of Anytown: one that is audited whole, and one with its second draw under way."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from sqlalchemy import select

from app import clock, tabular
from app.db.models import Audit, AuditCase, User
from app.demo.people import PASSWORD, WAVE_DAYS
from app.domain.audits import AuditKind
from app.domain.people import Role
from app.domain.programme import CaseState, ConflictWith, Strata, months_before
from app.services import (
    accounts,
    audit_conflicts,
    case_allocation,
    case_draws,
    case_lists,
    cycles,
)
from app.services.audit_conflicts import Declaring
from app.services.case_draws import DrawPlan
from app.services.cycles import CyclePlan, Joining

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.demo.people import Places
    from app.domain.people import Actor

FILE = Path(__file__).with_name("programme.yaml")
HEADER = "case_ref,team,plan,worker,last_audited"
SEEDS = (20260901, 20261014)
SECOND_SIZE = 12
LASTS, DUE_IN = timedelta(days=WAVE_DAYS + 48), timedelta(days=9)
NOON = time(12, 0)


def add(session: Session, places: Places) -> UUID:
    """Open the cycle at the start of the third wave, and draw and give its first four cases.

    The caller holds the clock at `begins`.
    """
    data, lead = _data(), accounts.actor_by_id(session, places.users[Role.MODERATOR])
    starts = places.waves[-1][0]
    plan = CyclePlan(
        service_id=places.services[data["service"]],
        title=data["title"],
        kind=AuditKind.CONVERSATIONAL,
        starts_on=starts,
        ends_on=starts + LASTS,
        target_per_auditor=data["target_per_auditor"],
        target_per_team=data["target_per_team"],
        share_moderated=data["share_moderated"],
    )
    cycle_id = cycles.open_cycle(session, plan, by=lead)
    _join(session, cycle_id, places.users[Role.PRACTITIONER], data["practitioner"], lead)
    rows = [f"{case},{data['first_teams'][case]},,," for case in data["first"]]
    _list(session, cycle_id, rows, lead)
    case_draws.draw(session, cycle_id, DrawPlan(len(rows), Strata.NONE, SEEDS[0]), by=lead)
    case_allocation.give(session, cycle_id, places.waves[-1][1], by=lead)
    return cycle_id


def add_earlier(session: Session, places: Places) -> UUID:
    """Open the cycle before it at the start of the first wave, and draw and give every case.

    The caller holds the clock at the first of `begins`.
    """
    data, lead = _data(), accounts.actor_by_id(session, places.users[Role.MODERATOR])
    said = data["earlier"]
    starts = places.waves[0][0]
    plan = CyclePlan(
        service_id=places.services[said["service"]],
        title=said["title"],
        kind=AuditKind.CONVERSATIONAL,
        starts_on=starts,
        ends_on=places.waves[-1][1],
        target_per_auditor=len(said["cases"]),
        target_per_team=data["target_per_team"],
        share_moderated=data["share_moderated"],
    )
    cycle_id = cycles.open_cycle(session, plan, by=lead)
    _join(session, cycle_id, places.users[Role.PRACTITIONER], said["practitioner"], lead)
    _list(session, cycle_id, [f"{case},{team},,," for case, team in said["cases"].items()], lead)
    drawn = DrawPlan(len(said["cases"]), Strata.TEAM, said["seed"])
    case_draws.draw(session, cycle_id, drawn, by=lead)
    case_allocation.give(session, cycle_id, places.waves[-1][1], by=lead)
    return cycle_id


def begins(places: Places) -> tuple[datetime, datetime]:
    """Return the moments at which the earlier cycle and the running one are opened."""
    first, last = (
        datetime.combine(wave[0], NOON, tzinfo=UTC) for wave in (places.waves[0], places.waves[-1])
    )
    return first, last


def go_on(session: Session, places: Places, earlier_id: UUID, cycle_id: UUID) -> None:
    """Tie the audits that were held to their cases, and draw and give the second sample."""
    data, lead = _data(), accounts.actor_by_id(session, places.users[Role.MODERATOR])
    _tie(session, earlier_id, data["earlier"]["cases"])
    _tie(session, cycle_id, data["first"])
    users = {one["email"]: _auditor(session, one) for one in data["auditors"]}
    for one in data["auditors"]:
        _join(session, cycle_id, users[one["email"]], one, lead)
    said = data["conflict"]
    audit_conflicts.declare_in_cycle(
        session,
        cycle_id,
        Declaring(
            users[said["who"]], ConflictWith(said["about"]), said["subject"], said["reason"]
        ),
        by=lead,
    )
    _list(session, cycle_id, map(_row, data["cases"]), lead)
    case_draws.draw(session, cycle_id, DrawPlan(SECOND_SIZE, Strata.TEAM, SEEDS[1]), by=lead)
    case_allocation.give(session, cycle_id, clock.today() + DUE_IN, by=lead)


def _tie(session: Session, cycle_id: UUID, refs: Iterable[str]) -> None:
    for ref in refs:
        hashed = cycles.hash_of(ref, case_lists.CASE_HASH)
        case = session.scalars(
            select(AuditCase).where(AuditCase.cycle_id == cycle_id, AuditCase.case_hash == hashed)
        ).one()
        case.audit_id = session.scalars(select(Audit.id).where(Audit.case_ref == ref)).one()
        case.state = CaseState.BEGUN


def _auditor(session: Session, one: dict[str, Any]) -> UUID:
    known = session.scalar(select(User.id).where(User.email == one["email"]))
    return known or accounts.add_user(
        session,
        email=one["email"],
        name=one["name"],
        password=PASSWORD,
        grants=[(Role.PRACTITIONER, None)],
    )


def _join(
    session: Session, cycle_id: UUID, user_id: UUID, one: dict[str, Any], lead: Actor
) -> None:
    leads = tuple(one.get("leads", ()))
    joining = Joining(user_id, one["team"], leads, one["ref"])
    cycles.add_auditor(session, cycle_id, joining, by=lead)


def _list(session: Session, cycle_id: UUID, rows: Iterable[str], lead: Actor) -> None:
    table = tabular.parse("\n".join([HEADER, *rows]).encode())
    list_id = case_lists.upload(session, cycle_id, table, file_name="cases.csv", by=lead)
    case_lists.keep(session, list_id, by=lead)


def _row(one: list[Any]) -> str:
    case, team, plan, worker, months = one
    audited = months_before(clock.today(), months).isoformat() if months else ""
    return f"{case},{team},{plan},{worker},{audited}"


def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data
