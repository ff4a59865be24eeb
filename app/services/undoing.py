"""Undo on the workbench: the last decisions of a person, step by step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from app.db.models import Coding, Decision, DecisionChange, Theme
from app.domain.errors import NotFound
from app.domain.evidence import CodingState
from app.domain.people import Permission
from app.domain.workbench import DecisionKind, DecisionState
from app.services import activity
from app.services.selection import response_ids, select_surveys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.decisions import Place

MOST = 10


@dataclass(frozen=True)
class DecisionLine:
    """One decision, for reading: about which passage, and which themes came and went by it."""

    kind: DecisionKind
    place: Place
    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(frozen=True)
class Undone:
    """What became of a wish to undo; not done when somebody has decided about it since."""

    decision: DecisionLine
    is_done: bool


def latest(session: Session, *, by: Actor) -> tuple[DecisionLine, ...]:
    """Return the last decisions of a person that stand, the newest first."""
    return _lines(session, session.scalars(_standing(session, by).limit(MOST)).all())


def undo(session: Session, *, by: Actor) -> Undone:
    """Take the last decision of a person back, so that all is as it was before it.

    When somebody has decided about the same coding since, nothing is changed, and the next undo
    goes to the decision before it.

    Raises:
        NotFound: they have no decision left to undo.
    """
    decision = session.scalar(_standing(session, by).limit(1).with_for_update())
    if decision is None:
        raise NotFound
    (line,) = _lines(session, [decision])
    changes = _changes(session, decision)
    if _is_overtaken(session, decision, changes):
        decision.state = DecisionState.OVERTAKEN
        session.flush()
        return Undone(line, is_done=False)
    for change, coding in changes:
        _restore(session, change, coding)
    decision.state = DecisionState.UNDONE
    about, counts = ("decision", decision.id), {"codings": len(changes)}
    activity.record(session, "decision.undone", by=by.id, about=about, counts=counts)
    return Undone(line, is_done=True)


def _standing(session: Session, by: Actor) -> Select[Decision]:
    chosen = select_surveys(session, by, Permission.DECIDE_CODINGS)
    return (
        select(Decision)
        .where(
            Decision.user_id == by.id,
            Decision.state == DecisionState.STANDING,
            Decision.response_id.in_(response_ids(chosen)),
        )
        .order_by(Decision.number.desc())
    )


def _changes(session: Session, decision: Decision) -> list[tuple[DecisionChange, Coding]]:
    rows = session.execute(
        select(DecisionChange, Coding)
        .join(Coding, Coding.id == DecisionChange.coding_id)
        .where(DecisionChange.decision_id == decision.id)
        .execution_options(populate_existing=True)
    )
    return [(change, coding) for change, coding in rows]


def _is_overtaken(
    session: Session, decision: Decision, changes: list[tuple[DecisionChange, Coding]]
) -> bool:
    if not changes:
        return decision.kind is not DecisionKind.CHECKED
    touched = {coding.id for _, coding in changes}
    twins = select(Coding.theme_id).where(
        Coding.response_id == decision.response_id,
        Coding.question_id == decision.question_id,
        Coding.state != CodingState.REJECTED,
        Coding.id.not_in(touched),
    )
    carried = set(session.scalars(twins))
    return any(
        (coding.decided_at, coding.decided_by_id) != (change.changed_at, decision.user_id)
        # Words carry a theme once: what would come back has been given anew by somebody.
        or (_comes_back(change) and coding.theme_id in carried)
        for change, coding in changes
    )


def _comes_back(change: DecisionChange) -> bool:
    return change.state_before not in {None, CodingState.REJECTED}


def _restore(session: Session, change: DecisionChange, coding: Coding) -> None:
    if change.state_before is None or change.start_before is None or change.end_before is None:
        session.delete(coding)
        return
    coding.state = change.state_before
    coding.decided_by_id = change.decided_by_before_id
    coding.decided_at = change.decided_before_at
    coding.start, coding.end = change.start_before, change.end_before


def _lines(session: Session, found: Iterable[Decision]) -> tuple[DecisionLine, ...]:
    kept = list(found)
    themes = _themes(session, [decision.id for decision in kept])
    return tuple(
        DecisionLine(
            kind=decision.kind,
            place=(decision.response_id, decision.question_id),
            came=tuple(name for name, is_given in themes[decision.id] if is_given),
            went=tuple(name for name, is_given in themes[decision.id] if not is_given),
        )
        for decision in kept
    )


def _themes(session: Session, ids: list[UUID]) -> Mapping[UUID, list[tuple[str, bool]]]:
    rows = session.execute(
        select(DecisionChange.decision_id, Theme.name, Coding.state)
        .join(Coding, Coding.id == DecisionChange.coding_id)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(DecisionChange.decision_id.in_(ids))
        .order_by(Theme.name)
    )
    found: dict[UUID, list[tuple[str, bool]]] = defaultdict(list)
    for decision_id, name, state in rows:
        found[decision_id].append((name, state is CodingState.ACCEPTED))
    return found
