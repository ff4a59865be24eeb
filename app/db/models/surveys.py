"""Surveys, their frozen versions, waves, and what people answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.surveys import (
    Channel,
    Consent,
    Identity,
    ResponseState,
    SurveyKind,
    SurveyState,
)


class Wave(Keyed, Base):
    """One six-weekly round of listening, the same for the whole organisation."""

    __tablename__ = "waves"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="dates_in_order"),)

    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Survey(Keyed, Base):
    """A thing people can be asked to fill in, over its whole life."""

    __tablename__ = "surveys"

    service_id: Mapped[UUID] = reference("services.id", ondelete="RESTRICT")
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[SurveyKind] = mapped_column(word(SurveyKind))
    audience: Mapped[str] = mapped_column(String(40))
    identity: Mapped[Identity] = mapped_column(word(Identity))
    consent: Mapped[Consent] = mapped_column(word(Consent), default=Consent.NONE)
    # How many of a hundred paper returns a second person enters too.
    checked_share: Mapped[int] = mapped_column(default=10)
    state: Mapped[SurveyState] = mapped_column(word(SurveyState))
    decision_maker: Mapped[str] = mapped_column(String(200), default="")
    told_by: Mapped[date | None]
    is_by_invitation: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Known without asking, so that a page of a survey without recordings looks for none.
    is_spoken: Mapped[bool] = mapped_column(default=False, server_default=false())

    service: Mapped[Any] = relationship("Service", lazy="raise_on_sql")
    versions: Mapped[list[SurveyVersion]] = relationship(
        back_populates="survey", lazy="raise_on_sql", order_by="SurveyVersion.number"
    )


class SurveyVersion(Keyed, Base):
    """One frozen wording of a survey; a trigger refuses to change it once published."""

    __tablename__ = "survey_versions"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    survey_id: Mapped[UUID] = reference("surveys.id", ondelete="RESTRICT")
    number: Mapped[int]
    definition: Mapped[dict[str, Any]]
    definition_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    survey: Mapped[Survey] = relationship(back_populates="versions", lazy="raise_on_sql")
    questions: Mapped[list[Question]] = relationship(
        back_populates="version", lazy="raise_on_sql", order_by="Question.position"
    )


class Question(Keyed, Base):
    """One question of a version, for joins; its wording is the definition's."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    version_id: Mapped[UUID] = reference("survey_versions.id", ondelete="RESTRICT")
    key: Mapped[str] = mapped_column(String(80), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    wording: Mapped[str] = mapped_column(Text)
    stance: Mapped[str] = mapped_column(String(10), default="neutral")
    part: Mapped[str] = mapped_column(String(20), default="")
    is_free_text: Mapped[bool]

    version: Mapped[SurveyVersion] = relationship(back_populates="questions", lazy="raise_on_sql")


class Response(Sealed, Base):
    """One person's filling-in of a survey. Nothing leads from it to the person.

    `screened_with` is never empty: no response exists that has not been screened (R-43).
    `received_on` is a day, because a time would help to tell who answered (R-27).
    """

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint("state = 'draft' OR received_on IS NOT NULL", name="submitted_has_a_day"),
    )

    version_id: Mapped[UUID] = reference("survey_versions.id", ondelete="RESTRICT")
    state: Mapped[ResponseState] = mapped_column(word(ResponseState))
    channel: Mapped[Channel] = mapped_column(word(Channel))
    client_token: Mapped[str] = mapped_column(String(64), unique=True)
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(10), default="en")
    rendering: Mapped[str] = mapped_column(String(20), default="")
    groups: Mapped[dict[str, Any]] = mapped_column(default=dict)
    screened_with: Mapped[str] = mapped_column(String(40))
    started_on: Mapped[date] = mapped_column(index=True)
    received_on: Mapped[date | None] = mapped_column(index=True)
    withdrawn_on: Mapped[date | None]
    # Kept and screened, and in no result until a person has looked.
    is_held: Mapped[bool] = mapped_column(default=False, server_default=false(), index=True)

    version: Mapped[SurveyVersion] = relationship(lazy="raise_on_sql")
    answers: Mapped[list[Answer]] = relationship(
        back_populates="response", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class Answer(Base):
    """One person's answer to one question: a value in clear, or words that are sealed."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint("special IN ('dont_know', 'prefer_not_to_say')", name="special_known"),
    )

    response_id: Mapped[UUID] = reference("responses.id", ondelete="CASCADE", primary_key=True)
    question_id: Mapped[UUID] = reference("questions.id", ondelete="RESTRICT", primary_key=True)
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    special: Mapped[str | None] = mapped_column(String(20))
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    response: Mapped[Response] = relationship(back_populates="answers", lazy="raise_on_sql")
    question: Mapped[Question] = relationship(lazy="raise_on_sql")
