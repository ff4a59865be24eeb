"""The services, staff and waves of Anytown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.db.models import Service, Wave
from app.demo.content import WAVES
from app.domain.people import Role
from app.services import accounts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.demo.content import Anytown

# One password for all of Anytown; production refuses demonstration data altogether.
PASSWORD = "walnut ferry thursday"  # noqa: S105
WAVE_DAYS = 42


@dataclass(frozen=True)
class Places:
    """What was added: services and staff by their keys, and the first and last day of waves.

    `users` holds the first of each role; `worker` is the practitioner whose work is audited.
    """

    services: Mapping[str, UUID]
    users: Mapping[Role, UUID]
    worker: UUID
    waves: tuple[tuple[date, date], ...]


def add(session: Session, anytown: Anytown, today: date) -> Places:
    """Add the services, the staff, at least one a role, and three waves that end today."""
    services = {}
    for key, name in anytown.services.items():
        service = Service(key=key, name=name)
        session.add(service)
        services[key] = service.id
    session.flush()
    users = [
        (
            person.role,
            accounts.add_user(
                session,
                email=person.email,
                name=person.name,
                password=PASSWORD,
                grants=[(person.role, None)],
            ),
        )
        for person in anytown.staff
    ]
    worker = next(user for role, user in reversed(users) if role is Role.PRACTITIONER)
    return Places(services, dict(reversed(users)), worker, _waves(session, today))


def _waves(session: Session, today: date) -> tuple[tuple[date, date], ...]:
    days = []
    for number in range(1, WAVES + 1):
        ends = today - timedelta(days=WAVE_DAYS * (WAVES - number))
        starts = ends - timedelta(days=WAVE_DAYS - 1)
        session.add(Wave(number=number, name=f"Wave {number}", starts_on=starts, ends_on=ends))
        days.append((starts, ends))
    return tuple(days)
