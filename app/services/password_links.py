"""Links with which somebody sets a new password: signed, for a day, and good once.

Nothing is kept of a link. The hash of the password that it replaces is signed into it, so that
it opens nothing any more as soon as that password has changed.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app import clock
from app.db import sealing
from app.db.models import User
from app.domain.errors import Conflict, NotFound
from app.services import accounts, activity, password_notices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LIFE = timedelta(days=1)
PARTS = 3


def make(session: Session, user_id: UUID, *, by: UUID) -> str:
    """Return the token of a link for a member of staff who cannot sign in any more.

    Whoever is signed in as them is signed out at once, and they are told by mail who made it.

    Raises:
        NotFound: there is no such person.
        Conflict: nobody makes one for themselves, or for somebody who may not sign in.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    if user_id == by or user.disabled_at:
        raise Conflict("own_account" if user_id == by else "account_stopped")
    accounts.sign_out_everywhere(session, user_id)
    seq = activity.record(session, password_notices.MADE, by=by, about=("user", user_id))
    password_notices.ask_for(session, seq)
    until = int((clock.now() + LIFE).timestamp())
    return f"{user_id.hex}.{until}.{_signature(user, until)}"


def user_of(session: Session, token: str) -> User:
    """Return whose password a link sets.

    Raises:
        NotFound: it was not made here, is over, was used, or they may not sign in.
    """
    parts = token.split(".")
    if len(parts) != PARTS or not parts[1].isdecimal():
        raise NotFound
    try:
        user_id, over_at = UUID(parts[0]), datetime.fromtimestamp(int(parts[1]), UTC)
    except (ValueError, OverflowError, OSError):
        raise NotFound from None
    user = session.get(User, user_id)
    if user is None or user.disabled_at or clock.now() > over_at:
        raise NotFound
    if not hmac.compare_digest(parts[2].encode(), _signature(user, int(parts[1])).encode()):
        raise NotFound
    return user


def use(session: Session, token: str, new_hash: str) -> None:
    """Set the password of a link's owner; every session of theirs ends, and so does the link.

    Raises:
        NotFound: it was not made here, is over, was used, or they may not sign in.
    """
    user = user_of(session, token)
    user.password_hash = new_hash
    accounts.sign_out_everywhere(session, user.id)
    seq = activity.record(session, password_notices.SET, by=user.id, about=("user", user.id))
    password_notices.ask_for(session, seq)


def _signature(user: User, until: int) -> str:
    seed = f"{user.id.hex}.{until}.{user.password_hash}"
    return sealing.keyring().keyed_hash(seed, "password link")
