"""What the pages of audit actions show: whose they are, what shows they are done, what changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Select, or_, select

from app import clock
from app.db import sealing
from app.db.models import Action, Audit, FollowUp, User
from app.domain.actions import ActionState, is_overdue
from app.domain.people import Permission
from app.services import blind_words, following, impact
from app.services.improving import OUTCOME, WHAT, WHY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.impact import Impact

WAITS = "waits for a check"


@dataclass(frozen=True)
class CareLine:
    """One action of an audit, for lists; `stands` says where it is, in words."""

    id: UUID
    audit_ref: str
    what: str
    owner: str
    due_on: date
    state: ActionState
    is_overdue: bool
    stands: str


@dataclass(frozen=True)
class CarePage:
    """One action of an audit: what shows that it is done, who checks it, and what changed."""

    line: CareLine
    audit_id: UUID
    is_auditor: bool
    why: str
    evidence: str
    done_by: str
    checked_by: str
    sent_back: str
    outcome: str
    may_check: bool
    impact: Impact | None


def care_lines(session: Session, actor: Actor) -> tuple[CareLine, ...]:
    """Return the actions of audits that are a person's business: open ones first, by day."""
    rows = session.execute(_query().where(_is_business_of(actor)))
    blind = blind_words.blind_words(session, actor)
    lines = [
        replace(line, what=blind.said(row.Audit, line.what))
        for row in rows
        for line in [_line(*row)]
    ]
    return tuple(sorted(lines, key=lambda one: (one.state is not ActionState.OPEN, one.due_on)))


def lines_of_audit(session: Session, audit_id: UUID) -> tuple[CareLine, ...]:
    """Return the actions of one audit, by day."""
    rows = session.execute(_query().where(Action.audit_id == audit_id))
    return tuple(_line(*row) for row in rows)


def count_mine(session: Session, actor: Actor) -> int:
    """Return how many open actions a person is to see to."""
    rows = session.scalars(
        select(FollowUp.id)
        .join(Action, Action.id == FollowUp.action_id)
        .where(
            FollowUp.owner_id == actor.id,
            FollowUp.done_at.is_(None),
            Action.state == ActionState.OPEN,
        )
    )
    return len(rows.all())


def care_page(session: Session, action_id: UUID, *, by: Actor) -> CarePage:
    """Return one action of an audit.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    action, care = following.find(session, action_id, by=by)
    row = session.execute(_query().where(Action.id == action_id)).one()
    names = _names(session, [care.done_by_id, care.checked_by_id])
    blind = blind_words.blind_words(session, by)

    def said(column: str, sealed: bytes | None) -> str:
        return blind.said(row.Audit, _opened(action, column, sealed))

    line = _line(*row)
    return CarePage(
        line=replace(line, what=blind.said(row.Audit, line.what)),
        audit_id=row.Audit.id,
        is_auditor=row.Audit.auditor_id == by.id and by.can(Permission.RECORD_AUDITS),
        why=said(WHY, action.why_sealed),
        evidence=said(following.EVIDENCE, care.evidence_sealed),
        done_by=names.get(care.done_by_id, ""),
        checked_by=names.get(care.checked_by_id, ""),
        sent_back=said(following.SENT_BACK, care.sent_back_sealed),
        outcome=said(OUTCOME, action.outcome_sealed),
        may_check=care.done_at is not None and care.done_by_id != by.id,
        impact=_impact(session, action, care),
    )


def _impact(session: Session, action: Action, care: FollowUp) -> Impact | None:
    chosen = impact.measure(session, care.survey_id, care.question_key)
    if chosen is None:
        return None
    is_done = action.state is ActionState.DONE and action.settled_at is not None
    done_on = action.settled_at.date() if is_done and action.settled_at else None
    return impact.impact(session, chosen, began_on=action.added_at.date(), done_on=done_on)


def _is_business_of(actor: Actor) -> ColumnElement[bool]:
    theirs = [FollowUp.owner_id == actor.id, Audit.auditor_id == actor.id]
    for permission in (Permission.PLAN_ACTIONS, Permission.PLAN_LEARNING):
        where = actor.services(permission)
        theirs.append(Action.id.is_not(None) if where is None else Action.service_id.in_(where))
    return or_(*theirs)


def _query() -> Select[Action, Audit, FollowUp | None, str | None]:
    return (
        select(Action, Audit, FollowUp, User.name)
        .join(Audit, Audit.id == Action.audit_id)
        .outerjoin(FollowUp, FollowUp.action_id == Action.id)
        .outerjoin(User, User.id == FollowUp.owner_id)
        .order_by(Action.due_on, Action.id)
    )


def _line(action: Action, audit: Audit, care: FollowUp | None, owner: str | None) -> CareLine:
    is_late = is_overdue(action.state, action.due_on, clock.today())
    waits = action.state is ActionState.OPEN and care is not None and care.done_at is not None
    return CareLine(
        id=action.id,
        audit_ref=audit.audit_ref,
        what=sealing.unseal(action, WHAT, action.what_sealed),
        owner=f"{owner}, {action.owner_role}" if owner else action.owner_role,
        due_on=action.due_on,
        state=action.state,
        is_overdue=is_late and not waits,
        stands=WAITS if waits else "overdue" if is_late else action.state.value,
    )


def _names(session: Session, ids: Sequence[UUID | None]) -> dict[UUID | None, str]:
    known = [one for one in ids if one is not None]
    return {
        row.id: row.name
        for row in session.execute(select(User.id, User.name).where(User.id.in_(known)))
    }


def _opened(action: Action, column: str, sealed: bytes | None) -> str:
    return sealing.unseal(action, column, sealed) if sealed else ""
