"""Improvement actions: what someone will do, why it matters for the child, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from app import clock
from app.db import sealing
from app.db.models import Action, Audit, Service, Theme
from app.domain.actions import ActionState, Priority, is_overdue
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.services import activity

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

WHAT, WHY, OUTCOME = "actions.what", "actions.why", "actions.outcome"
LONGEST = 500


@dataclass(frozen=True)
class ActionLine:
    """One action, for lists."""

    id: UUID
    service: str
    audit_ref: str
    theme: str
    what: str
    why: str
    owner_role: str
    agency: str
    due_on: date
    priority: Priority
    state: ActionState
    is_overdue: bool
    outcome: str


def add_action(
    session: Session,
    *,
    service_id: UUID,
    what: str,
    why: str,
    owner_role: str,
    due_on: date,
    by: Actor,
    priority: Priority = Priority.STANDARD,
    audit_id: UUID | None = None,
    theme_id: UUID | None = None,
    agency: str = "",
) -> UUID:
    """Add an action to a service's plan or to an audit.

    Raises:
        Invalid: something is missing, or it is due in the past; every action says why it
            matters for the child.
    """
    _check(what, why, owner_role, due_on)
    action = Action(
        service_id=service_id,
        audit_id=audit_id,
        theme_id=theme_id,
        agency=agency,
        owner_role=owner_role.strip(),
        due_on=due_on,
        priority=priority,
        state=ActionState.OPEN,
        added_by_id=by.id,
        added_at=clock.now(),
    )
    action.what_sealed = sealing.seal(action, WHAT, what.strip())
    action.why_sealed = sealing.seal(action, WHY, why.strip())
    session.add(action)
    session.flush()
    activity.record(session, "action.added", by=by.id, about=("action", action.id))
    return action.id


def settle(
    session: Session, action_id: UUID, *, state: ActionState, outcome: str, by: Actor
) -> None:
    """Mark an action as done or cancelled, with what came of it.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it was settled already, or is an audit's, which a second person checks.
        Invalid: it does not say what came of it.
    """
    action = session.get(Action, action_id)
    if action is None or not by.reaches(Permission.PLAN_ACTIONS, action.service_id):
        raise NotFound
    if action.state is not ActionState.OPEN:
        raise Conflict("action_settled")
    if action.audit_id is not None:
        raise Conflict("action_needs_check")
    if not outcome.strip():
        raise Invalid(
            fields={"outcome": "Say what changed for children, or why it was cancelled."}
        )
    action.state = state
    action.settled_at = clock.now()
    action.outcome_sealed = sealing.seal(action, OUTCOME, outcome.strip())
    activity.record(session, f"action.{state.value}", by=by.id, about=("action", action_id))


def actions_for(session: Session, actor: Actor) -> tuple[ActionLine, ...]:
    """Return the actions of the services in which a person plans: open ones first, by day."""
    query = _lines_query()
    where = actor.services(Permission.PLAN_ACTIONS)
    if where is not None:
        query = query.where(Action.service_id.in_(where))
    lines = [_line(*row) for row in session.execute(query)]
    return tuple(sorted(lines, key=lambda line: (line.state is not ActionState.OPEN, line.due_on)))


def actions_of_audit(session: Session, audit_id: UUID) -> tuple[ActionLine, ...]:
    """Return the actions of one audit, by day."""
    rows = session.execute(_lines_query().where(Action.audit_id == audit_id))
    return tuple(_line(*row) for row in rows)


def _lines_query() -> Select[Action, str, str | None, str | None]:
    return (
        select(Action, Service.name, Audit.audit_ref, Theme.name)
        .join(Service, Service.id == Action.service_id)
        .outerjoin(Audit, Audit.id == Action.audit_id)
        .outerjoin(Theme, Theme.id == Action.theme_id)
        .order_by(Action.due_on, Action.id)
    )


def _line(action: Action, service: str, audit_ref: str | None, theme: str | None) -> ActionLine:
    outcome = action.outcome_sealed
    return ActionLine(
        id=action.id,
        service=service,
        audit_ref=audit_ref or "",
        theme=theme or "",
        what=sealing.unseal(action, WHAT, action.what_sealed),
        why=sealing.unseal(action, WHY, action.why_sealed),
        owner_role=action.owner_role,
        agency=action.agency,
        due_on=action.due_on,
        priority=action.priority,
        state=action.state,
        is_overdue=is_overdue(action.state, action.due_on, clock.today()),
        outcome=sealing.unseal(action, OUTCOME, outcome) if outcome else "",
    )


def _check(what: str, why: str, owner_role: str, due_on: date) -> None:
    problems = {}
    if due_on < clock.today():
        problems["due_on"] = "This day has passed. Give a day that can still be kept."
    if not what.strip():
        problems["what"] = "Say what will be done. Start with a verb."
    if not why.strip():
        problems["why"] = "Say how this will make life better for the child."
    if not owner_role.strip():
        problems["owner_role"] = "Say who will do it, by role."
    for field, text in (("what", what), ("why", why)):
        if len(text) > LONGEST:
            problems[field] = f"Shorten this to {LONGEST} characters or fewer."
    if problems:
        raise Invalid(fields=problems)
