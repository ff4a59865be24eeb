"""The devices that audits are captured on without a signal, and what they sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, reference
from app.db.types import UtcDateTime


class CaptureDevice(Keyed, Base):
    """A phone or computer that one person captures audits on; it made its id itself."""

    __tablename__ = "capture_devices"

    user_id: Mapped[UUID] = reference("users.id", ondelete="CASCADE")
    name: Mapped[str] = mapped_column(String(60))
    added_on: Mapped[date]
    heard_on: Mapped[date]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditRevision(Keyed, Base):
    """What one field of an audit was given once; every one is kept, sealed, with its audit.

    Its id is the one that the device gave the edit, so that it is kept once however often it is
    sent. `number` is its place among all of its audit: no clock orders them. `is_current` marks
    the one that the stored answer of the field was last made from. What was given on the site
    has no device.
    """

    __tablename__ = "audit_revisions"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)

    audit_id: Mapped[UUID] = reference("audits.id", ondelete="CASCADE")
    device_id: Mapped[UUID | None] = reference(
        "capture_devices.id", ondelete="SET NULL", nullable=True
    )
    by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    number: Mapped[int]
    field: Mapped[str] = mapped_column(String(80))
    seen: Mapped[list[Any]]
    raw_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    is_current: Mapped[bool] = mapped_column(default=False)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
