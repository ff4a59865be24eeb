"""The decisions of the workbench as they are kept: what each changed, so that it can be undone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.db.models import Answer, Coding, Decision, DecisionChange, Response
from app.domain.errors import Conflict, NotFound
from app.domain.people import Permission
from app.domain.workbench import DecisionKind, DecisionState
from app.services.selection import response_ids, select_surveys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.domain.evidence import CodingState
    from app.domain.people import Actor

Place = tuple[UUID, UUID]


@dataclass(frozen=True)
class _Before:
    state: CodingState
    decided_by_id: UUID | None
    decided_at: datetime | None
    start: int
    end: int


def stamp_of(codings: Iterable[Coding], marks: int) -> str:
    """Return a short text that changes whenever anybody, or the machine, changes a passage.

    `marks` is how often the passage was marked as checked. A form carries the stamp of what its
    reader saw, so that nothing is decided about what has changed since.
    """
    seen = sorted(
        f"{one.id} {one.state.value} {one.decided_at} {one.start} {one.end}" for one in codings
    )
    return sha256(repr((seen, marks)).encode()).hexdigest()[:16]


def place_of(session: Session, coding_id: UUID) -> Place:
    """Return the passage that a coding is about.

    Raises:
        NotFound: there is no such coding.
    """
    row = session.execute(
        select(Coding.response_id, Coding.question_id).where(Coding.id == coding_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row.response_id, row.question_id


def marks(session: Session, responses: Iterable[UUID]) -> Counter[Place]:
    """Return how often each passage of some responses was marked as checked, and still is."""
    rows = session.execute(
        select(Decision.response_id, Decision.question_id).where(
            Decision.response_id.in_(set(responses)),
            Decision.kind == DecisionKind.CHECKED,
            Decision.state == DecisionState.STANDING,
        )
    )
    return Counter((row.response_id, row.question_id) for row in rows)


def take(
    session: Session,
    kind: DecisionKind,
    place: Place,
    act: Callable[[list[Coding]], object],
    *,
    seen: str,
    by: Actor,
) -> Decision:
    """Do something about a passage, and keep all that it changed as one step that can be undone.

    `act` is given the codings of the passage. `seen` is the stamp of the passage as the person
    saw it.

    Raises:
        NotFound: the passage is not there, or none of the person's business.
        Conflict: `decided_meanwhile` when it is no longer as the person saw it.
    """
    _hold(session, place, by)
    codings = _codings(session, place)
    if stamp_of(codings, marks(session, [place[0]])[place]) != seen:
        raise Conflict("decided_meanwhile")
    before = {one.id: _as_it_is(one) for one in codings}
    act(codings)
    session.flush()
    decision = Decision(
        user_id=by.id,
        number=_next_number(session, by),
        kind=kind,
        state=DecisionState.STANDING,
        response_id=place[0],
        question_id=place[1],
        taken_at=clock.now(),
    )
    session.add(decision)
    session.flush()
    session.add_all(_changes(decision, before, _codings(session, place)))
    session.flush()
    return decision


def _hold(session: Session, place: Place, by: Actor) -> None:
    chosen = select_surveys(session, by, Permission.DECIDE_CODINGS)
    answer = session.scalar(
        select(Answer)
        .where(
            Answer.response_id == place[0],
            Answer.question_id == place[1],
            Answer.text_sealed.is_not(None),
            Answer.response_id.in_(response_ids(chosen).where(Response.id == place[0])),
        )
        # Two people at once wait for one another; SQLite lets one write at a time anyway.
        .with_for_update()
    )
    if answer is None:
        raise NotFound


def _codings(session: Session, place: Place) -> list[Coding]:
    rows = session.scalars(
        select(Coding)
        .where(Coding.response_id == place[0], Coding.question_id == place[1])
        .order_by(Coding.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def _as_it_is(one: Coding) -> _Before:
    return _Before(one.state, one.decided_by_id, one.decided_at, one.start, one.end)


def _next_number(session: Session, by: Actor) -> int:
    last = select(func.max(Decision.number)).where(Decision.user_id == by.id)
    return (session.scalar(last) or 0) + 1


def _changes(
    decision: Decision, before: dict[UUID, _Before], after: list[Coding]
) -> list[DecisionChange]:
    changes = []
    for one in after:
        was = before.get(one.id)
        if was == _as_it_is(one):
            continue
        changes.append(
            DecisionChange(
                decision_id=decision.id,
                coding_id=one.id,
                state_before=was and was.state,
                decided_by_before_id=was and was.decided_by_id,
                decided_before_at=was and was.decided_at,
                start_before=was and was.start,
                end_before=was and was.end,
                changed_at=one.decided_at,
            )
        )
    return changes
