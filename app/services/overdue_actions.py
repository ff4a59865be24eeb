"""Actions of audits that are late: how many, since when, and in which service or team."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Action, Audit, FollowUp
from app.domain.actions import ActionState
from app.services.seen_places import team_key

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.services.seen_places import Place


@dataclass(frozen=True)
class OpenActions:
    """Open actions of audits: those late, those done that wait for a check, and all.

    `by_group` says how many are late in each service, or in each team of the one that is chosen.
    """

    open: int
    overdue: int
    waits: int
    oldest: date | None
    by_group: tuple[tuple[str, int], ...]


def open_actions(session: Session, place: Place) -> OpenActions:
    """Return how many actions of audits are open and late in what is chosen; in one query.

    Actions are counted, and not people: neither owner nor worker is read.
    """
    rows = session.execute(
        select(Audit.service_id, Audit.team, Action.due_on, FollowUp.done_at)
        .join(Action, Action.audit_id == Audit.id)
        .outerjoin(FollowUp, FollowUp.action_id == Action.id)
        .where(Action.state == ActionState.OPEN, Audit.service_id.in_(place.service_ids))
    ).all()
    here = [row for row in rows if place.holds(row.service_id, team_key(row.team))]
    late = [row for row in here if row.done_at is None and row.due_on < clock.today()]
    counts = Counter(team_key(row.team) if place.service else str(row.service_id) for row in late)
    return OpenActions(
        open=len(here),
        overdue=len(late),
        waits=sum(row.done_at is not None for row in here),
        oldest=min((row.due_on for row in late), default=None),
        by_group=tuple((name, counts[key]) for key, name in place.groups.items()),
    )
