"""What Anytown makes of its audits: replies, audits that are closed, and learning together."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app import clock
from app.db import unit_of_work
from app.db.models import Audit, Survey
from app.demo.audits import WORKER
from app.demo.content import WAVES
from app.domain.audits import AuditState
from app.domain.people import Role
from app.domain.practice import SessionKind, Stance
from app.services import accounts, closing, learning_plan, own_audits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from app.demo.audit_sheets import DemoAudit
    from app.demo.content import Anytown
    from app.demo.people import Places

TEATIME = time(15, 30)
ANSWERED_AFTER = timedelta(days=3)
INTO_THE_WAVE = timedelta(days=10)


def add(anytown: Anytown, places: Places) -> None:
    """Reply to the worker's audits, close those of the first wave, and hold the sessions."""
    for audit in anytown.audits:
        # The newest still waits for her.
        if audit.practitioner_ref == WORKER and audit.wave < WAVES:
            _reply(audit, places)
    _close(places)
    for aim in anytown.learning:
        _learn(aim, places)


def _reply(audit: DemoAudit, places: Places) -> None:
    said = audit.voices["practitioner"]
    reasons = said.get("practitioner_reply", [""])[0]
    with unit_of_work() as session:
        row = session.scalars(select(Audit).where(Audit.case_ref == audit.case_ref)).one()
        with clock.frozen(_moment(row.held_on + ANSWERED_AFTER)):
            own_audits.reply(
                session,
                row.id,
                stance=Stance.DISPUTES if reasons else Stance.AGREES,
                reflection=said.get("practitioner_reflection", [""])[0],
                reasons=reasons,
                by=accounts.actor_by_id(session, places.worker),
            )


def _close(places: Places) -> None:
    with unit_of_work() as session:
        by = accounts.actor_by_id(session, places.users[Role.PRACTITIONER])
        rows = session.scalars(
            select(Audit).where(
                Audit.state == AuditState.SUBMITTED,
                Audit.held_on <= places.waves[0][1],
                Audit.practitioner_id.is_(None),
            )
        )
        for row in rows:
            with clock.frozen(_moment(places.waves[1][0])):
                closing.close(session, row.id, by=by)


def _learn(aim: Mapping[str, Any], places: Places) -> None:
    first = min(one["in_wave"] for one in aim["sessions"])
    with clock.frozen(_moment(places.waves[first - 1][0])), unit_of_work() as session:
        by = accounts.actor_by_id(session, places.users[Role.MODERATOR])
        aim_id = learning_plan.add_aim(
            session,
            theme_key=aim["theme"],
            aim=aim["aim"],
            survey_id=_survey(session, aim["measure"]["survey"]),
            key=aim["measure"]["question"],
            by=by,
        )
    for one in aim["sessions"]:
        day = places.waves[one["in_wave"] - 1][0] + INTO_THE_WAVE
        with clock.frozen(_moment(day)), unit_of_work() as session:
            held = learning_plan.NewSession(
                kind=SessionKind(one["kind"]), held_on=day, topics=one["topics"], came=one["came"]
            )
            by = accounts.actor_by_id(session, places.users[Role.MODERATOR])
            learning_plan.add_session(session, aim_id, held, by=by)


def _survey(session: Session, slug: str) -> Any:
    return session.scalars(select(Survey.id).where(Survey.slug == slug)).one()


def _moment(day: date) -> datetime:
    return datetime.combine(day, TEATIME, tzinfo=UTC)
