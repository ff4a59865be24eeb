"""Jobs, imports, reports, and the append-only record of what staff did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.evidence import ImportState, JobState, ReportState


class Job(Keyed, Base):
    """Durable slow work: ids and counts only, never a word that anyone wrote (R-23)."""

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "input_hash"),
        Index("ix_jobs_due", "state", "run_at"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(64))
    input_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[JobState] = mapped_column(word(JobState))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    worker: Mapped[str] = mapped_column(String(80), default="")
    error_code: Mapped[str] = mapped_column(String(80), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Import(Sealed, Base):
    """A file of comments collected elsewhere, from its upload to its last row."""

    __tablename__ = "imports"

    service_id: Mapped[UUID] = reference("services.id", ondelete="RESTRICT")
    survey_id: Mapped[UUID | None] = reference("surveys.id", ondelete="RESTRICT", nullable=True)
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    columns: Mapped[list[Any]] = mapped_column(default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rejected_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[ImportState] = mapped_column(word(ImportState))
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_added: Mapped[int] = mapped_column(default=0)
    rows_known: Mapped[int] = mapped_column(default=0)
    rows_rejected: Mapped[int] = mapped_column(default=0)
    uploaded_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Report(Sealed, Base):
    """A frozen body of evidence for a period; every file of it is made from the same data."""

    __tablename__ = "reports"

    service_id: Mapped[UUID | None] = reference("services.id", ondelete="RESTRICT", nullable=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    survey_ids: Mapped[list[Any]] = mapped_column(default=list)
    frozen_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    frozen_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[ReportState] = mapped_column(word(ReportState))
    prepared_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportFile(Keyed, Base):
    """One file of a report, in one format."""

    __tablename__ = "report_files"
    __table_args__ = (UniqueConstraint("report_id", "format"),)

    report_id: Mapped[UUID] = reference("reports.id", ondelete="CASCADE")
    format: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ActivityEntry(Base):
    """One thing a member of staff did or read; chained, and triggers guard it (R-16)."""

    __tablename__ = "activity_entries"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    verb: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40), default="")
    object_id: Mapped[str] = mapped_column(String(64), default="")
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    chain: Mapped[str] = mapped_column(String(64))
