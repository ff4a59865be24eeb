"""What the pages about people and activity show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import ActivityEntry, Membership, Service, User
from app.services import activity

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.activity import ChainCheck

NEWEST = 100
EVERYWHERE = "every service"


@dataclass(frozen=True)
class PersonLine:
    """One member of staff with their roles."""

    id: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    is_disabled: bool


@dataclass(frozen=True)
class ActivityLine:
    """One thing that was done or read."""

    seq: int
    at: datetime
    who: str
    verb: str
    about: str


@dataclass(frozen=True)
class ActivityPage:
    """The newest activity, and whether the whole record is untouched."""

    lines: tuple[ActivityLine, ...]
    check: ChainCheck


def people(session: Session) -> tuple[PersonLine, ...]:
    """Return every member of staff, by name."""
    roles: dict[UUID, list[str]] = {}
    rows = session.execute(
        select(Membership, Service.name).outerjoin(Service, Service.id == Membership.service_id)
    )
    for membership, service in rows:
        said = f"{membership.role.label} in {service or EVERYWHERE}"
        roles.setdefault(membership.user_id, []).append(said)
    return tuple(
        PersonLine(
            user.id,
            user.name,
            user.email,
            tuple(sorted(roles.get(user.id, ()))),
            user.disabled_at is not None,
        )
        for user in session.scalars(select(User).order_by(User.name))
    )


def services(session: Session) -> tuple[tuple[UUID, str], ...]:
    """Return every service, by name."""
    rows = session.execute(select(Service.id, Service.name).order_by(Service.name))
    return tuple((row.id, row.name) for row in rows)


def activity_page(session: Session) -> ActivityPage:
    """Return the newest activity, and whether the record is whole."""
    rows = session.execute(
        select(ActivityEntry, User.name)
        .outerjoin(User, User.id == ActivityEntry.actor_id)
        .order_by(ActivityEntry.seq.desc())
        .limit(NEWEST)
    )
    lines = tuple(
        ActivityLine(
            entry.seq,
            entry.at,
            who or "Earshot",
            entry.verb,
            f"{entry.object_kind} {entry.object_id[:8]}".strip(),
        )
        for entry, who in rows
    )
    return ActivityPage(lines, activity.check(session))
