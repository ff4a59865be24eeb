"""What people decided on the workbench, with what was there before, so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, reference
from app.db.types import UtcDateTime, word
from app.domain.evidence import CodingState
from app.domain.workbench import DecisionKind, DecisionState


class Decision(Keyed, Base):
    """One step of one person about one passage; `number` counts that person's steps in order.

    It goes with its answer, when that is taken back.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("user_id", "number"),
        Index("ix_decisions_answer", "response_id", "question_id"),
    )

    user_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    number: Mapped[int]
    kind: Mapped[DecisionKind] = mapped_column(word(DecisionKind))
    state: Mapped[DecisionState] = mapped_column(word(DecisionState))
    response_id: Mapped[UUID]
    question_id: Mapped[UUID]
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DecisionChange(Base):
    """What one decision changed about one coding: all that was there before, and when it changed.

    Without a state before, the coding did not exist. `changed_at` is the coding's `decided_at`
    after the decision: when it differs, somebody has decided again since.
    """

    __tablename__ = "decision_changes"

    decision_id: Mapped[UUID] = reference("decisions.id", ondelete="CASCADE", primary_key=True)
    coding_id: Mapped[UUID] = reference("codings.id", ondelete="CASCADE", primary_key=True)
    state_before: Mapped[CodingState | None] = mapped_column(word(CodingState))
    decided_by_before_id: Mapped[UUID | None] = reference(
        "users.id", ondelete="RESTRICT", nullable=True
    )
    decided_before_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    start_before: Mapped[int | None]
    end_before: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
