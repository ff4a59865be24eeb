"""The grades that stand: of each audit handed in, what was settled, or else what its auditor gave.

Whoever counts grades counts these: pages, reports and tables.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import String, cast, select, type_coerce
from sqlalchemy.types import NullType

from app.db.models import (
    Answer,
    Audit,
    AuditPart,
    Moderation,
    ModerationDraw,
    Question,
    SurveyVersion,
)
from app.db.models import SettledGrade as Settled
from app.domain.audits import AuditState, Voice
from app.domain.moderation import ModerationState
from app.domain.people import Permission
from surveys.audits import NOT_GRADED, OVERALL, RANK
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor

# Grades as the column of values writes them, and ids as the database has them: reading both tens
# of thousands of times took most of the time of a page.
PLAIN_ID = type_coerce(Audit.id, NullType()).label("plain_id")
WRITTEN = {json.dumps(grade): grade for grade in RANK}
FINISHED = [state for state in AuditState if state.is_finished]


@dataclass(frozen=True)
class StandingGrades:
    """The grades of one audit as they stand; each is a key of `surveys.audits.GRADE_LABELS`.

    `overall` is None where the form does not grade. `domains` holds the domains that were asked,
    by the key of their question, without the overall one; “not graded” among them, and it is
    never good. `is_settled` tells that a second reading settled them, and `second_reading` how
    far one has come, None without one.
    """

    audit_id: UUID
    overall: str | None
    domains: Mapping[str, str] = field(default_factory=dict)
    is_settled: bool = False
    second_reading: ModerationState | None = None


def standing_grades(session: Session, *where: ColumnElement[bool]) -> dict[UUID, StandingGrades]:
    """Return the grades that stand of every audit that is handed in, by the id of the audit.

    `where` says of which audits, in columns of `Audit`. What was settled stands until it is
    settled anew, also while a final decider has it. It holds no words; three queries, however
    many audits there are.

    >>> standing_grades(session, Audit.team == "Care North")  # doctest: +SKIP
    """
    audits = session.execute(
        select(Audit.id, Audit.grade, Moderation.id, Moderation.state, Moderation.final_grade)
        .add_columns(PLAIN_ID)
        .outerjoin(Moderation, Moderation.audit_id == Audit.id)
        .where(Audit.state.in_(FINISHED), *where)
    ).all()
    given = _given(session, where)
    settled = _settled(session, where)
    return {
        audit_id: StandingGrades(
            audit_id,
            final or _known(grade),
            {
                key: settled.get((reading, key), first) if final else first
                for key, first in given.get(plain_id, {}).items()
            },
            is_settled=final is not None,
            second_reading=state,
        )
        for audit_id, grade, reading, state, final, plain_id in audits
    }


def seen_by(
    session: Session, found: Mapping[UUID, StandingGrades], by: Actor
) -> dict[UUID, StandingGrades]:
    """Return the grades that a person may count: all, or what no second reader must be blind to.

    Whoever may read audits again counts those whose second grades are in, and those that a draw
    passed over; of the others, a count would tell what their first readers gave.
    """
    if not by.can(Permission.MODERATE_AUDITS):
        return dict(found)
    passed_over = {
        UUID(one) for pool in session.scalars(select(ModerationDraw.pool)) for one in pool
    }
    return {
        audit_id: one
        for audit_id, one in found.items()
        if (one.second_reading is None and (one.overall is None or audit_id in passed_over))
        or (one.second_reading is not None and not one.second_reading.is_blind)
    }


def domain_labels(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """Return the words of graded domains by their key, as the newest form has and orders them."""
    rows = session.execute(
        select(Question.key, Question.wording)
        .join(SurveyVersion, SurveyVersion.id == Question.version_id)
        .where(Question.kind == "grade", Question.key.in_(set(keys)), Question.key != OVERALL)
        .order_by(SurveyVersion.published_at.desc(), Question.position)
    )
    found: dict[str, str] = {}
    for key, wording in rows:
        found.setdefault(key, unpiped(wording))
    return found


def _given(session: Session, where: Iterable[ColumnElement[bool]]) -> dict[object, dict[str, str]]:
    rows = session.execute(
        select(PLAIN_ID, Question.key, cast(Answer.value, String))
        .join(AuditPart, AuditPart.audit_id == Audit.id)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Audit.state.in_(FINISHED),
            AuditPart.voice == Voice.AUDITOR,
            Question.kind == "grade",
            Question.key != OVERALL,
            *where,
        )
        .order_by(Question.position)
    )
    found: dict[object, dict[str, str]] = {}
    for audit_id, key, value in rows:
        found.setdefault(audit_id, {})[key] = WRITTEN.get(value, NOT_GRADED)
    return found


def _settled(
    session: Session, where: Iterable[ColumnElement[bool]]
) -> dict[tuple[UUID, str], str]:
    rows = session.execute(
        select(Settled.moderation_id, Settled.question_key, Settled.grade)
        .join(Moderation, Moderation.id == Settled.moderation_id)
        .join(Audit, Audit.id == Moderation.audit_id)
        .where(*where)
    )
    return {(row.moderation_id, row.question_key): row.grade for row in rows}


def _known(grade: str | None) -> str | None:
    return grade if grade is None or grade in RANK else NOT_GRADED
