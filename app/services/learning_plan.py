"""The learning plan: what to get better at, the sessions held for it, and whether it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db import sealing
from app.db.models import Attendee, LearningAim, LearningSession, User
from app.domain.errors import Invalid, NotFound
from app.domain.people import Permission
from app.domain.practice import FEWEST_BEHIND
from app.services import activity, impact, learning_points

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.domain.practice import SessionKind
    from app.services.impact import Impact

AIM, TOPICS = "learning_aims.aim", "learning_sessions.points"
LONGEST = 500
MOST_CAME = 500
NO_SESSION = "It can be shown once a session was held, and a wave has begun after it."
NO_MEASURE = "No question was chosen that could show it."


@dataclass(frozen=True)
class SessionLine:
    """One learning session: how many came, and who was named, where five came or more.

    Beside a theme, the name of one who was coached on it would single them out.
    """

    id: UUID
    kind: SessionKind
    held_on: date
    topics: str
    came: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class AimLine:
    """One line of the plan; where `impact` is None, `why_not` says why nothing can be shown."""

    id: UUID
    theme_key: str
    theme: str
    aim: str
    added_on: date
    sessions: tuple[SessionLine, ...]
    impact: Impact | None
    why_not: str


@dataclass(frozen=True)
class NewSession:
    """A session as it is written down; `came` counts everybody, those who are named too."""

    kind: SessionKind
    held_on: date
    topics: str
    came: int | None
    who: tuple[UUID, ...] = ()


def add_aim(
    session: Session, *, theme_key: str, aim: str, survey_id: UUID | None, key: str, by: Actor
) -> UUID:
    """Add a line to the learning plan and return its id.

    Raises:
        Invalid: it does not say what to get better at, or names a theme that may not be shown.
    """
    problems = {}
    if not aim.strip():
        problems["aim"] = "Say what we want to get better at, for children."
    elif len(aim) > LONGEST:
        problems["aim"] = f"Shorten this to {LONGEST} characters or fewer."
    if theme_key not in {line.key for line in learning_points.groups(session, by)}:
        problems["theme"] = "Choose a theme with learning from at least five audits."
    if problems:
        raise Invalid(fields=problems)
    row = LearningAim(
        theme_key=theme_key,
        survey_id=survey_id,
        question_key=key,
        added_by_id=by.id,
        added_on=clock.today(),
    )
    row.aim_sealed = sealing.seal(row, AIM, aim.strip())
    session.add(row)
    session.flush()
    activity.record(session, "learning.planned", by=by.id, about=("learning_aim", row.id))
    return row.id


def add_session(session: Session, aim_id: UUID, held: NewSession, *, by: Actor) -> UUID:
    """Write down a learning session and return its id.

    Raises:
        NotFound: the line of the plan is not there, or not the person's to change.
        Invalid: the day has not come, nothing was talked about, or fewer came than are named.
    """
    find_aim(session, aim_id, by=by)
    problems = problems_with(held)
    if problems:
        raise Invalid(fields=problems)
    row = LearningSession(
        aim_id=aim_id,
        kind=held.kind,
        held_on=held.held_on,
        came=len(held.who) if held.came is None else held.came,
        added_by_id=by.id,
    )
    row.points_sealed = sealing.seal(row, TOPICS, held.topics.strip())
    session.add(row)
    session.flush()
    session.add_all(Attendee(session_id=row.id, user_id=one) for one in set(held.who))
    session.flush()
    activity.record(session, "learning.held", by=by.id, about=("learning_session", row.id))
    return row.id


def problems_with(held: NewSession) -> dict[str, str]:
    """Return everything that keeps a session from being written down, by field."""
    problems = {}
    if held.held_on > clock.today():
        problems["held_on"] = "This day has not come yet. Write a session down once it was held."
    if not held.topics.strip():
        problems["topics"] = "Say what you talked about, in a few points and without names."
    elif len(held.topics) > LONGEST:
        problems["topics"] = f"Shorten this to {LONGEST} characters or fewer."
    if held.came is None and not held.who:
        problems["came"] = "Say how many came, or tick who did."
    if held.came is not None and not len(set(held.who)) <= held.came <= MOST_CAME:
        problems["came"] = (
            f"Write a number from {len(set(held.who))} (those ticked) to {MOST_CAME}."
        )
    return problems


def find_aim(session: Session, aim_id: UUID, *, by: Actor) -> LearningAim:
    """Return one line of the plan.

    Raises:
        NotFound: it is not there, or not the person's to change.
    """
    row = session.get(LearningAim, aim_id)
    if row is None or not by.can(Permission.PLAN_LEARNING):
        raise NotFound
    return row


def plan(session: Session, actor: Actor) -> tuple[AimLine, ...]:
    """Return the learning plan, the newest line first."""
    rows = session.scalars(
        select(LearningAim).order_by(LearningAim.added_on.desc(), LearningAim.id)
    )
    return tuple(_line(session, row, actor) for row in rows)


def aim_line(session: Session, aim_id: UUID, *, by: Actor) -> AimLine:
    """Return one line of the plan.

    Raises:
        NotFound: it is not there, or not the person's to change.
    """
    return _line(session, find_aim(session, aim_id, by=by), by)


def _line(session: Session, row: LearningAim, actor: Actor) -> AimLine:
    held = _sessions(session, row.id)
    shown, why_not = _impact(session, row, [one.held_on for one in held])
    return AimLine(
        id=row.id,
        theme_key=row.theme_key,
        theme=learning_points.label_of(session, row.theme_key, actor),
        aim=sealing.unseal(row, AIM, row.aim_sealed),
        added_on=row.added_on,
        sessions=held,
        impact=shown,
        why_not=why_not,
    )


def _impact(session: Session, row: LearningAim, days: Sequence[date]) -> tuple[Impact | None, str]:
    chosen = impact.measure(session, row.survey_id, row.question_key)
    if chosen is None:
        return None, NO_MEASURE
    if not days:
        return None, NO_SESSION
    # The first session is where practice may begin to change.
    first = min(days)
    return impact.impact(session, chosen, began_on=first, done_on=first), ""


def _sessions(session: Session, aim_id: UUID) -> tuple[SessionLine, ...]:
    rows = session.scalars(
        select(LearningSession)
        .where(LearningSession.aim_id == aim_id)
        .order_by(LearningSession.held_on, LearningSession.id)
    ).all()
    who = session.execute(
        select(Attendee.session_id, User.name)
        .join(User, User.id == Attendee.user_id)
        .where(Attendee.session_id.in_([row.id for row in rows]))
        .order_by(User.name)
    ).all()
    return tuple(
        SessionLine(
            id=row.id,
            kind=row.kind,
            held_on=row.held_on,
            topics=sealing.unseal(row, TOPICS, row.points_sealed),
            came=row.came,
            names=tuple(
                name
                for session_id, name in who
                if session_id == row.id and row.came >= FEWEST_BEHIND
            ),
        )
        for row in rows
    )
