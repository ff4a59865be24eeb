"""Second readings of audits: draws, who reads, how they ended, and who stood back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.moderation import ModerationState, Outcome, SelectedFor


class ModerationDraw(Keyed, Base):
    """Audits drawn by chance to be read again.

    The pool in its order, the share in per cent and the seed are kept, so that the draw can be
    made again.
    """

    __tablename__ = "moderation_draws"
    __table_args__ = (CheckConstraint("share BETWEEN 5 AND 100", name="share_in_per_cent"),)

    seed: Mapped[int]
    share: Mapped[int]
    pool: Mapped[list[Any]] = mapped_column(default=list)
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")


class Moderation(Sealed, Base):
    """One audit read again: by whom, how far it is, and how it ended.

    The moderator's own grades are a part of the audit. `final_grade` stands beside the auditor's
    and the moderator's; neither is ever overwritten.
    """

    __tablename__ = "moderations"

    audit_id: Mapped[UUID] = reference("audits.id", ondelete="CASCADE", unique=True)
    draw_id: Mapped[UUID | None] = reference(
        "moderation_draws.id", ondelete="RESTRICT", nullable=True
    )
    selected_for: Mapped[SelectedFor] = mapped_column(word(SelectedFor))
    state: Mapped[ModerationState] = mapped_column(word(ModerationState), index=True)
    moderator_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome))
    final_grade: Mapped[str | None] = mapped_column(String(24))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    was_referred: Mapped[bool] = mapped_column(default=False)
    settled_by_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disputed_by_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    dispute_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own shape


class SettledGrade(Base):
    """The final grade of one domain, with the reason, where the two readings differed."""

    __tablename__ = "settled_grades"

    moderation_id: Mapped[UUID] = reference("moderations.id", ondelete="CASCADE", primary_key=True)
    question_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    grade: Mapped[str] = mapped_column(String(24))
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class StoodBack(Base):
    """Somebody who must not read an audit again: they know the child, the family or the work."""

    __tablename__ = "stood_back"

    moderation_id: Mapped[UUID] = reference("moderations.id", ondelete="CASCADE", primary_key=True)
    user_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT", primary_key=True)
