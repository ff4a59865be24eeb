"""Photos of what was drawn or written in an audit, sealed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, reference
from app.db.types import word
from app.domain.audits import Voice


class AuditPhoto(Keyed, Base):
    """One photo that belongs to a voice of an audit; it goes with its audit.

    Its id is the one that the device gave it, so that it is kept once however often it is sent;
    `digest` is a keyed hash of what was sent, so that something else under the same id is met.
    One that was taken away has no picture: it stays as a name, so that a copy of it which was
    on its way does not bring it back. Pictures are sealed under the key of their audit.
    """

    __tablename__ = "audit_photos"

    audit_id: Mapped[UUID] = reference("audits.id", ondelete="CASCADE")
    device_id: Mapped[UUID | None] = reference(
        "capture_devices.id", ondelete="SET NULL", nullable=True
    )
    by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    voice: Mapped[Voice] = mapped_column(word(Voice))
    digest: Mapped[str] = mapped_column(String(64))
    added_on: Mapped[date]
    width: Mapped[int]
    height: Mapped[int]
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    thumbnail_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    is_removed: Mapped[bool] = mapped_column(default=False)
