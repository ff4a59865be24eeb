"""How a cycle's findings were made, with the sources of every method, and what they cannot say."""

from __future__ import annotations

from typing import Any

from app.reports.blocks import Block, Heading, Points, Prose

Data = dict[str, Any]

GRADES = (
    "The four grades are those of the inspection framework for local authority children's "
    "services (Ofsted, ILACS, 2024). “Not graded” never counts as good."
)
INTERVALS = (
    "Shares have Wilson's 95% interval (Wilson, 1927, J. Am. Stat. Assoc. 22, 209–212). What is "
    "said to be beyond chance has its whole interval on one side of a half; each part of practice "
    "is taken by itself, so with many parts one may be there by chance."
)
KAPPA = (
    "Kappa is Cohen's (1960, Educ. Psychol. Meas. 20, 37–46), weighted as in Cohen (1968, "
    "Psychol. Bull. 70, 213–220). Kappas of different weights cannot share bands of words "
    "(Warrens, 2013, J. Probab. Stat., 325831), so each has its name and none is called good or "
    "bad."
)
GAPS = (
    "Voices are compared within each audit in which both answered the same question: counted is "
    "how often the first stands lower than the second (the sign of paired differences, Dixon and "
    "Mood, 1946, J. Am. Stat. Assoc. 41, 557–566). Second parents and agencies are left out."
)
SMALL = (
    "Every count under five is withheld, with whatever would reveal it, and neighbouring grades "
    "are joined where few had one (Department for Education, Characteristics of children in need, "
    "2021, methodology; Hundepool and others, 2012, Statistical Disclosure Control, chapter 4). "
    "Words and themes come from five audits of five workers or more."
)
LIMITS = (
    "An audit is a judgement about one piece of work. It says nothing of a worker or of a team.",
    "What works, what worries and what is next are the words of whoever leads the audits.",
    "Two reports of one cycle are about nearly the same audits: do not take one from the other.",
)
DRAWN = (
    "Whoever has the list and the seed draws the same again (Cochran, 1977, Sampling Techniques, "
    "chapters 2 and 5)."
)
NOT_DRAWN = "No case was drawn by chance, so these audits do not speak for other cases."


def how_we_know(method: Data) -> list[Block]:
    """Return what the findings say last: how they were made, and how far they can be trusted."""
    return [
        Heading("How we know"),
        Points((*_cases(method["draws"]), GRADES, INTERVALS, *_second(method), GAPS, SMALL)),
        Heading("What this cannot say"),
        Points(LIMITS),
        Prose("It is made from one frozen copy, so that every printed form of it says the same."),
    ]


def _cases(draws: list[Data]) -> list[str]:
    if not draws:
        return [NOT_DRAWN]
    said = "; ".join(
        f"draw {one['number']}: {one['size']} of {one['candidates']}, seed {one['seed']}"
        for one in draws
    )
    return [f"Cases were drawn by chance without replacement ({said}). {DRAWN}"]


def _second(method: Data) -> list[str]:
    share = method["share_moderated"]
    return [f"A second reader is to grade {share}% without seeing the first grades. {KAPPA}"]
