"""How closed answers add up: counts by choice, special answers apart, means of numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from surveys.given import is_number
from surveys.questions import SPECIALS
from surveys.questions.choice import OTHER, OTHER_LABEL, Chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.given import Given
    from surveys.questions import Question


@dataclass(frozen=True)
class TallyRow:
    """One choice and how many people made it."""

    value: Any
    label: str
    count: int


@dataclass(frozen=True)
class Tally:
    """The answers to one question, added up.

    `base` leaves out the special answers, which are counted by label in `specials`. Scales and
    numbers have a mean and a median.
    """

    base: int
    rows: tuple[TallyRow, ...]
    specials: dict[str, int]
    mean: float | None
    median: float | None


def tally(question: Question, givens: Sequence[Given]) -> Tally:
    """Return the counts of a closed question; choices that nobody made count nought.

    Of a ranked choice the first place is counted. A choice that the question no longer has is
    still counted, under its value. No answers give a base of 0 and no mean.
    """
    answered = [given.value for given in givens if not given.special]
    specials = Counter(given.special for given in givens if given.special)
    numbers = [float(str(v)) for v in answered if question.is_scale and is_number(v)]
    return Tally(
        base=len(answered),
        rows=_rows(question, answered),
        specials={SPECIALS[value]: specials[value] for value in question.may_say},
        mean=fmean(numbers) if numbers else None,
        median=median(numbers) if numbers else None,
    )


def _rows(question: Question, answered: Sequence[Any]) -> tuple[TallyRow, ...]:
    if not isinstance(question, Chosen):
        return ()
    counts: Counter[Any] = Counter()
    for value in answered:
        counts.update(_chosen(question, value))
    labels = {option.value: option.label for option in question.options}
    if getattr(question, "other", False):
        labels[OTHER] = OTHER_LABEL
    labels |= {value: str(value) for value in counts if value not in labels}
    return tuple(TallyRow(value, label, counts[value]) for value, label in labels.items())


def _chosen(question: Chosen, value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        return [value]
    return value[:1] if question.kind == "ranked_choice" else value
