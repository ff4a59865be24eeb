"""What comes with a response from outside its questions: who said yes, and paper returns."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Sealed, reference
from app.db.types import word
from app.domain.surveys import Giver


class ConsentGiven(Base):
    """That somebody said yes to one response: to which words, and on what day; nothing more."""

    __tablename__ = "consents_given"

    response_id: Mapped[UUID] = reference("responses.id", ondelete="CASCADE", primary_key=True)
    giver: Mapped[Giver] = mapped_column(word(Giver), primary_key=True)
    words_version: Mapped[str] = mapped_column(String(40))
    given_on: Mapped[date]


class PaperReturn(Sealed, Base):
    """A response that came on paper: who entered it, and how the check of it ended.

    `number` is written on the paper, so that a second person finds it. What the second person
    entered is sealed until the differences are settled, and then goes; the counts stay.
    """

    __tablename__ = "paper_returns"
    __table_args__ = (
        UniqueConstraint("survey_id", "number"),
        CheckConstraint("checked_by IS NULL OR checked_by <> entered_by", name="two_people"),
        CheckConstraint("same >= 0 AND same <= compared", name="counts_in_order"),
    )

    survey_id: Mapped[UUID] = reference("surveys.id", ondelete="RESTRICT", index=False)
    response_id: Mapped[UUID] = reference("responses.id", ondelete="CASCADE", unique=True)
    number: Mapped[int]
    entered_by: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    is_sampled: Mapped[bool]
    checked_by: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    second_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    compared: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    settled_on: Mapped[date | None]
