"""The programme of audits: cycles, who audits in them, lists of cases, draws and conflicts.

What could tell which case a row is about is sealed, and found again by a keyed hash.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.audits import AuditKind
from app.domain.programme import CaseState, ConflictWith, LeftOut, Strata


class AuditCycle(Sealed, Base):
    """Audits of one kind that belong together, with their days and targets.

    `share_moderated` is the percentage that a second reader is to grade.
    """

    __tablename__ = "audit_cycles"
    __table_args__ = (
        CheckConstraint("share_moderated BETWEEN 0 AND 100", name="a_percentage"),
        CheckConstraint("starts_on <= ends_on", name="ends_after_it_starts"),
    )

    service_id: Mapped[UUID] = reference("services.id", ondelete="RESTRICT")
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[AuditKind] = mapped_column(word(AuditKind))
    theme: Mapped[str] = mapped_column(String(120), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    target_per_auditor: Mapped[int]
    target_per_team: Mapped[int]
    share_moderated: Mapped[int] = mapped_column(default=0)
    opened_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")


class CycleAuditor(Keyed, Base):
    """Somebody who audits in a cycle: where they work, whom they lead, and their own target.

    `practitioner_hash` finds their own cases; no target of their own means that of the cycle.
    """

    __tablename__ = "cycle_auditors"
    __table_args__ = (UniqueConstraint("cycle_id", "user_id"),)

    cycle_id: Mapped[UUID] = reference("audit_cycles.id", ondelete="CASCADE")
    user_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    team: Mapped[str] = mapped_column(String(120))
    leads: Mapped[list[Any]] = mapped_column(default=list)
    practitioner_hash: Mapped[str] = mapped_column(String(64), default="")
    target: Mapped[int | None]


class CaseList(Sealed, Base):
    """A file of case references from its upload until its good rows are kept.

    `refused` holds the number of each row that was refused and why, never what stood in it.
    """

    __tablename__ = "case_lists"

    cycle_id: Mapped[UUID] = reference("audit_cycles.id", ondelete="CASCADE")
    file_name: Mapped[str] = mapped_column(String(200))
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    rows_kept: Mapped[int] = mapped_column(default=0)
    refused: Mapped[list[Any]] = mapped_column(default=list)
    uploaded_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseDraw(Keyed, Base):
    """One drawing of cases by chance, with what is needed to draw them again.

    `pool` holds the ids of the cases that could be drawn then; it is empty for old draws.
    """

    __tablename__ = "case_draws"
    __table_args__ = (UniqueConstraint("cycle_id", "number"),)

    cycle_id: Mapped[UUID] = reference("audit_cycles.id", ondelete="CASCADE")
    number: Mapped[int]
    strata: Mapped[Strata] = mapped_column(word(Strata))
    candidates: Mapped[int]
    pool: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    size: Mapped[int]
    seed: Mapped[int]
    drawn_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    drawn_on: Mapped[date]


class AuditCase(Keyed, Base):
    """One case of a cycle: listed, drawn, allocated to an auditor, and begun as an audit.

    Its reference and its worker are sealed under the cycle's key. `reminded` counts the reminders
    that its auditor was sent: one before the day it is due, one after.
    """

    __tablename__ = "audit_cases"
    __table_args__ = (
        UniqueConstraint("cycle_id", "case_hash"),
        CheckConstraint("reminded BETWEEN 0 AND 2", name="two_reminders"),
    )

    cycle_id: Mapped[UUID] = reference("audit_cycles.id", ondelete="CASCADE")
    case_hash: Mapped[str] = mapped_column(String(64), index=True)
    case_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    practitioner_hash: Mapped[str] = mapped_column(String(64), default="")
    practitioner_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    team: Mapped[str] = mapped_column(String(120))
    cohort: Mapped[str] = mapped_column(String(40), default="")
    last_audited_on: Mapped[date | None]
    state: Mapped[CaseState] = mapped_column(word(CaseState), index=True)
    left_out: Mapped[LeftOut | None] = mapped_column(word(LeftOut))
    draw_id: Mapped[UUID | None] = reference("case_draws.id", ondelete="RESTRICT", nullable=True)
    auditor_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    reminded: Mapped[int] = mapped_column(default=0)
    audit_id: Mapped[UUID | None] = reference(
        "audits.id", ondelete="RESTRICT", nullable=True, unique=True
    )


class AuditConflict(Sealed, Base):
    """An auditor is too near to a case, a worker or a team; the reason is sealed.

    It holds in every cycle until it is taken back.
    """

    __tablename__ = "audit_conflicts"
    __table_args__ = (UniqueConstraint("auditor_id", "about", "subject_hash"),)

    auditor_id: Mapped[UUID] = reference("users.id", ondelete="CASCADE")
    about: Mapped[ConflictWith] = mapped_column(word(ConflictWith))
    subject_hash: Mapped[str] = mapped_column(String(64))
    subject_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    declared_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    declared_on: Mapped[date]
