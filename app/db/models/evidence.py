"""Codebooks, themes, what machines and people made of answers, and released quotes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.evidence import (
    CodingSource,
    CodingState,
    NotUnderstood,
    QuoteState,
    SentimentLabel,
)


def _answer_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["response_id", "question_id"],
        ["answers.response_id", "answers.question_id"],
        ondelete="CASCADE",
    )


class Codebook(Keyed, Base):
    """The agreed list of themes, in one version."""

    __tablename__ = "codebooks"
    __table_args__ = (UniqueConstraint("name", "number"),)

    name: Mapped[str] = mapped_column(String(120))
    number: Mapped[int]
    is_in_use: Mapped[bool] = mapped_column(default=False)
    content_hash: Mapped[str] = mapped_column(String(64))

    themes: Mapped[list[Theme]] = relationship(
        back_populates="codebook", lazy="raise_on_sql", order_by="Theme.position"
    )


class Theme(Keyed, Base):
    """One meaning that words can have."""

    __tablename__ = "themes"
    __table_args__ = (UniqueConstraint("codebook_id", "key"),)

    codebook_id: Mapped[UUID] = reference("codebooks.id", ondelete="CASCADE")
    key: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    definition: Mapped[str] = mapped_column(Text)
    keywords: Mapped[list[Any]] = mapped_column(default=list)
    include: Mapped[list[Any]] = mapped_column(default=list)
    exclude: Mapped[list[Any]] = mapped_column(default=list)
    parent_key: Mapped[str | None] = mapped_column(String(64))

    codebook: Mapped[Codebook] = relationship(back_populates="themes", lazy="raise_on_sql")


class AnalysisRun(Keyed, Base):
    """One use of one model on one corpus: enough to run it again."""

    __tablename__ = "analysis_runs"

    model: Mapped[str] = mapped_column(String(64))
    model_version: Mapped[str] = mapped_column(String(64))
    codebook_id: Mapped[UUID] = reference("codebooks.id", ondelete="RESTRICT")
    survey_id: Mapped[UUID] = reference("surveys.id", ondelete="CASCADE")
    input_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int]
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answers_read: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Coding(Keyed, Base):
    """One theme given to one span of one answer, by a machine's run or by a person."""

    __tablename__ = "codings"
    __table_args__ = (
        _answer_key(),
        CheckConstraint(
            "(source = 'machine' AND run_id IS NOT NULL AND coder_id IS NULL) OR "
            "(source = 'person' AND run_id IS NULL AND coder_id IS NOT NULL)",
            name="machine_or_person",
        ),
        CheckConstraint('score >= 0 AND score <= 1 AND start < "end"', name="score_and_span"),
        Index("ix_codings_answer", "response_id", "question_id"),
    )

    response_id: Mapped[UUID]
    question_id: Mapped[UUID]
    theme_id: Mapped[UUID] = reference("themes.id", ondelete="RESTRICT")
    run_id: Mapped[UUID | None] = reference("analysis_runs.id", ondelete="CASCADE", nullable=True)
    coder_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    source: Mapped[CodingSource] = mapped_column(word(CodingSource))
    state: Mapped[CodingState] = mapped_column(word(CodingState))
    score: Mapped[float]
    start: Mapped[int]
    end: Mapped[int]
    sentiment: Mapped[SentimentLabel] = mapped_column(word(SentimentLabel))
    decided_by_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")


class Sentiment(Base):
    """How one answer feels, as a run read it; its row also says that the answer was read.

    Words that were not understood have no feeling.
    """

    __tablename__ = "sentiments"
    __table_args__ = (
        _answer_key(),
        CheckConstraint(
            "(label IS NULL) = (strength IS NULL) AND (label IS NOT NULL OR "
            "(not_understood IS NOT NULL AND not_understood != 'partly'))",
            name="felt_or_not_understood",
        ),
    )

    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = reference("analysis_runs.id", ondelete="CASCADE")
    label: Mapped[SentimentLabel | None] = mapped_column(word(SentimentLabel))
    strength: Mapped[float | None]
    is_non_answer: Mapped[bool] = mapped_column(default=False)
    not_understood: Mapped[NotUnderstood | None] = mapped_column(word(NotUnderstood))


class Quote(Sealed, Base):
    """Redacted words that a person released; an empty shell once they are withdrawn."""

    __tablename__ = "quotes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            ondelete="SET NULL",
        ),
    )

    response_id: Mapped[UUID | None] = mapped_column(index=True)
    question_id: Mapped[UUID | None]
    theme_id: Mapped[UUID] = reference("themes.id", ondelete="RESTRICT")
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[QuoteState] = mapped_column(word(QuoteState))
    approved_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)
