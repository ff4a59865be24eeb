"""What a model learned from decisions, and how well it does on each theme."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime


class Learning(Keyed, Base):
    """One learning: from how many answers that people decided about, and until when."""

    __tablename__ = "learnings"

    codebook_id: Mapped[UUID] = reference("codebooks.id", ondelete="CASCADE")
    model: Mapped[str] = mapped_column(String(64))
    model_version: Mapped[str] = mapped_column(String(64))
    own_answers: Mapped[int]
    shipped_examples: Mapped[int]
    decided_until: Mapped[datetime] = mapped_column(UtcDateTime)
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ThemeCard(Base):
    """Which model serves a theme since a learning, and how it did on comments held out."""

    __tablename__ = "theme_cards"

    learning_id: Mapped[UUID] = reference("learnings.id", ondelete="CASCADE", primary_key=True)
    theme_id: Mapped[UUID] = reference("themes.id", ondelete="CASCADE", primary_key=True)
    is_learned: Mapped[bool]
    examples: Mapped[int]
    own_examples: Mapped[int]
    precision: Mapped[float]
    recall: Mapped[float]
    f1: Mapped[float]


class KeptModel(Sealed, Base):
    """What a model learned, as plain arrays, so that every process need not learn it again.

    It holds the words that people said, so it is sealed like them. Its name is a digest of what
    it learned from; only the latest is kept, for the same decisions teach the same again.
    """

    __tablename__ = "kept_models"

    learning_id: Mapped[UUID] = reference("learnings.id", ondelete="CASCADE")
    name: Mapped[str] = mapped_column(String(64), index=True)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
