"""Actions of audits: who sees to each, what shows that it is done, and a second person's check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db import sealing
from app.db.models import Action, Audit, FollowUp, User
from app.domain.actions import ActionState
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.services import activity
from app.services.improving import LONGEST, OUTCOME

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

EVIDENCE, SENT_BACK = "actions.evidence", "actions.sent_back"


@dataclass(frozen=True)
class Care:
    """Who sees to an action, and the question that will show whether it helped."""

    owner_id: UUID | None = None
    survey_id: UUID | None = None
    question_key: str = ""


def see_to(session: Session, action_id: UUID, care: Care) -> None:
    """Say who sees to a new action of an audit, and which question will show its impact."""
    session.add(
        FollowUp(
            action_id=action_id,
            owner_id=care.owner_id,
            survey_id=care.survey_id,
            question_key=care.question_key,
        )
    )
    session.flush()


def mark_done(session: Session, action_id: UUID, evidence: str, *, by: Actor) -> None:
    """Say that an action is done and what shows it; a second person has to check that.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it was settled already, or waits for its check.
        Invalid: nothing shows that it is done.
    """
    action, care = find_open(session, action_id, by=by)
    if care.done_at is not None:
        raise Conflict("action_waits")
    words = _words(
        "evidence", evidence, "Say what shows that it is done: what was seen, and when."
    )
    care.evidence_sealed = sealing.seal(action, EVIDENCE, words)
    care.done_by_id, care.done_at, care.sent_back_sealed = by.id, clock.now(), None
    activity.record(session, "action.shown", by=by.id, about=("action", action_id))


def confirm(session: Session, action_id: UUID, *, by: Actor) -> None:
    """Confirm, as a second person, that an action is done; what was shown is what came of it.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it was settled already, or nobody has said that it is done.
        Invalid: the person is the one who did it.
    """
    action, care, evidence = _to_check(session, action_id, by=by)
    care.checked_by_id = by.id
    action.state, action.settled_at = ActionState.DONE, clock.now()
    action.outcome_sealed = sealing.seal(action, OUTCOME, evidence)
    activity.record(session, "action.done", by=by.id, about=("action", action_id))


def send_back(session: Session, action_id: UUID, why: str, *, by: Actor) -> None:
    """Say, as a second person, that what was shown does not show it yet.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it was settled already, or nobody has said that it is done.
        Invalid: the person is the one who did it, or does not say what is missing.
    """
    action, care, _ = _to_check(session, action_id, by=by)
    words = _words("why", why, "Say what is still missing, so that they can put it right.")
    care.sent_back_sealed = sealing.seal(action, SENT_BACK, words)
    care.done_by_id = care.done_at = None
    activity.record(session, "action.sent_back", by=by.id, about=("action", action_id))


def cancel(session: Session, action_id: UUID, reason: str, *, by: Actor) -> None:
    """Cancel an action of an audit, with the reason.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it was settled already.
        Invalid: no reason is given.
    """
    action, _ = find_open(session, action_id, by=by)
    words = _words("reason", reason, "Say why it is cancelled.")
    action.state, action.settled_at = ActionState.CANCELLED, clock.now()
    action.outcome_sealed = sealing.seal(action, OUTCOME, words)
    activity.record(session, "action.cancelled", by=by.id, about=("action", action_id))


def find(session: Session, action_id: UUID, *, by: Actor) -> tuple[Action, FollowUp]:
    """Return an action of an audit with who sees to it.

    It is the business of its owner, of the audit's auditor, and of those who plan actions or
    learning in its service.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    row = session.execute(
        select(Action, Audit.auditor_id)
        .join(Audit, Audit.id == Action.audit_id)
        .where(Action.id == action_id)
    ).first()
    if row is None:
        raise NotFound
    care = _care(session, action_id)
    is_theirs = by.id in {care.owner_id, row.auditor_id}
    if not (is_theirs or plans(by, row.Action.service_id)):
        raise NotFound
    return row.Action, care


def find_open(session: Session, action_id: UUID, *, by: Actor) -> tuple[Action, FollowUp]:
    """Return an action that is not settled, with who sees to it.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it was settled already.
    """
    action, care = find(session, action_id, by=by)
    if action.state is not ActionState.OPEN:
        raise Conflict("action_settled")
    session.add(care)
    return action, care


def plans(actor: Actor, service_id: UUID) -> bool:
    """Return whether a person plans actions or learning in a service."""
    asked = (Permission.PLAN_ACTIONS, Permission.PLAN_LEARNING)
    return any(actor.reaches(permission, service_id) for permission in asked)


def people(session: Session) -> tuple[tuple[UUID, str], ...]:
    """Return the members of staff who may be chosen as owners, by name: their ids and names."""
    rows = select(User.id, User.name).where(User.disabled_at.is_(None)).order_by(User.name)
    return tuple((row.id, row.name) for row in session.execute(rows))


def _care(session: Session, action_id: UUID) -> FollowUp:
    # Actions that were agreed before there was this page have no owner by name.
    known = session.scalar(select(FollowUp).where(FollowUp.action_id == action_id))
    return known or FollowUp(action_id=action_id, question_key="")


def _to_check(session: Session, action_id: UUID, *, by: Actor) -> tuple[Action, FollowUp, str]:
    action, care = find_open(session, action_id, by=by)
    if care.done_at is None or care.evidence_sealed is None:
        raise Conflict("action_not_shown")
    if by.id == care.done_by_id:
        raise Invalid(fields={"check": "A second person checks this. Ask a colleague."})
    return action, care, sealing.unseal(action, EVIDENCE, care.evidence_sealed)


def _words(field: str, text: str, needed: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid(fields={field: needed})
    if len(words) > LONGEST:
        raise Invalid(fields={field: f"Shorten this to {LONGEST} characters or fewer."})
    return words
