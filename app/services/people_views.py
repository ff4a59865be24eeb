"""What the pages about people and activity show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import ActivityEntry, Membership, Service, User
from app.domain.people import Role
from app.services import activity

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.activity import ChainCheck

A_PAGE = 100
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
    """One page of the record, the newest first, and whether the whole of it is untouched."""

    lines: tuple[ActivityLine, ...]
    check: ChainCheck
    page: int
    pages: int


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


def activity_page(session: Session, page: int = 1) -> ActivityPage:
    """Return one page of the record, the newest entries first; a page too far is the last."""
    check = activity.check(session)
    pages = max(1, -(-check.entries // A_PAGE))
    page = min(max(page, 1), pages)
    rows = session.execute(
        select(ActivityEntry, User.name)
        .outerjoin(User, User.id == ActivityEntry.actor_id)
        .order_by(ActivityEntry.seq.desc())
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    lines = tuple(
        ActivityLine(
            entry.seq,
            entry.at,
            who or "Earshot",
            said(entry.verb),
            f"{entry.object_kind} {entry.object_id[:8]}".strip(),
        )
        for entry, who in rows
    )
    return ActivityPage(lines, check, page, pages)


def said(verb: str) -> str:
    """Return what was done as people read it.

    >>> said("sign_in.accepted")
    'Sign in accepted'
    """
    return verb.replace("_", " ").replace(".", " ").capitalize()


def practitioners(session: Session, *, but: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return the practitioners with an account, by name, but for one: their ids and names."""
    rows = session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role == Role.PRACTITIONER,
            User.disabled_at.is_(None),
            User.id != but.id,
        )
        .distinct()
        .order_by(User.name)
    )
    return tuple((row.id, row.name) for row in rows)
