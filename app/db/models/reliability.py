"""Blind samples: passages drawn to be coded again, by whom, and what each coder gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, reference
from app.db.types import UtcDateTime, word
from app.domain.evidence import ReadingState


class BlindSample(Keyed, Base):
    """Passages drawn by chance, to be coded by people who do not see what the machine said.

    The seed, the codebook and the model that served are kept, so that the draw can be explained.
    """

    __tablename__ = "blind_samples"
    __table_args__ = (CheckConstraint("size > 0", name="size_of_some"),)

    codebook_id: Mapped[UUID] = reference("codebooks.id", ondelete="RESTRICT")
    seed: Mapped[int]
    size: Mapped[int]
    model: Mapped[str] = mapped_column(String(64))
    model_version: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")


class SampledSurvey(Base):
    """One survey that a sample was drawn from."""

    __tablename__ = "sampled_surveys"

    sample_id: Mapped[UUID] = reference("blind_samples.id", ondelete="CASCADE", primary_key=True)
    survey_id: Mapped[UUID] = reference("surveys.id", ondelete="RESTRICT", primary_key=True)


class SampledPassage(Keyed, Base):
    """One answer in a sample, with what the machine said of it on the day of the draw.

    `weight` says how many passages it stands for. It goes with its answer, when that is taken
    back.
    """

    __tablename__ = "sampled_passages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("sample_id", "position"),
        CheckConstraint("weight > 0", name="stands_for_some"),
        Index("ix_sampled_passages_answer", "response_id", "question_id"),
    )

    sample_id: Mapped[UUID] = reference("blind_samples.id", ondelete="CASCADE")
    response_id: Mapped[UUID]
    question_id: Mapped[UUID]
    position: Mapped[int]
    stratum: Mapped[str] = mapped_column(String(64))
    weight: Mapped[float]
    machine_keys: Mapped[list[Any]] = mapped_column(default=list)


class BlindCoder(Keyed, Base):
    """A person who codes a sample, and when they were done."""

    __tablename__ = "blind_coders"
    __table_args__ = (UniqueConstraint("sample_id", "user_id"),)

    sample_id: Mapped[UUID] = reference("blind_samples.id", ondelete="CASCADE")
    user_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BlindReading(Base):
    """What one coder gave to one passage; `number` counts the coder's readings in order."""

    __tablename__ = "blind_readings"

    coder_id: Mapped[UUID] = reference("blind_coders.id", ondelete="CASCADE", primary_key=True)
    passage_id: Mapped[UUID] = reference(
        "sampled_passages.id", ondelete="CASCADE", primary_key=True
    )
    number: Mapped[int]
    state: Mapped[ReadingState] = mapped_column(word(ReadingState))
    theme_keys: Mapped[list[Any]] = mapped_column(default=list)
