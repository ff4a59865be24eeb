"""What the page on the machine shows: which model serves each theme, and how well it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.models import serving_model
from app.db.models import Job, Theme, ThemeCard
from app.domain.evidence import JobState
from app.services import codebooks, jobs, learning
from app.services.learning import ENOUGH_NEW, KIND

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.jobs import JobView

# A theme with fewer examples than this says too little of how well it is found.
FEWEST_FOR_FIGURES = 10


@dataclass(frozen=True)
class CardLine:
    """One theme: whether what was learned serves it, from how much, and its measured figures.

    The figures are shares, 0 to 1, and None where there are too few examples to say.
    """

    name: str
    is_learned: bool
    examples: int
    own_examples: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class MachinePage:
    """What the machine knows, and what it could learn now."""

    codebook: str
    learned_at: datetime | None
    own_answers: int
    shipped_examples: int
    lines: tuple[CardLine, ...]
    new_decisions: int
    enough_new: int
    job: JobView | None
    has_failed: bool
    notice: str


def page(session: Session) -> MachinePage:
    """Return what the page on the machine shows."""
    in_use = codebooks.codebook_in_use(session)
    last = learning.latest(session, in_use.id)
    asked = jobs.latest(session, KIND, learning.SUBJECT)
    return MachinePage(
        codebook=f"{in_use.codebook.name}, version {in_use.codebook.number}",
        learned_at=last.learned_at if last else None,
        own_answers=last.own_answers if last else 0,
        shipped_examples=last.shipped_examples if last else 0,
        lines=_lines(session, last.id) if last else (),
        new_decisions=learning.new_decisions(session, in_use),
        enough_new=ENOUGH_NEW,
        job=None if asked is None or asked.is_over else asked,
        has_failed=_has_failed(session),
        notice=serving_model().notice,
    )


def running(session: Session) -> JobView | None:
    """Return the job that learns now, or None."""
    asked = jobs.latest(session, KIND, learning.SUBJECT)
    return None if asked is None or asked.is_over else asked


def _has_failed(session: Session) -> bool:
    state = session.scalar(
        select(Job.state).where(Job.kind == KIND).order_by(Job.created_at.desc()).limit(1)
    )
    return state is JobState.FAILED


def _lines(session: Session, learning_id: UUID) -> tuple[CardLine, ...]:
    rows = session.execute(
        select(ThemeCard, Theme.name)
        .join(Theme, Theme.id == ThemeCard.theme_id)
        .where(ThemeCard.learning_id == learning_id)
        .order_by(Theme.position)
    )
    return tuple(_line(card, name) for card, name in rows)


def _line(card: ThemeCard, name: str) -> CardLine:
    is_enough = card.examples >= FEWEST_FOR_FIGURES
    figures = (card.precision, card.recall, card.f1) if is_enough else (None, None, None)
    return CardLine(name, card.is_learned, card.examples, card.own_examples, *figures)
