"""Twenty-five conversational audits of Anytown, each with its voices, grades and actions."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db import unit_of_work
from app.db.models import Audit, SurveyVersion
from app.demo.people import WAVE_DAYS
from app.domain.audits import AuditKind, Voice
from app.domain.people import Role
from app.services import accounts, audit_parts, auditing, following, improving

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.demo.audit_sheets import DemoAction, DemoAudit
    from app.demo.content import Anytown
    from app.demo.people import Places
    from app.domain.people import Actor

# Whose reference is that of the practitioner with an account, and which domain shows a change.
WORKER, MEASURED = "P-101", "plan"
NOON = time(12, 0)
LOOK_AGAIN = timedelta(weeks=26)


def add(anytown: Anytown, places: Places) -> int:
    """Hold every audit on its day and return how many were held."""
    for number, audit in enumerate(anytown.audits):
        starts = places.waves[audit.wave - 1][0]
        held_on = starts + timedelta(days=(number * 5 + 2) % WAVE_DAYS)
        held_on = min(held_on, clock.today())
        moment = datetime.combine(held_on, NOON, tzinfo=UTC)
        with clock.frozen(moment), unit_of_work() as session:
            by = accounts.actor_by_id(session, places.users[Role.PRACTITIONER])
            actions = _hold(session, audit, held_on, places, by)
        for action_id, action in actions.items():
            _settle(places, action_id, action, moment)
    return len(anytown.audits)


def _hold(
    session: Session, audit: DemoAudit, held_on: date, places: Places, by: Actor
) -> dict[UUID, DemoAction]:
    audit_id = auditing.open_audit(session, _opening(audit, held_on, places), by=by)
    row = session.scalars(select(Audit).where(Audit.id == audit_id)).one()
    row.service_id = places.services[audit.service]
    days = _day("told_when", held_on) | _day("reaudit_due", held_on + LOOK_AGAIN)
    for voice, form in audit.voices.items():
        _record(session, audit_id, Voice(voice), form | days, by=by)
    actions = {
        improving.add_action(
            session,
            service_id=row.service_id,
            audit_id=audit_id,
            what=action.what,
            why=action.why,
            owner_role=action.owner_role,
            due_on=held_on + action.due_after,
            priority=action.priority,
            by=by,
        ): action
        for action in audit.actions
    }
    _see_to(session, row, audit, list(actions), places)
    if not audit_parts.missing(session, row):
        audit_parts.submit(session, audit_id, by=by)
    return actions


def _see_to(
    session: Session, row: Audit, audit: DemoAudit, actions: list[UUID], places: Places
) -> None:
    # The worker who has an account sees to what is theirs; the first action has a measure.
    is_hers = audit.practitioner_ref == WORKER
    version = session.get_one(SurveyVersion, row.version_id)
    for number, action_id in enumerate(actions):
        care = following.Care(
            owner_id=places.worker if is_hers and number == 0 else None,
            survey_id=version.survey_id if number == 0 else None,
            question_key=MEASURED if number == 0 else "",
        )
        following.see_to(session, action_id, care)


def _day(name: str, day: date) -> dict[str, list[str]]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": [str(value)] for part, value in parts.items()}


def _opening(audit: DemoAudit, held_on: date, places: Places) -> auditing.Opening:
    return auditing.Opening(
        case_ref=audit.case_ref,
        kind=AuditKind(audit.kind),
        cohort=audit.cohort,
        team=audit.team,
        held_on=held_on,
        has_no_conflict=True,
        age_years=audit.age,
        practitioner_ref=audit.practitioner_ref,
        practitioner_id=places.worker if audit.practitioner_ref == WORKER else None,
        theme=audit.theme,
    )


def _settle(places: Places, action_id: UUID, action: DemoAction, held: datetime) -> None:
    # What was agreed is done by its day, unless that day has not come.
    done = held + action.due_after
    if not action.outcome or done > clock.now():
        return
    with clock.frozen(done), unit_of_work() as session:
        by = accounts.actor_by_id(session, places.users[Role.PRACTITIONER])
        following.mark_done(session, action_id, action.outcome, by=by)
        second = accounts.actor_by_id(session, places.users[Role.PARTICIPATION])
        following.confirm(session, action_id, by=second)


def _record(
    session: Session, audit_id: UUID, voice: Voice, form: dict[str, list[str]], *, by: Actor
) -> None:
    audit = auditing.find(session, audit_id, by=by)
    definition = auditing.definition_of(session, audit, voice)
    key = definition.pages[0].key if definition.pages else None
    while key:
        saved = audit_parts.save_page(session, audit_id, voice, key, form, by=by)
        if saved.errors:
            wrong = ", ".join(f"{name}: {error.code}" for name, error in saved.errors.items())
            raise ValueError(f"audit {audit.case_ref}, {voice.value}, {key}: {wrong}")
        key = saved.next_key or ""
