"""The history of the codebook: every version, who put it in use and when, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.models import ActivityEntry, Codebook, CodebookStep, Theme, User
from app.services import codebook_drafts
from app.services.codebook_views import say

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

IMPORTED = "codebook.imported"
# Nobody chose it: it served from the first day.
SHIPPED = "Came with Earshot."


@dataclass(frozen=True)
class StepLine:
    """One change: what, by whom and when."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class VersionLine:
    """One version: how many themes, where it stands, who put it in use, and its changes."""

    number: int
    name: str
    themes: int
    state: str  # in use, draft, used before, not in use
    origin: str
    used_by: str
    used_at: datetime | None
    steps: tuple[StepLine, ...]


def versions(session: Session) -> tuple[VersionLine, ...]:
    """Return every version, the newest first."""
    draft = codebook_drafts.draft_id(session)
    used = _entries(session, codebook_drafts.USED)
    brought = _entries(session, IMPORTED)
    rows = session.execute(
        select(Codebook, func.count(Theme.id))
        .outerjoin(Theme, Theme.codebook_id == Codebook.id)
        .group_by(Codebook.id)
        .order_by(Codebook.is_in_use.desc(), Codebook.number.desc(), Codebook.name)
    ).all()
    lines = []
    for book, themes in sorted(rows, key=lambda row: -row.Codebook.number):
        steps = _steps(session, book.id)
        who, when = used.get(str(book.id), ("", None))
        origin = _origin(is_brought=str(book.id) in brought, has_steps=bool(steps))
        was_used = when is not None or origin == SHIPPED
        lines.append(
            VersionLine(
                number=book.number,
                name=book.name,
                themes=themes,
                state=_state(book, draft, was_used=was_used),
                origin=origin,
                used_by=who,
                used_at=when,
                steps=steps,
            )
        )
    return tuple(lines)


def _state(book: Codebook, draft: UUID | None, *, was_used: bool) -> str:
    if book.is_in_use:
        return "in use"
    if book.id == draft:
        return "draft"
    return "used before" if was_used else "not in use"


def _origin(*, is_brought: bool, has_steps: bool) -> str:
    if is_brought:
        return "Brought in from a file."
    return "" if has_steps else SHIPPED


def _entries(session: Session, verb: str) -> dict[str, tuple[str, datetime]]:
    # The activity record is where it is kept who did what; the last time counts.
    rows = session.execute(
        select(ActivityEntry.object_id, User.name, ActivityEntry.at)
        .outerjoin(User, User.id == ActivityEntry.actor_id)
        .where(ActivityEntry.verb == verb)
        .order_by(ActivityEntry.seq)
    )
    return {object_id: (name or "", at) for object_id, name, at in rows}


def _steps(session: Session, codebook_id: UUID) -> tuple[StepLine, ...]:
    rows = session.execute(
        select(CodebookStep, User.name)
        .join(User, User.id == CodebookStep.taken_by_id)
        .where(CodebookStep.codebook_id == codebook_id)
        .order_by(CodebookStep.number)
    )
    return tuple(StepLine(say(step), name, step.taken_at) for step, name in rows)
