"""Services, members of staff, what they were granted, and their sessions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.people import Role


class Service(Keyed, Base):
    """A team or offer that is listened to and improved."""

    __tablename__ = "services"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class User(Sealed, Base):
    """A member of staff. Respondents have no account."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(255))
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Membership(Keyed, Base):
    """A role that a member of staff holds in a service; no service means all of them."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "service_id", "role"),)

    user_id: Mapped[UUID] = reference("users.id", ondelete="CASCADE")
    service_id: Mapped[UUID | None] = reference("services.id", ondelete="CASCADE", nullable=True)
    role: Mapped[Role] = mapped_column(word(Role))


class UserSession(Keyed, Base):
    """One signed-in browser; only a hash of its token is kept (R-7)."""

    __tablename__ = "user_sessions"

    user_id: Mapped[UUID] = reference("users.id", ondelete="CASCADE")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInFailure(Keyed, Base):
    """A wrong password, kept for minutes to slow guessing; no name and no address (R-5)."""

    __tablename__ = "sign_in_failures"

    key_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
