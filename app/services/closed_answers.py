"""Closed questions and scores: counts, shares, means and their intervals, and the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from analysis.disclosure import THRESHOLD, withhold
from analysis.prevalence import (
    Change,
    Interval,
    MeanInterval,
    mean_change,
    mean_interval,
    prevalence,
)
from app.db.models import Answer, Question, SurveyVersion
from app.domain.audits import Voice
from app.services.selection import Selection, latest_two, response_ids
from surveys import parsing
from surveys.questions import Given
from surveys.scoring import compute
from surveys.tally import TallyRow, tally
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from surveys.definition import Definition
    from surveys.scoring import Band, Score

# Of these each person is counted in one cell; of a ranked choice the first place is.
EXCLUSIVE_KINDS = frozenset(
    {
        "one_choice",
        "picture_choice",
        "ranked_choice",
        "faces",
        "agreement",
        "matrix_row",
        "scale_0_10",
        "grade",
    }
)

# Faces and agreement put answers in an order, not at equal distances, so they have no mean here.
MEASURED_KINDS = frozenset({"scale_0_10", "number"})

# Eleven steps leave few people on each. These are joined when a step must be withheld, so that
# those at the low end stay in sight.
JOINED_STEPS = ((0, 4), (5, 6), (7, 8), (9, 10))

# In an audit these parts are what children and families said; the rest is evidence of practice.
HEARD_PARTS = ("", Voice.CHILD.value, Voice.PARENT_OR_CARER.value)

Givens = dict["UUID", dict[str, Given]]


@dataclass(frozen=True)
class OptionLine:
    """One choice: how many chose it, and the share with its interval; None is withheld."""

    label: str
    count: int | None
    interval: Interval | None


@dataclass(frozen=True)
class QuestionLine:
    """One closed question: how many answered it, and each choice."""

    key: str
    kind: str
    wording: str
    base: int | None
    options: tuple[OptionLine, ...]
    specials: tuple[OptionLine, ...]
    mean: MeanInterval | None


@dataclass(frozen=True)
class BandLine:
    """One band of a score and how many people are in it."""

    label: str
    count: int | None
    interval: Interval | None


@dataclass(frozen=True)
class ScoreLine:
    """One score: its mean with interval, its bands, and the change since the last wave."""

    key: str
    label: str
    higher_is_better: bool
    mean: MeanInterval | None
    bands: tuple[BandLine, ...]
    change: Change | None


def newest_definition(session: Session, survey_id: UUID) -> Definition:
    """Return the newest wording of a survey."""
    stored = session.scalars(
        select(SurveyVersion.definition)
        .where(SurveyVersion.survey_id == survey_id)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    ).one()
    return parsing.parse(stored)


def values(session: Session, selection: Selection) -> Givens:
    """Return the values, never the words, of every response of a selection, by question key."""
    rows = session.execute(
        select(Answer.response_id, Question.key, Answer.value, Answer.special)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.response_id.in_(response_ids(selection)))
    )
    found: Givens = {}
    for response_id, key, value, special in rows:
        found.setdefault(response_id, {})[key] = Given(value=value, special=special)
    return found


def question_lines(definition: Definition, givens: Givens) -> tuple[QuestionLine, ...]:
    """Return every closed question of a survey with its counts."""
    return tuple(
        _question_line(
            question,
            [one[question.key] for one in givens.values() if question.key in one],
        )
        for page in definition.pages
        if page.part in HEARD_PARTS
        for question in page.questions
        if question.kind not in {"short_text", "long_text", "date"} and not question.is_file
    )


def score_lines(
    session: Session, selection: Selection, definition: Definition, givens: Givens
) -> tuple[ScoreLine, ...]:
    """Return every score of a survey, with its change between the two newest waves."""
    two = latest_two(session, selection)
    before, after = (values(session, one) for one in two) if two else ({}, {})
    return tuple(_score_line(score, givens, before, after) for score in definition.scores)


def _question_line(question: Any, given: Sequence[Given]) -> QuestionLine:
    counted = tally(question, given)
    if counted.base < THRESHOLD:
        return QuestionLine(
            question.key, question.kind, unpiped(question.label), None, (), (), None
        )
    is_exclusive = question.kind in EXCLUSIVE_KINDS
    counts = _counts(question, counted.rows)
    shown = withhold(counts, exclusive=is_exclusive, base=counted.base)
    specials = withhold(dict(counted.specials))
    # Beside cells that are withheld a mean would be one more equation to work them out with.
    has_mean = question.kind in MEASURED_KINDS and None not in shown.values()
    numbers = _numbers(given) if has_mean else []
    return QuestionLine(
        key=question.key,
        kind=question.kind,
        wording=unpiped(question.label),
        base=counted.base,
        options=tuple(_option(label, shown[label], counted.base) for label in counts),
        specials=tuple(_option(label, specials[label], len(given)) for label in specials),
        mean=mean_interval(numbers) if len(numbers) >= THRESHOLD else None,
    )


def _counts(question: Any, rows: Sequence[TallyRow]) -> dict[str, int]:
    if question.kind != "scale_0_10" or all(row.count >= THRESHOLD for row in rows):
        return {row.label: row.count for row in rows}
    return {
        f"{low} to {high}": sum(row.count for row in rows if low <= row.value <= high)
        for low, high in JOINED_STEPS
    }


def _option(label: str, count: int | None, base: int) -> OptionLine:
    return OptionLine(label, count, None if count is None else prevalence(count, base))


def band_lines(bands: Sequence[Band], found: Sequence[str | None]) -> tuple[BandLine, ...]:
    """Return how many people are in each band; `found` has one for each who has a value."""
    counts = {band.label: found.count(band.label) for band in bands}
    shown: Mapping[str, int | None] = dict.fromkeys(counts)
    if len(found) >= THRESHOLD:
        shown = withhold(counts, base=len(found))
    return tuple(
        BandLine(label, shown[label], _option(label, shown[label], len(found)).interval)
        for label in counts
    )


def _score_line(score: Score, givens: Givens, before: Givens, after: Givens) -> ScoreLine:
    found = _scores(score, givens)
    numbers = [value for value, _ in found]
    return ScoreLine(
        key=score.key,
        label=score.label,
        higher_is_better=score.direction == "higher_is_better",
        mean=_mean(numbers),
        bands=band_lines(score.bands, [band for _, band in found]),
        change=_change(score, before, after),
    )


def _mean(numbers: Sequence[float]) -> MeanInterval | None:
    return mean_interval(numbers) if _may_be_averaged(numbers) else None


def _may_be_averaged(numbers: Sequence[float]) -> bool:
    # Where all have the same score, the mean would tell it of each of them.
    return len(numbers) >= THRESHOLD and len(set(numbers)) > 1


def _change(score: Score, before: Givens, after: Givens) -> Change | None:
    old = [value for value, _ in _scores(score, before)]
    new = [value for value, _ in _scores(score, after)]
    return mean_change(old, new) if _may_be_averaged(old) and _may_be_averaged(new) else None


def _scores(score: Score, givens: Givens) -> list[tuple[float, str | None]]:
    computed = (compute(score, one) for one in givens.values())
    return [(one.value, one.band) for one in computed if one.value is not None]


def _numbers(given: Sequence[Given]) -> list[float]:
    values = (one.value for one in given)
    return [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
