"""How published instruments are scored. No licensed item is here, only rules.

Each takes the keys of the questions that hold the items, so that an organisation with a licence
can enter the wording itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from surveys.scoring import Band, Score

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ONS4_BANDS = (
    Band("low", 0, 4),
    Band("medium", 5, 6),
    Band("high", 7, 8),
    Band("very high", 9, 10),
)
ONS4_ANXIETY_BANDS = (
    Band("very low", 0, 1),
    Band("low", 2, 3),
    Band("medium", 4, 5),
    Band("high", 6, 10),
)
# Source: Stewart-Brown and others (2009), Health and Quality of Life Outcomes 7:15. One public
# script prints 25.99 for 29; that is a slip.
SWEMWBS_METRIC = MappingProxyType(
    dict(
        zip(
            range(7, 36),
            (
                7.00, 9.51, 11.25, 12.40, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36, 16.88, 17.43,
                17.98, 18.59, 19.25, 19.98, 20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02,
                27.03, 28.13, 29.31, 30.70, 32.55, 35.00,
            ),
            strict=True,
        )
    )
)  # fmt: skip


def ons4(item: str, *, is_anxiety: bool = False) -> Score:
    """Return one of the four ONS personal well-being scores; they are never added up.

    Source: Office for National Statistics, personal well-being user guidance (2018), thresholds.
    """
    return Score(
        key="ons4_anxiety" if is_anxiety else "ons4",
        label="Anxiety" if is_anxiety else "Personal well-being",
        method="single",
        items=(item,),
        low=0,
        high=10,
        bands=ONS4_ANXIETY_BANDS if is_anxiety else ONS4_BANDS,
        direction="lower_is_better" if is_anxiety else "higher_is_better",
    )


def swemwbs(items: Sequence[str]) -> Score:
    """Return the short mental well-being scale: seven items of 1 to 5, all answered, as metric.

    The mean of several people is the mean of their metric scores, never the metric of their
    mean raw score.

    Source: Stewart-Brown and others (2009), Health and Quality of Life Outcomes 7:15.
    """
    return Score(
        key="swemwbs",
        label="Mental well-being, short scale",
        method="lookup",
        items=tuple(items),
        low=1,
        high=5,
        table=SWEMWBS_METRIC,
    )


def who5(items: Sequence[str]) -> Score:
    """Return the five-item well-being index: five items of 0 to 5, all answered, times four.

    Source: Topp and others (2015), Psychotherapy and Psychosomatics 84, 167-176.
    """
    return Score(
        key="who5",
        label="Well-being index, five items",
        method="sum",
        items=tuple(items),
        low=0,
        high=5,
        factor=4,
        bands=(Band("lowest", 0, 28), Band("reduced", 29, 50), Band("not reduced", 51, 100)),
    )


def life_satisfaction(items: Sequence[str]) -> Score:
    """Return five items of 0 to 4 with the third reversed: 0 to 20, under 10 is low.

    Source: The Children's Society, Good Childhood Index; Huebner (1991).
    """
    return Score(
        key="life_satisfaction",
        label="Life satisfaction, five items",
        method="sum",
        items=tuple(items),
        low=0,
        high=4,
        reverse=frozenset(items[2:3]),
        bands=(Band("low", 0, 9), Band("not low", 10, 20)),
    )


def experience(items: Sequence[str]) -> Score:
    """Return the mean of items of 0 to 2 of those answered; “don't know” is not scored.

    Source: Brown and others (2014), Administration and Policy in Mental Health 41, 436-446.
    """
    return Score(
        key="experience",
        label="Experience of the service",
        method="mean",
        items=tuple(items),
        low=0,
        high=2,
        min_answered=1,
    )


@dataclass(frozen=True)
class Instrument:
    """An instrument that a definition may name: how it is scored, and how many items it has."""

    make: Callable[[Sequence[str]], Score]
    items: int | None = None


def _ons4(items: Sequence[str]) -> Score:
    return ons4(items[0])


def _ons4_anxiety(items: Sequence[str]) -> Score:
    return ons4(items[0], is_anxiety=True)


# What a definition writes as `instrument:`. The ONS4 items may be shipped with attribution
# (Open Government Licence v3); of the others only the rules are here.
INSTRUMENTS = MappingProxyType(
    {
        "ons4_satisfaction": Instrument(_ons4, 1),
        "ons4_worthwhile": Instrument(_ons4, 1),
        "ons4_happiness": Instrument(_ons4, 1),
        "ons4_anxiety": Instrument(_ons4_anxiety, 1),
        "swemwbs": Instrument(swemwbs, 7),
        "who5": Instrument(who5, 5),
        "life_satisfaction": Instrument(life_satisfaction, 5),
        "experience": Instrument(experience),
    }
)

CERTAINLY = 2
THRIVING_NOW, THRIVING_LATER, STRUGGLING = 7, 8, 4
PROMOTER, DETRACTOR, MOST = 9, 6, 10


def certainly_share(answers: Sequence[int | None]) -> float | None:
    """Return the share, 0 to 1, of answered items with the highest of 0, 1 and 2.

    None is “don't know” and is not in the base; no answers at all give None.

    Raises:
        ValueError: an answer is outside 0 to 2.
    """
    known = _within([answer for answer in answers if answer is not None], CERTAINLY)
    return sum(answer == CERTAINLY for answer in known) / len(known) if known else None


def ladder(now: int, later: int) -> str:
    """Return where somebody stands on a ladder of 0 to 10, now and in five years.

    Our own plain words: doing well, getting by, finding it hard.

    Raises:
        ValueError: an answer is outside 0 to 10.

    Source: Cantril (1965), The Pattern of Human Concerns; cut-offs as published by Gallup.
    """
    _within([now, later], MOST)
    if now >= THRIVING_NOW and later >= THRIVING_LATER:
        return "doing well"
    return "finding it hard" if max(now, later) <= STRUGGLING else "getting by"


def recommend(answers: Sequence[int]) -> float | None:
    """Return the recommend score, -100 to 100; never asked of children in care by default.

    None when nobody answered.

    Raises:
        ValueError: an answer is outside 0 to 10.

    Source: Reichheld (2003), Harvard Business Review 81(12), 46-54.
    """
    if not answers:
        return None
    _within(answers, MOST)
    for_it = sum(answer >= PROMOTER for answer in answers)
    against = sum(answer <= DETRACTOR for answer in answers)
    return 100 * (for_it - against) / len(answers)


@dataclass(frozen=True)
class Experience:
    """The shares, 0 to 1, of people whose experience was good and poor."""

    positive: float
    negative: float


def overall_experience(counts: Mapping[str, int]) -> Experience | None:
    """Return the shares of good and poor answers; “don't know” stays in the base.

    `counts` has very_good, good, neither, poor, very_poor and dont_know. None when nobody
    answered.

    Source: NHS England (2020), Friends and Family Test guidance, for the shape of the question.
    """
    base = sum(counts.values())
    if not base:
        return None
    good = counts.get("very_good", 0) + counts.get("good", 0)
    poor = counts.get("poor", 0) + counts.get("very_poor", 0)
    return Experience(good / base, poor / base)


def _within(answers: Sequence[int], most: int) -> Sequence[int]:
    if not all(0 <= answer <= most for answer in answers):
        raise ValueError(f"an answer is outside 0 to {most}")
    return answers
