"""Many audits that were handed in, put straight into the tables, for pages that count them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from app.db.models import Answer, Audit, AuditPart, Question, Response, Survey, SurveyVersion
from app.domain.audits import AuditKind, AuditState, Voice
from app.domain.surveys import Channel, ResponseState, SurveyKind
from app.services import accounts
from tests import builders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Service
    from app.domain.people import Actor, Role

_number = count(1)
HELD_ON = date(2026, 11, 2)


@dataclass(frozen=True)
class Held:
    """One audit that was handed in: what a page that counts audits knows of it."""

    overall: str = "good"
    team: str = "North"
    worker: str = ""
    held_on: date = HELD_ON
    cohort: str = "child_in_need"
    domains: Mapping[str, str] = field(default_factory=dict)
    themes: Sequence[str] = ()


def graded(good: int, weak: int, *, few: bool = False, **known: object) -> list[Held]:
    """Return audits graded good, then some that require improvement, each of another worker.

    With `few` all of them are of two workers.
    """
    grades = ["good"] * good + ["requires_improvement"] * weak
    return [
        Held(**{"overall": grade, "worker": f"W-{number % 2 if few else number}"} | known)  # type: ignore[arg-type]
        for number, grade in enumerate(grades)
    ]


def hold(session: Session, service_id: UUID, auditor_id: UUID, some: Sequence[Held]) -> list[UUID]:
    """Add audits to a service on the form that is published, and return their ids in order."""
    version_id = session.scalars(
        select(SurveyVersion.id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(Survey.kind == SurveyKind.AUDIT)
    ).first()
    questions = {
        row.key: row.id
        for row in session.execute(
            select(Question.key, Question.id).where(Question.version_id == version_id)
        )
    }
    rows = [_rows(version_id, service_id, auditor_id, questions, one) for one in some]
    for place in range(4):
        session.add_all([row for each in rows for row in each[place]])
        session.flush()
    return [each[1][0].id for each in rows]


def _rows(
    version_id: UUID | None,
    service_id: UUID,
    auditor_id: UUID,
    questions: Mapping[str, UUID],
    one: Held,
) -> tuple[list[Response], list[Audit], list[AuditPart], list[Answer]]:
    number = next(_number)
    response = Response(
        id=uuid4(),
        version_id=version_id,
        state=ResponseState.SUBMITTED,
        channel=Channel.AUDIT,
        client_token=secrets.token_hex(16),
        screened_with="tests",
        started_on=one.held_on,
        received_on=one.held_on,
    )
    audit = Audit(
        id=uuid4(),
        version_id=version_id,
        service_id=service_id,
        audit_ref=f"T-{number:06}",
        case_ref=f"TS-{number}",
        kind=AuditKind.CONVERSATIONAL,
        cohort=one.cohort,
        team=one.team,
        auditor_id=auditor_id,
        practitioner_ref=one.worker,
        has_no_conflict=True,
        held_on=one.held_on,
        grade=one.overall,
        state=AuditState.SUBMITTED,
    )
    part = AuditPart(audit_id=audit.id, voice=Voice.AUDITOR, response_id=response.id)
    values = {"overall_grade": one.overall, **one.domains}
    if one.themes:
        values["themes"] = list(one.themes)
    given = [
        Answer(response_id=response.id, question_id=questions[key], value=value)
        for key, value in values.items()
        if key in questions
    ]
    return [response], [audit], [part], given


def second(session: Session, audit_id: UUID, overall: str) -> None:
    """Add a second reader's overall grade to an audit."""
    audit = session.get_one(Audit, audit_id)
    question_id = session.scalars(
        select(Question.id).where(
            Question.version_id == audit.version_id, Question.key == "overall_grade"
        )
    ).one()
    response = Response(
        id=uuid4(),
        version_id=audit.version_id,
        state=ResponseState.SUBMITTED,
        channel=Channel.AUDIT,
        client_token=secrets.token_hex(16),
        screened_with="tests",
        started_on=audit.held_on,
        received_on=audit.held_on,
    )
    session.add(response)
    session.flush()
    session.add(AuditPart(audit_id=audit_id, voice=Voice.MODERATOR, response_id=response.id))
    session.add(Answer(response_id=response.id, question_id=question_id, value=overall))
    session.flush()


def person(session: Session, role: Role, service: Service | None = None) -> Actor:
    """Add a member of staff who has a role in one service, or everywhere."""
    user = builders.a_user(session, roles=[role], service_id=service.id if service else None)
    return accounts.actor_by_id(session, user.id)
