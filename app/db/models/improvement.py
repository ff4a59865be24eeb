"""What will be done about what was heard: improvement actions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.actions import ActionState, Priority


class Action(Sealed, Base):
    """One thing someone will do, why it matters for the child, and by when."""

    __tablename__ = "actions"

    service_id: Mapped[UUID] = reference("services.id", ondelete="RESTRICT")
    audit_id: Mapped[UUID | None] = reference("audits.id", ondelete="CASCADE", nullable=True)
    theme_id: Mapped[UUID | None] = reference("themes.id", ondelete="SET NULL", nullable=True)
    what_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    why_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    owner_role: Mapped[str] = mapped_column(String(120))
    # Whose action it is in a multi-agency audit; empty for one of all of them together.
    agency: Mapped[str] = mapped_column(String(80), default="", server_default="")
    due_on: Mapped[date] = mapped_column(index=True)
    priority: Mapped[Priority] = mapped_column(word(Priority))
    state: Mapped[ActionState] = mapped_column(word(ActionState))
    added_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
