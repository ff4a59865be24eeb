"""How codebooks change: the steps of each version, and what the machine proposes to change."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.evidence import ProposalKind, ProposalState, StepKind


class CodebookStep(Keyed, Base):
    """One change that a person made on the way to a version of the codebook.

    The other theme is the one that was merged away, or the one that was split off. Names are
    kept as they were, so that the history reads as it happened.
    """

    __tablename__ = "codebook_steps"
    __table_args__ = (UniqueConstraint("codebook_id", "number"),)

    codebook_id: Mapped[UUID] = reference("codebooks.id", ondelete="CASCADE")
    number: Mapped[int]
    kind: Mapped[StepKind] = mapped_column(word(StepKind))
    theme_key: Mapped[str] = mapped_column(String(64))
    theme_name: Mapped[str] = mapped_column(String(160))
    other_key: Mapped[str] = mapped_column(String(64), default="")
    other_name: Mapped[str] = mapped_column(String(160), default="")
    taken_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ThemeProposal(Sealed, Base):
    """A theme that the machine thinks is missing, is two, or is the same as another.

    Its words are people's own, so they are sealed. What was dismissed is remembered.
    """

    __tablename__ = "theme_proposals"

    codebook_id: Mapped[UUID] = reference("codebooks.id", ondelete="CASCADE")
    kind: Mapped[ProposalKind] = mapped_column(word(ProposalKind))
    state: Mapped[ProposalState] = mapped_column(word(ProposalState))
    theme_key: Mapped[str] = mapped_column(String(64), default="")
    other_key: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    other_size: Mapped[int] = mapped_column(default=0)
    score: Mapped[float] = mapped_column(default=0.0)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProposedPassage(Base):
    """One answer that stands for a proposal; it goes when the answer is taken back.

    `half` is 0, or 1 for the second half of a theme that may be two.
    """

    __tablename__ = "proposed_passages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            ondelete="CASCADE",
        ),
        Index("ix_proposed_passages_answer", "response_id", "question_id"),
    )

    proposal_id: Mapped[UUID] = reference(
        "theme_proposals.id", ondelete="CASCADE", primary_key=True
    )
    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[UUID] = mapped_column(primary_key=True)
    half: Mapped[int] = mapped_column(default=0)
    position: Mapped[int]
