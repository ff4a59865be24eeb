"""Mails to whoever a password link is for: that one was made, by whom, and that it was used.

An administrator who makes a link could set the password of somebody else and read what only they
may read. The record of activity holds it; this tells the one person who knows that it is wrong.

Source: OWASP ASVS 5.0 (2025), 6.3.7: users are told of changes to how they sign in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from app.db.models import ActivityEntry, User
from app.domain.errors import NotFound
from app.services import jobs

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.mail import Mailer

JOB = "password_notice"
MADE, SET = "password.link_made", "password.set"
WHAT_NEXT = (
    "If you asked for this, there is nothing to do.\n\n"
    "If you did not, tell your information governance officer now, and not only the "
    "administrator: somebody may be trying to read what only you may read. The record of activity "
    "holds who did it and when."
)


def ask_for(session: Session, seq: int) -> None:
    """Ask for a mail about one entry of the record: late or not, it tells of just that."""
    jobs.enqueue(session, JOB, seq)


def send(session: Session, subject: str, mailer: Mailer, *, public_url: str) -> int:
    """Tell the owner of an account what was done with its password; return how many were told.

    `subject` is the number of an entry of the record that is about somebody's password.

    The mail holds no link and no code: whoever reads it by accident can do nothing with it.

    Raises:
        NotFound: there is no such entry.
        Unavailable: the mail could not be sent; the job tries again.
    """
    entry = session.scalar(select(ActivityEntry).where(ActivityEntry.seq == int(subject)))
    user = session.get(User, UUID(entry.object_id)) if entry else None
    if entry is None or user is None:
        raise NotFound
    title, text = _was_set(entry) if entry.verb == SET else _was_made(entry, session)
    mailer.send(to=user.email, subject=title, text=f"{text}\n\n{WHAT_NEXT}\n\n{public_url}\n")
    return 1


def _was_set(entry: ActivityEntry) -> tuple[str, str]:
    return (
        "Your Earshot password was set with a link",
        f"At {_at(entry)} a new password was set for your account with a link.",
    )


def _was_made(entry: ActivityEntry, session: Session) -> tuple[str, str]:
    maker = session.get(User, entry.actor_id)
    text = (
        f"At {_at(entry)} {maker.name if maker else 'somebody'} made a link with which a new "
        "password can be set for your account. You were signed out everywhere. The link works "
        "once, within a day."
    )
    return "A link to set your Earshot password was made", text


def _at(entry: ActivityEntry) -> str:
    return f"{entry.at:%H:%M} UTC on {entry.at.day} {entry.at:%B %Y}"
