"""A cycle of audits for tests: who leads it, who audits, and a list of cases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app import clock, tabular
from app.domain.audits import AuditKind
from app.domain.people import Actor, Role
from app.services import accounts, case_lists, cycles
from app.services.cycles import CyclePlan, Joining
from tests import builders

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

TEAMS = ("Care North", "Care South", "Protection 1")


def a_person(session: Session, role: Role, service_id: UUID | None = None) -> Actor:
    """Return somebody who plays a role."""
    user = builders.a_user(session, roles=(role,), service_id=service_id)
    return accounts.actor_by_id(session, user.id)


def a_plan(service_id: UUID, **changes: Any) -> CyclePlan:
    """Return the plan of a cycle of three months that begins today."""
    usual: dict[str, Any] = {
        "service_id": service_id,
        "title": "Autumn audits",
        "kind": AuditKind.CONVERSATIONAL,
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=91),
        "target_per_auditor": 3,
        "target_per_team": 2,
        "share_moderated": 20,
    }
    return CyclePlan(**usual | changes)


def a_cycle(session: Session, lead: Actor, service_id: UUID, **changes: Any) -> UUID:
    """Open a cycle and return its id."""
    return cycles.open_cycle(session, a_plan(service_id, **changes), by=lead)


def joins(session: Session, cycle_id: UUID, lead: Actor, auditor: Actor, **known: Any) -> None:
    """Let somebody of the quality team audit in a cycle."""
    joining = Joining(user_id=auditor.id, **{"team": "Quality"} | known)
    cycles.add_auditor(session, cycle_id, joining, by=lead)


def a_file(rows: Iterable[str], header: str = "case_ref,team,plan,worker,last_audited") -> bytes:
    """Return a CSV file of cases."""
    return "\n".join([header, *rows]).encode()


def a_list(session: Session, cycle_id: UUID, lead: Actor, rows: Iterable[str]) -> UUID:
    """Upload a list of cases, and return its id."""
    table = tabular.parse(a_file(rows))
    return case_lists.upload(session, cycle_id, table, file_name="cases.csv", by=lead)


def listed(session: Session, cycle_id: UUID, lead: Actor, rows: Iterable[str]) -> None:
    """Put cases on the list of a cycle."""
    case_lists.keep(session, a_list(session, cycle_id, lead, rows), by=lead)


def some_rows(count: int = 12) -> list[str]:
    """Return rows of good cases in three teams, each with a worker."""
    return [f"CH-{1000 + n},{TEAMS[n % len(TEAMS)]},cla,SW-{n % 4 + 1:03}," for n in range(count)]
