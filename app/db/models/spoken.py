"""The words of questions, spoken by somebody and played instead of the device's own voice."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, reference


class SpokenWording(Keyed, Base):
    """One question of a survey in one wording, recorded.

    It is kept under the hash of exactly the words it says, so that it is heard with no others;
    `voice` is the wording it was made for. It is not sealed: it is published with the words.
    """

    __tablename__ = "spoken_wordings"
    __table_args__ = (UniqueConstraint("survey_id", "words_hash"),)

    survey_id: Mapped[UUID] = reference("surveys.id", ondelete="CASCADE")
    question_key: Mapped[str] = mapped_column(String(80))
    voice: Mapped[str] = mapped_column(String(40))
    words_hash: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    seconds: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_on: Mapped[date]
