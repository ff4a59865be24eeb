"""How published instruments are scored. No licensed item is here, only rules.

Each takes the keys of the questions that hold the items, so that an organisation with a licence
can enter the wording itself.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from surveys.scoring import Band, Score

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def ons4(item: str, label: str, *, is_anxiety: bool = False) -> Score:
    """Return one of the four ONS personal well-being scores; they are never added up.

    Source: Office for National Statistics, personal well-being user guidance (2018), thresholds.
    """
    return Score(
        key=f"ons4_{item}",
        label=label,
        method="single",
        items=(item,),
        low=0,
        high=10,
        bands=ONS4_ANXIETY_BANDS if is_anxiety else ONS4_BANDS,
        direction="lower_is_better" if is_anxiety else "higher_is_better",
    )


def swemwbs(items: Sequence[str]) -> Score:
    """Return the short mental well-being scale: seven items of 1 to 5, all answered, as metric.

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


def life_satisfaction5(items: Sequence[str]) -> Score:
    """Return five items of 0 to 4 with the third reversed: 0 to 20, under 10 is low.

    Source: The Children's Society, Good Childhood Index; Huebner (1991).
    """
    return Score(
        key="life_satisfaction5",
        label="Life satisfaction, five items",
        method="sum",
        items=tuple(items),
        low=0,
        high=4,
        reverse=frozenset({items[2]}),
        bands=(Band("low", 0, 9), Band("not low", 10, 20)),
    )


def experience(items: Sequence[str]) -> Score:
    """Return the mean of items of 0 to 2 of those answered; “don't know” is not scored."""
    return Score(
        key="experience",
        label="Experience of the service",
        method="mean",
        items=tuple(items),
        low=0,
        high=2,
        min_answered=1,
    )


THRIVING_NOW, THRIVING_LATER, STRUGGLING = 7, 8, 4


def ladder(now: int, later: int) -> str:
    """Return where somebody stands on a ladder of 0 to 10, now and in five years.

    Our own plain words: doing well, getting by, finding it hard.

    Source: Cantril (1965), The Pattern of Human Concerns; cut-offs as published by Gallup.
    """
    if now >= THRIVING_NOW and later >= THRIVING_LATER:
        return "doing well"
    return "finding it hard" if max(now, later) <= STRUGGLING else "getting by"


PROMOTER, DETRACTOR = 9, 6


def recommend(answers: Sequence[int]) -> float | None:
    """Return the recommend score, -100 to 100; never asked of children in care by default.

    None when nobody answered.

    Source: Reichheld (2003), Harvard Business Review 81(12), 46-54.
    """
    if not answers:
        return None
    for_it = sum(answer >= PROMOTER for answer in answers)
    against = sum(answer <= DETRACTOR for answer in answers)
    return 100 * (for_it - against) / len(answers)


def overall_experience(counts: dict[str, int]) -> tuple[float, float]:
    """Return the shares of positive and negative answers; “don't know” stays in the base.

    `counts` has very_good, good, neither, poor, very_poor and dont_know.

    Source: NHS England (2020), Friends and Family Test guidance, for the shape of the question.
    """
    base = sum(counts.values())
    if not base:
        return 0.0, 0.0
    good = counts.get("very_good", 0) + counts.get("good", 0)
    bad = counts.get("poor", 0) + counts.get("very_poor", 0)
    return good / base, bad / base
