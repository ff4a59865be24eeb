"""A page of the workbench: passages to code, what they carry, and how far the coding has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from app.domain.people import Permission
from app.services import activity, codebooks, undoing, workbench_choices, workbench_passages
from app.services.selection import Selection, select_surveys, waves
from app.services.workbench_filters import PlaceQuery, places
from app.services.workbench_search import having

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.codebooks import CodebookInUse
    from app.services.decisions import Place
    from app.services.undoing import DecisionLine
    from app.services.workbench_choices import Choices
    from app.services.workbench_filters import Filters
    from app.services.workbench_passages import WorkPassage

PAGE = 15


@dataclass(frozen=True)
class At:
    """The passage that a person is at; `is_alone` when the page that stands needs no other."""

    place: Place | None = None
    is_alone: bool = False


NOWHERE = At()


@dataclass(frozen=True)
class Progress:
    """How many passages of the selection a person has checked, of how many."""

    checked: int
    total: int


@dataclass(frozen=True)
class WorkPage:
    """Some passages in order; `pinned` is the one just decided, where they do not hold it."""

    pinned: WorkPassage | None
    passages: tuple[WorkPassage, ...]
    found: int
    page: int
    progress: Progress
    decisions: tuple[DecisionLine, ...]
    choices: Choices

    def holds(self, place: Place | None) -> bool:
        """Return whether a passage is on the page."""
        shown = (*self.passages, self.pinned)
        return any(one is not None and one.place == place for one in shown)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.found // PAGE))


def page(
    session: Session, filters: Filters, at: At = NOWHERE, *, by: Actor, number: int = 1
) -> WorkPage:
    """Return a page of the workbench, and note that its words were read.

    Raises:
        NotFound: the survey is none of the person's business.
    """
    in_use = codebooks.codebook_in_use(session)
    number = max(number, 1)
    query = places(_selection(session, filters, by), filters, in_use.id)
    keys, found, progress = _found(session, query, filters, number)
    if at.is_alone:
        keys = []
    pinned = at.place if at.place not in keys else None
    passages = _read(session, [pinned, *keys] if pinned else keys, in_use, by)
    is_pinned = bool(passages) and passages[0].place == pinned
    return WorkPage(
        pinned=passages[0] if is_pinned else None,
        passages=passages[1:] if is_pinned else passages,
        found=found,
        page=number,
        progress=progress,
        decisions=undoing.latest(session, by=by),
        choices=workbench_choices.choices(session, in_use, filters, by=by),
    )


def _selection(session: Session, filters: Filters, by: Actor) -> Selection:
    one = [filters.survey_id] if filters.survey_id else None
    chosen = select_surveys(session, by, Permission.DECIDE_CODINGS, one)
    wave = next((wave for wave in waves(session) if wave.number == filters.wave), None)
    return chosen.during(wave) if wave else chosen


def _found(
    session: Session, query: PlaceQuery, filters: Filters, number: int
) -> tuple[list[Place], int, Progress]:
    """Return the passages of one page, how many there are in all, and the progress."""
    first = (number - 1) * PAGE
    if filters.words:
        every = having(session, query.sealed(filters.order), filters.words)
        keys = [_place(row) for row in every if row.is_chosen]
        progress = Progress(sum(row.is_checked for row in every), len(every))
        return keys[first : first + PAGE], len(keys), progress
    chosen, all_ = query.chosen(filters.order), query.all().subquery()
    counted = select(func.count(), func.sum(case((all_.c.is_checked, 1), else_=0)))
    total, checked = session.execute(counted.select_from(all_)).one()
    found = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery()))
    keys = [_place(row) for row in session.execute(chosen.limit(PAGE).offset(first))]
    return keys, found or 0, Progress(checked or 0, total)


def _place(row: Any) -> Place:
    return row.response_id, row.question_id


def _read(
    session: Session, wanted: list[Place], in_use: CodebookInUse, by: Actor
) -> tuple[WorkPassage, ...]:
    passages = workbench_passages.passages(session, wanted, in_use, by=by)
    if passages:
        counts = {"passages": len(passages)}
        activity.record(
            session, "words.read", by=by.id, about=("workbench", in_use.id), counts=counts
        )
    return passages
