"""Invitations: single-use codes, and the addresses they go to for as long as that takes.

No column here leads to a response, and none says when a code was used (R-31d).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import word
from app.domain.invitations import EnvelopeState, Way


class Mailing(Sealed, Base):
    """Invitations to one survey that were made together, to be printed or sent.

    `codes_sealed` holds the codes of letters until somebody says that they are printed.
    `remind_every` is after how many days a reminder goes out by itself; 0 is never.
    """

    __tablename__ = "mailings"
    __table_args__ = (CheckConstraint("reminders BETWEEN 0 AND 2", name="two_reminders"),)

    survey_id: Mapped[UUID] = reference("surveys.id", ondelete="RESTRICT")
    name: Mapped[str] = mapped_column(String(100))
    way: Mapped[Way] = mapped_column(word(Way))
    size: Mapped[int]
    made_on: Mapped[date]
    expires_on: Mapped[date] = mapped_column(index=True)
    keeps_addresses: Mapped[bool] = mapped_column(default=False)
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[date | None]
    remind_every: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    codes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Invitation(Keyed, Base):
    """One person's way in, once. `used` says that answers were sent with it, and no more."""

    __tablename__ = "invitations"

    mailing_id: Mapped[UUID] = reference("mailings.id", ondelete="CASCADE")
    used: Mapped[bool] = mapped_column(default=False, server_default=false())


class InvitationCode(Base):
    """What is kept of a code; a reminder brings a new one, and the old one still works."""

    __tablename__ = "invitation_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    invitation_id: Mapped[UUID] = reference("invitations.id", ondelete="CASCADE")


class Envelope(Keyed, Base):
    """A sealed address with the code that is to be sent to it; both go as soon as they can.

    The code goes when it is sent. The address goes then too, or with the last reminder.
    """

    __tablename__ = "envelopes"

    mailing_id: Mapped[UUID] = reference("mailings.id", ondelete="CASCADE")
    invitation_id: Mapped[UUID] = reference("invitations.id", ondelete="CASCADE")
    state: Mapped[EnvelopeState] = mapped_column(word(EnvelopeState))
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    code_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
