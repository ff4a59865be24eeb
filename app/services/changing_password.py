"""Changing one's own password: the old one is asked for again, and every other browser let go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.db.models import User
from app.domain.passwords import problem_with
from app.services import accounts, activity, hashing, signing_in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.signing_in import Tried


@dataclass(frozen=True)
class Wanted:
    """A change that is ready to be written down: whether the old password was right, and the new.

    The slow hashing is done before anything is written, so that nobody waits behind it.
    """

    tried: Tried
    new_hash: str = field(repr=False)


def problems_with(old: str, new: str) -> dict[str, str]:
    """Return what keeps a new password from being taken, by field; empty when nothing."""
    problem = problem_with(new)
    if not problem and new == old:
        problem = "This is the password that you have. Choose another."
    return {"new_password": problem} if problem else {}


def prepare(session: Session, *, old: str, new: str, network: str, by: Actor) -> Wanted:
    """Compare the old password and hash the new one; for `change`, which writes it down.

    Raises:
        TooMany: there were ten wrong tries; `wait` is in seconds.
    """
    tried = signing_in.try_password(session, email=by.email, password=old, network=network)
    return Wanted(tried, hashing.hash_of(new) if tried.is_right else "")


def change(session: Session, wanted: Wanted, *, by: Actor) -> str | None:
    """Change a person's own password and return the token of a new session.

    Every session they had ends, in this browser and in all others. None when the old password was
    wrong: that counts as a wrong try to sign in, and nothing is changed.
    """
    if not wanted.tried.is_right:
        return signing_in.sign_in(session, wanted.tried)
    accounts.sign_out_everywhere(session, by.id)
    token = signing_in.sign_in(session, wanted.tried)
    session.get_one(User, by.id).password_hash = wanted.new_hash
    activity.record(session, "password.changed", by=by.id, about=("user", by.id))
    return token
