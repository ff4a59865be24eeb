"""Members of staff: who they are, how they sign in, and their sessions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update

from app import clock
from app.db import sealing
from app.db.models import Membership, SignInFailure, User, UserSession
from app.domain.errors import Conflict, Invalid, NotFound, TooMany
from app.domain.passwords import problem_with
from app.domain.people import Actor, Permission, Role
from app.services import activity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

# RFC 9106 (2021), second recommended choice: 64 MiB, three passes, four lanes.
_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
# A flood of sign-ins must not take the memory that answers need.
_hashing = BoundedSemaphore(4)
# Checked when the address is unknown, so that knowing it takes as long.
_NOBODY = _hasher.hash(secrets.token_hex())

WINDOW = timedelta(minutes=5)
TRIES = 10
ABSOLUTE = timedelta(hours=10)
IDLE = timedelta(minutes=30)
IDLE_STRICT = timedelta(minutes=15)
NOTED = timedelta(minutes=1)
STRICT_PERMISSIONS = (Permission.TRIAGE_CONCERNS, Permission.MANAGE_USERS)


@dataclass(frozen=True)
class Tried:
    """One try to sign in: for whom, whether the password was theirs, and its hash if too weak."""

    key: str
    user_id: UUID | None
    is_right: bool
    new_hash: str | None = None


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
        Invalid: the password is too weak.
        Conflict: the address is taken.
    """
    problem = problem_with(password)
    if problem:
        raise Invalid(fields={"password": problem})
    address = _tidy(email)
    if session.scalar(select(User.id).where(User.email == address)):
        raise Conflict("email_taken")
    user = User(email=address, name=name.strip(), password_hash=_hash(password))
    session.add(user)
    session.flush()
    for role, service_id in grants:
        session.add(Membership(user_id=user.id, service_id=service_id, role=role))
    activity.record(session, "user.added", by=by, about=("user", user.id))
    return user.id


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


def try_password(session: Session, *, email: str, password: str, network: str) -> Tried:
    """Return whether an address and a password go together; for `sign_in`, which writes it down.

    Comparing takes a tenth of a second, so the session should be one that only reads: nobody
    who sends answers may wait behind a flood of sign-ins. Ten wrong tries from one network on
    one address within five minutes make the next one wait; other people, and the same person
    elsewhere, are not slowed (R-5). `network` is used for a keyed hash and not kept.

    Raises:
        TooMany: there were ten wrong tries; `wait` is in seconds.
    """
    address = _tidy(email)
    key = sealing.keyring().keyed_hash(f"{address}|{network}", "sign-in")
    _refuse_flood(session, key, clock.now())
    user = session.scalar(select(User).where(User.email == address))
    is_right = _verify(user.password_hash if user else _NOBODY, password)
    if not user:
        return Tried(key, None, is_right=False)
    is_weak = is_right and _hasher.check_needs_rehash(user.password_hash)
    return Tried(key, user.id, is_right, _hash(password) if is_weak else None)


def sign_in(session: Session, tried: Tried) -> str | None:
    """Return the token of a new session, or None when the address or password was wrong."""
    now = clock.now()
    session.execute(delete(SignInFailure).where(SignInFailure.at < now - WINDOW))
    user = session.get(User, tried.user_id) if tried.user_id else None
    if not user or user.disabled_at or not tried.is_right:
        session.add(SignInFailure(key_hash=tried.key, at=now))
        activity.record(session, "sign_in.failed", by=user.id if user else None)
        return None
    user.password_hash = tried.new_hash or user.password_hash
    session.execute(delete(SignInFailure).where(SignInFailure.key_hash == tried.key))
    activity.record(session, "sign_in.accepted", by=user.id)
    return start_session(session, user.id)


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


def _refuse_flood(session: Session, key: str, now: datetime) -> None:
    mine = (SignInFailure.key_hash == key, SignInFailure.at >= now - WINDOW)
    counted = select(func.count(), func.max(SignInFailure.at)).where(*mine)
    tries, last = session.execute(counted).one()
    if tries >= TRIES:
        raise TooMany("sign_in_flood", wait=int((last + WINDOW - now).total_seconds()) + 1)


def _tidy(email: str) -> str:
    return email.strip().lower()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _hash(password: str) -> str:
    with _hashing:
        return _hasher.hash(password)


def _verify(password_hash: str, password: str) -> bool:
    with _hashing:
        try:
            return _hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
