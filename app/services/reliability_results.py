"""What blind samples show: how far machine and people agree, and the error measured here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from analysis.accuracy import Accuracy, accuracy
from analysis.cards import card_of
from analysis.comparison import FEWEST_PASSAGES, Coder, Comparison, compare
from analysis.models import serving_model
from analysis.models.learned import Learned
from app.db.models import (
    AnalysisRun,
    BlindCoder,
    BlindReading,
    BlindSample,
    Codebook,
    SampledPassage,
    Theme,
    User,
)
from app.domain.evidence import ReadingState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

MACHINE = "The machine"


@dataclass(frozen=True)
class MeasuredError:
    """How right the machine is, by theme key, and what that was measured on.

    `is_own` is whether this organisation's people measured it; a shipped model's card measures
    it elsewhere. `is_stale` is whether another model has read words since.
    """

    themes: Mapping[str, Accuracy]
    overall: Accuracy
    n: int
    when: date
    is_own: bool = True
    is_stale: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether enough passages were coded twice to say something."""
        return self.n >= FEWEST_PASSAGES


@dataclass(frozen=True)
class ThemeError:
    """How right the machine is about one theme, and whether that was measured here."""

    accuracy: Accuracy
    is_own: bool


def comparisons(session: Session, sample: BlindSample) -> tuple[Comparison, ...]:
    """Return the machine against each person who finished, then the people two by two."""
    passages, names = _passages(session, sample), _theme_names(session, sample.codebook_id)
    machine = _machine(passages)
    people = _people(session, sample)
    pairs = [(machine, one) for one in people] + list(combinations(people, 2))
    return tuple(compare(first, second, names, _weights(passages)) for first, second in pairs)


def measured_error(
    session: Session, codebook_id: UUID, *, card: MeasuredError | None = None
) -> MeasuredError | None:
    """Return the machine's error with a codebook: of the newest sample here, else of the card.

    The measure is the person who finished that sample first. None when neither is there.
    """
    row = session.execute(
        select(BlindSample, BlindCoder)
        .join(BlindCoder, BlindCoder.sample_id == BlindSample.id)
        .where(BlindSample.codebook_id == codebook_id, BlindCoder.finished_at.is_not(None))
        .order_by(BlindSample.drawn_at.desc(), BlindCoder.finished_at, BlindCoder.id)
        .limit(1)
    ).first()
    if row is None:
        return card
    sample, coder = row
    person = _people(session, sample, coder.id)
    if not person or coder.finished_at is None:
        # Everything that they had coded was taken back by those who wrote it.
        return card
    passages, names = _passages(session, sample), _theme_names(session, codebook_id)
    found = compare(_machine(passages), person[0], names, _weights(passages))
    nothing = accuracy([], [])
    return MeasuredError(
        themes={row.key: row.accuracy or nothing for row in found.themes},
        overall=found.accuracy or nothing,
        n=found.n,
        when=coder.finished_at,
        is_stale=is_stale(session, sample),
    )


def error_in_use(session: Session) -> MeasuredError | None:
    """Return the machine's error with the codebook in use, for pages with machine-made counts."""
    in_use = session.scalar(select(Codebook).where(Codebook.is_in_use))
    if in_use is None:
        return None
    return measured_error(session, in_use.id, card=error_elsewhere(in_use.name))


def error_about(session: Session, theme_id: UUID) -> ThemeError | None:
    """Return how right the machine is about a theme, by a measure here or else elsewhere."""
    row = session.execute(
        select(Theme.key, Codebook.id, Codebook.name)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Theme.id == theme_id)
    ).one_or_none()
    if row is None:
        return None
    found = measured_error(session, row.id, card=error_elsewhere(row.name))
    about = found.themes.get(row.key) if found else None
    return ThemeError(about, found.is_own) if found and about else None


def error_elsewhere(codebook: str) -> MeasuredError | None:
    """Return what the card of a shipped model says of a codebook; None when none says anything."""
    for key in (Learned.key, serving_model().key):
        card = card_of(key)
        if card is not None and card.codebook == codebook:
            return MeasuredError(
                card.themes, card.overall, card.passages, card.measured_on, is_own=False
            )
    return None


def is_stale(session: Session, sample: BlindSample) -> bool:
    """Return whether another model than the measured one has read words since."""
    newest = session.execute(
        select(AnalysisRun.model, AnalysisRun.model_version)
        .where(AnalysisRun.codebook_id == sample.codebook_id, AnalysisRun.finished_at.is_not(None))
        .order_by(AnalysisRun.finished_at.desc(), AnalysisRun.id)
        .limit(1)
    ).first()
    return newest is not None and tuple(newest) != (sample.model, sample.model_version)


def _passages(session: Session, sample: BlindSample) -> Sequence[SampledPassage]:
    return session.scalars(
        select(SampledPassage)
        .where(SampledPassage.sample_id == sample.id)
        .order_by(SampledPassage.position)
    ).all()


def _weights(passages: Sequence[SampledPassage]) -> dict[str, float]:
    return {str(one.id): one.weight for one in passages}


def _machine(passages: Sequence[SampledPassage]) -> Coder:
    return Coder(
        MACHINE, {str(one.id): frozenset(one.machine_keys) for one in passages}, is_machine=True
    )


def _people(session: Session, sample: BlindSample, coder_id: UUID | None = None) -> list[Coder]:
    # Those who finished, the first to finish first; only what they coded, not what they skipped.
    query = (
        select(BlindCoder.id, User.name, BlindReading.passage_id, BlindReading.theme_keys)
        .join(User, User.id == BlindCoder.user_id)
        .join(BlindReading, BlindReading.coder_id == BlindCoder.id)
        .where(
            BlindCoder.sample_id == sample.id,
            BlindCoder.finished_at.is_not(None),
            BlindReading.state == ReadingState.DONE,
        )
        .order_by(BlindCoder.finished_at, BlindCoder.id)
    )
    if coder_id is not None:
        query = query.where(BlindCoder.id == coder_id)
    found: dict[UUID, tuple[str, dict[str, frozenset[str]]]] = {}
    for row in session.execute(query):
        found.setdefault(row.id, (row.name, {}))[1][str(row.passage_id)] = frozenset(
            row.theme_keys
        )
    return [Coder(name, keys) for name, keys in found.values()]


def _theme_names(session: Session, codebook_id: UUID) -> dict[str, str]:
    rows = session.execute(
        select(Theme.key, Theme.name)
        .where(Theme.codebook_id == codebook_id)
        .order_by(Theme.position)
    )
    return {row.key: row.name for row in rows}
