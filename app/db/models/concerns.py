"""Concerns, everything that happened to them, and the alerts that they wait."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.concerns import ConcernState, Severity


class Concern(Sealed, Base):
    """Something that may mean a child is unsafe, and that a person must deal with.

    It outlives its response: a withdrawn answer is gone, the duty to act is not.
    `signals` holds rules and spans, never words.
    """

    __tablename__ = "concerns"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id"),
        CheckConstraint("source IN ('screen', 'audit', 'person')", name="source_known"),
    )

    service_id: Mapped[UUID] = reference("services.id", ondelete="RESTRICT")
    response_id: Mapped[UUID | None] = reference(
        "responses.id", ondelete="SET NULL", nullable=True
    )
    question_id: Mapped[UUID | None] = reference(
        "questions.id", ondelete="SET NULL", nullable=True
    )
    audit_id: Mapped[UUID | None] = reference("audits.id", ondelete="SET NULL", nullable=True)
    source: Mapped[str] = mapped_column(String(10))
    severity: Mapped[Severity] = mapped_column(word(Severity))
    category: Mapped[str] = mapped_column(String(8))
    signals: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[ConcernState] = mapped_column(word(ConcernState))
    owner_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConcernEvent(Keyed, Base):
    """One move of a concern, with its note; triggers refuse to change or remove it."""

    __tablename__ = "concern_events"

    concern_id: Mapped[UUID] = reference("concerns.id", ondelete="RESTRICT")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    from_state: Mapped[str] = mapped_column(String(16), default="")
    to_state: Mapped[ConcernState] = mapped_column(word(ConcernState))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Alert(Keyed, Base):
    """A message that a concern waits. It says that, and never what was written."""

    __tablename__ = "alerts"

    concern_id: Mapped[UUID] = reference("concerns.id", ondelete="CASCADE")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recipients: Mapped[int] = mapped_column(default=0)
