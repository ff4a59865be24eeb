"""Codings to read again: what people gave to a theme before it was parted in two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from app.db.models import ActivityEntry, CodebookStep, Coding
from app.domain.errors import NotFound
from app.domain.evidence import CodingState, StepKind
from app.domain.people import Permission
from app.services import activity, codebook_drafts, codebooks, deciding, decisions, words
from app.services.deciding import Wish
from app.services.selection import response_ids, select_surveys

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.codebooks import CodebookInUse
    from app.services.words import PassageLine

MOST = 20


@dataclass(frozen=True)
class Half:
    """A theme that was parted, and the half that was split off."""

    first_id: UUID
    first: str
    second_key: str
    second: str
    since: datetime


@dataclass(frozen=True)
class AgainLine:
    """One coding to read again, with its words, and the two halves it may belong to."""

    coding_id: UUID
    passage: PassageLine
    half: Half


@dataclass(frozen=True)
class AgainPage:
    """The next codings to read again, and how many there are in all."""

    lines: tuple[AgainLine, ...]
    total: int


def count(session: Session, *, by: Actor) -> int:
    """Return how many codings of the person's surveys are to be read again."""
    halves = _halves(session, codebooks.codebook_in_use(session))
    return sum(_count(session, half, by) for half in halves)


def page(session: Session, *, by: Actor) -> AgainPage:
    """Return the next codings to read again; reading their words is recorded."""
    lines: list[AgainLine] = []
    total = 0
    for half in _halves(session, codebooks.codebook_in_use(session)):
        total += _count(session, half, by)
        rows = session.execute(
            select(Coding.id, Coding.response_id, Coding.question_id)
            .where(*_waits(session, half, by))
            .order_by(Coding.id)
            .limit(MOST - len(lines))
        )
        for row in rows:
            place = (row.response_id, row.question_id)
            for passage in words.passage_lines(session, [place], half.first_id):
                lines.append(AgainLine(row.id, passage, half))  # noqa: PERF401 - at most one
    if lines:
        about, counts = ("codebook", "again"), {"passages": len(lines)}
        activity.record(session, "words.read", by=by.id, about=about, counts=counts)
    return AgainPage(tuple(lines), total)


def settle(session: Session, coding_id: UUID, *, moves: bool, seen: str, by: Actor) -> None:
    """Leave a coding with the first half, or give its words the second.

    Raises:
        NotFound: it is not there, not the person's business, or of no theme that was parted.
        Conflict: `already_coded` when the words carry the second half, and `decided_meanwhile`
            when the passage is no longer as the person saw it.
    """
    theme_id = session.scalar(select(Coding.theme_id).where(Coding.id == coding_id))
    halves = _halves(session, codebooks.codebook_in_use(session))
    half = next((one for one in halves if one.first_id == theme_id), None)
    if half is None:
        raise NotFound
    place = decisions.place_of(session, coding_id)
    if moves:
        wish = Wish(half.second_key, instead_of=coding_id)
        deciding.give(session, place, wish, seen=seen, by=by)
    else:
        deciding.accept(session, place, coding_id, seen=seen, by=by)


def _halves(session: Session, in_use: CodebookInUse) -> list[Half]:
    used = session.execute(
        select(ActivityEntry.object_id, func.max(ActivityEntry.at).label("at"))
        .where(ActivityEntry.verb == codebook_drafts.USED)
        .group_by(ActivityEntry.object_id)
    )
    since = {row.object_id: row.at for row in used}
    names = {theme.key: theme.name for theme in in_use.codebook.themes}
    rows = session.scalars(select(CodebookStep).where(CodebookStep.kind == StepKind.SPLIT))
    halves = [
        Half(
            first_id=in_use.theme_ids[step.theme_key],
            first=names[step.theme_key],
            second_key=step.other_key,
            second=names[step.other_key],
            since=since[str(step.codebook_id)],
        )
        for step in rows
        if str(step.codebook_id) in since and {step.theme_key, step.other_key} <= names.keys()
    ]
    # Of a theme that was parted twice, the last parting asks.
    return list({h.first_id: h for h in sorted(halves, key=lambda one: one.since)}.values())


def _waits(session: Session, half: Half, by: Actor) -> tuple[ColumnElement[bool], ...]:
    theirs = select_surveys(session, by, Permission.DECIDE_CODINGS)
    return (
        and_(Coding.theme_id == half.first_id, Coding.state == CodingState.ACCEPTED),
        or_(Coding.decided_at.is_(None), Coding.decided_at < half.since),
        Coding.response_id.in_(response_ids(theirs)),
    )


def _count(session: Session, half: Half, by: Actor) -> int:
    counted = select(func.count(Coding.id)).where(*_waits(session, half, by))
    return session.scalar(counted) or 0
