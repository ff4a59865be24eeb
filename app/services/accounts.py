"""Members of staff: who they are, what they may do, and their sessions."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from app import clock
from app.db.models import Membership, User, UserSession
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.passwords import problem_with
from app.domain.people import Actor, Permission, Role
from app.services import activity, hashing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

# Only what every address has; whether it reaches somebody, only a message can tell.
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
ABSOLUTE = timedelta(hours=10)
IDLE = timedelta(minutes=30)
IDLE_STRICT = timedelta(minutes=15)
NOTED = timedelta(minutes=1)
STRICT_PERMISSIONS = (Permission.TRIAGE_CONCERNS, Permission.MANAGE_USERS)


def add_user(
    session: Session,
    *,
    email: str,
    name: str,
    password: str,
    grants: Iterable[tuple[Role, UUID | None]],
    by: UUID | None = None,
) -> UUID:
    """Add a member of staff with their roles, and return their id.

    Raises:
        Invalid: the name or address is none, or the password is too weak.
        Conflict: the address is taken.
    """
    problems = problems_with(name, email, password)
    if problems:
        raise Invalid(fields=problems)
    address = tidy(email)
    if session.scalar(select(User.id).where(User.email == address)):
        raise Conflict("email_taken")
    user = User(email=address, name=name.strip(), password_hash=hashing.hash_of(password))
    session.add(user)
    session.flush()
    for role, service_id in grants:
        session.add(Membership(user_id=user.id, service_id=service_id, role=role))
    activity.record(session, "user.added", by=by, about=("user", user.id))
    return user.id


def problems_with(name: str, email: str, password: str) -> dict[str, str]:
    """Return everything that keeps somebody from being added, by field; empty when nothing."""
    weak = problem_with(password)
    problems = {"password": weak} if weak else {}
    if not name.strip():
        problems["name"] = "Write their name."
    if not ADDRESS.fullmatch(tidy(email)):
        problems["email"] = "Write a whole e-mail address, like priya.hollins@council.example."
    return problems


def set_disabled(session: Session, user_id: UUID, *, disabled: bool, by: UUID) -> None:
    """Stop a member of staff from signing in, at their next request, or let them again.

    Raises:
        NotFound: there is no such person.
        Conflict: people cannot shut themselves out.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    if user_id == by:
        raise Conflict("own_account")
    user.disabled_at = clock.now() if disabled else None
    if disabled:
        sign_out_everywhere(session, user_id)
    verb = "user.disabled" if disabled else "user.enabled"
    activity.record(session, verb, by=by, about=("user", user_id))


def start_session(session: Session, user_id: UUID) -> str:
    """Begin a session for a member of staff and return its token, of which a hash is kept."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session.add(
        UserSession(user_id=user_id, token_hash=_digest(token), started_at=now, seen_at=now)
    )
    return token


def actor_of(session: Session, token: str) -> Actor | None:
    """Return who holds a session token, or None when it has ended.

    Roles are read afresh each time, so a change holds from the next request (R-7).
    """
    row = session.execute(
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == _digest(token))
    ).first()
    if row is None:
        return None
    browser, user = row
    found = _actor(session, user)
    now = clock.now()
    strict = any(found.can(permission) for permission in STRICT_PERMISSIONS)
    idle = IDLE_STRICT if strict else IDLE
    has_ended = now > browser.started_at + ABSOLUTE or now > browser.seen_at + idle
    return None if browser.revoked_at or user.disabled_at or has_ended else found


def is_due(session: Session, token: str) -> bool:
    """Return whether it should be noted that a session is used; once a minute is enough."""
    seen_at = session.scalar(
        select(UserSession.seen_at).where(UserSession.token_hash == _digest(token))
    )
    return seen_at is not None and clock.now() - seen_at > NOTED


def note_use(session: Session, token: str) -> None:
    """Note that a session is used, so that it goes on."""
    mine = update(UserSession).where(UserSession.token_hash == _digest(token))
    session.execute(mine.values(seen_at=clock.now()))


def sign_out(session: Session, token: str) -> None:
    """End one session."""
    session.execute(
        update(UserSession)
        .where(UserSession.token_hash == _digest(token))
        .values(revoked_at=clock.now())
    )


def sign_out_everywhere(session: Session, user_id: UUID) -> None:
    """End every session of a member of staff."""
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def actor_by_id(session: Session, user_id: UUID) -> Actor:
    """Return a member of staff as an actor, for commands and demonstration data.

    Raises:
        NotFound: there is no such person.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return _actor(session, user)


def _actor(session: Session, user: User) -> Actor:
    grants = session.execute(
        select(Membership.role, Membership.service_id).where(Membership.user_id == user.id)
    )
    held = frozenset((grant.role, grant.service_id) for grant in grants)
    return Actor(user.id, user.name, user.email, held)


def tidy(email: str) -> str:
    """Return an address as it is kept: in small letters, with nothing around it."""
    return email.strip().lower()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
