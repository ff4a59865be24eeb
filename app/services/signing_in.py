"""Signing in: a password is compared while nobody waits, and then the outcome is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from app import clock
from app.db import sealing
from app.db.models import SignInFailure, User
from app.domain.errors import TooMany
from app.services import accounts, activity, hashing

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

WINDOW = timedelta(minutes=5)
TRIES = 10


@dataclass(frozen=True)
class Tried:
    """One try to sign in: for whom, whether the password was theirs, and its hash if too weak."""

    key: str
    user_id: UUID | None
    is_right: bool
    new_hash: str | None = None


def try_password(session: Session, *, email: str, password: str, network: str) -> Tried:
    """Return whether an address and a password go together; for `sign_in`, which writes it down.

    Comparing takes a tenth of a second, so the session should be one that only reads: nobody
    who sends answers may wait behind a flood of sign-ins. Ten wrong tries from one network on
    one address within five minutes make the next one wait; other people, and the same person
    elsewhere, are not slowed (R-5). `network` is used for a keyed hash and not kept.

    Raises:
        TooMany: there were ten wrong tries; `wait` is in seconds.
    """
    address = accounts.tidy(email)
    key = sealing.keyring().keyed_hash(f"{address}|{network}", "sign-in")
    _refuse_flood(session, key, clock.now())
    user = session.scalar(select(User).where(User.email == address))
    is_right = hashing.is_right(user.password_hash if user else None, password)
    if not user:
        return Tried(key, None, is_right=False)
    is_weak = is_right and hashing.is_weak(user.password_hash)
    return Tried(key, user.id, is_right, hashing.hash_of(password) if is_weak else None)


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
    return accounts.start_session(session, user.id)


def _refuse_flood(session: Session, key: str, now: datetime) -> None:
    mine = (SignInFailure.key_hash == key, SignInFailure.at >= now - WINDOW)
    counted = select(func.count(), func.max(SignInFailure.at)).where(*mine)
    tries, last = session.execute(counted).one()
    if tries >= TRIES:
        raise TooMany("sign_in_flood", wait=int((last + WINDOW - now).total_seconds()) + 1)
