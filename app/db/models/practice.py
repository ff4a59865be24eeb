"""What audits lead to: proof of actions, the worker's reply, and learning together."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, Sealed, reference
from app.db.types import UtcDateTime, word
from app.domain.practice import SessionKind, Stance


class FollowUp(Keyed, Base):
    """Who sees to an action, what shows that it is done, who checked that, and its measure.

    `evidence_sealed` and `sent_back_sealed` are sealed under the key of the action. The measure
    is a question of a survey, or a graded domain of an audit form, by its key.
    """

    __tablename__ = "follow_ups"

    action_id: Mapped[UUID] = reference("actions.id", ondelete="CASCADE", unique=True)
    owner_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    survey_id: Mapped[UUID | None] = reference("surveys.id", ondelete="SET NULL", nullable=True)
    question_key: Mapped[str] = mapped_column(String(80), default="")
    evidence_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    done_by_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by_id: Mapped[UUID | None] = reference("users.id", ondelete="RESTRICT", nullable=True)
    sent_back_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Reply(Sealed, Base):
    """What the worker whose practice was audited says of the audit; one an audit."""

    __tablename__ = "replies"

    audit_id: Mapped[UUID] = reference("audits.id", ondelete="CASCADE", unique=True)
    by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    stance: Mapped[Stance] = mapped_column(word(Stance))
    reflection_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reasons_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    replied_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LearningAim(Sealed, Base):
    """One line of the learning plan: what to get better at, and the question that will show it."""

    __tablename__ = "learning_aims"

    theme_key: Mapped[str] = mapped_column(String(80))
    aim_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    survey_id: Mapped[UUID | None] = reference("surveys.id", ondelete="SET NULL", nullable=True)
    question_key: Mapped[str] = mapped_column(String(80), default="")
    added_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")
    added_on: Mapped[date]


class LearningSession(Sealed, Base):
    """One time that people came together to learn. Who came is named, or only counted."""

    __tablename__ = "learning_sessions"
    __table_args__ = (CheckConstraint("came BETWEEN 0 AND 500", name="came_can_be"),)

    aim_id: Mapped[UUID] = reference("learning_aims.id", ondelete="CASCADE")
    kind: Mapped[SessionKind] = mapped_column(word(SessionKind))
    held_on: Mapped[date] = mapped_column(index=True)
    points_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    came: Mapped[int]
    added_by_id: Mapped[UUID] = reference("users.id", ondelete="RESTRICT")


class Attendee(Keyed, Base):
    """One member of staff who came to a learning session."""

    __tablename__ = "attendees"

    session_id: Mapped[UUID] = reference("learning_sessions.id", ondelete="CASCADE")
    user_id: Mapped[UUID] = reference("users.id", ondelete="CASCADE")
