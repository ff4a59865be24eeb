"""Conversational audits and the voices in them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.models.surveys import Response, SurveyVersion
from app.db.types import UtcDateTime, word
from app.domain.audits import AgencyState, AuditKind, AuditState, Voice


class Audit(Sealed, Base):
    """A conversational audit of practice, on a pseudonymous case reference."""

    __tablename__ = "audits"
    __table_args__ = (
        CheckConstraint("age_years BETWEEN 0 AND 25", name="age_of_a_child_or_care_leaver"),
    )

    version_id: Mapped[UUID] = reference("survey_versions.id", ondelete="RESTRICT")
    service_id: Mapped[UUID] = reference("services.id", ondelete="RESTRICT")
    audit_ref: Mapped[str] = mapped_column(String(20), unique=True)
    case_ref: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[AuditKind] = mapped_column(word(AuditKind))
    theme: Mapped[str] = mapped_column(String(120), default="")
    cohort: Mapped[str] = mapped_column(String(40))
    team: Mapped[str] = mapped_column(String(120))
    age_years: Mapped[int | None]
    months_with_service: Mapped[int | None]
    window_months: Mapped[int] = mapped_column(default=6)
    auditor_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    practitioner_id: Mapped[UUID | None] = reference(
        "users.id", ondelete="RESTRICT", nullable=True
    )
    practitioner_ref: Mapped[str] = mapped_column(String(80), default="")
    has_no_conflict: Mapped[bool]
    held_on: Mapped[date] = mapped_column(index=True)
    grade: Mapped[str | None] = mapped_column(String(24))
    state: Mapped[AuditState] = mapped_column(word(AuditState))
    revision: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    version: Mapped[SurveyVersion] = relationship(lazy="raise_on_sql")
    parts: Mapped[list[AuditPart]] = relationship(back_populates="audit", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own shape


class AuditPart(Keyed, Base):
    """One voice in an audit, with its own response to its part of the form."""

    __tablename__ = "audit_parts"
    __table_args__ = (UniqueConstraint("audit_id", "voice", "agency"),)

    audit_id: Mapped[UUID] = reference("audits.id", ondelete="CASCADE")
    voice: Mapped[Voice] = mapped_column(word(Voice))
    agency: Mapped[str] = mapped_column(String(80), default="")
    response_id: Mapped[UUID] = reference("responses.id", ondelete="RESTRICT", unique=True)
    # Only an agency's part has one: the others are handed in with the audit.
    agency_state: Mapped[AgencyState | None] = mapped_column(word(AgencyState))
    agency_state_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    audit: Mapped[Audit] = relationship(back_populates="parts", lazy="raise_on_sql")
    response: Mapped[Response] = relationship(lazy="raise_on_sql")


class PartAuthor(Keyed, Base):
    """A member of staff who was asked to write one part of an audit, and sees no other."""

    __tablename__ = "part_authors"
    __table_args__ = (UniqueConstraint("part_id", "user_id"),)

    part_id: Mapped[UUID] = reference("audit_parts.id", ondelete="CASCADE")
    user_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")


class Agency(Keyed, Base):
    """An agency that the organisation audits together with, such as the police or a school."""

    __tablename__ = "agencies"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
