"""Photos and recordings that people answered with, sealed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, reference


class AnswerFile(Keyed, Base):
    """The photo or recording of one answer; it goes when the answer goes.

    It is sealed under the data key of its response, so that taking a response back destroys it
    in backups too. `opened_on` is the day when staff first looked or listened.
    """

    __tablename__ = "answer_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("response_id", "question_id"),
    )

    response_id: Mapped[UUID] = reference("responses.id", ondelete="CASCADE")
    question_id: Mapped[UUID] = reference("questions.id", ondelete="RESTRICT")
    media_type: Mapped[str] = mapped_column(String(40))
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    thumbnail_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    opened_on: Mapped[date | None]
