"""How a form for audits grades: with limits, without them, or not at all."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from surveys.blinding import ABOUT_GRADES
from surveys.questions.grade import LONGEST, Grade
from surveys.questions.text import LongText

if TYPE_CHECKING:
    from surveys.definition import Definition, Page
    from surveys.questions import Question

# What a form asks of each domain in the place of a grade: the end of the key, the words, what
# the answer is evidence of. Grade words can harm a team that begins to look at its work.
INSTEAD = (
    ("works", "what is working?", "positive"),
    ("worries", "what worries you?", "negative"),
    ("next", "what needs to happen next?", "neutral"),
)


class Grading(StrEnum):
    """What a form asks an auditor to judge."""

    LIMITED = "limited"
    GRADED = "graded"
    UNGRADED = "ungraded"


def with_grading(definition: Definition, grading: Grading) -> Definition:
    """Return a form that grades with the limits it has, without them, or not at all.

    Ungraded, each grade becomes what works, what worries and what is next.
    """
    if grading is Grading.LIMITED:
        return definition
    if grading is Grading.GRADED:
        return replace(definition, limits=())
    pages = tuple(_ungraded(page) for page in definition.pages)
    return replace(definition, pages=pages, limits=())


def is_graded(definition: Definition) -> bool:
    """Return whether a form asks for grades."""
    return any(isinstance(question, Grade) for question in definition.questions())


def _ungraded(page: Page) -> Page:
    questions: list[Question] = []
    for question in page.questions:
        if isinstance(question, Grade):
            questions += _instead(page, question)
        elif question.key not in ABOUT_GRADES:
            questions.append(question)
    return replace(page, questions=tuple(questions))


def _instead(page: Page, grade: Grade) -> list[Question]:
    title = page.title or grade.label
    return [
        LongText(
            key=f"{grade.key}_{end}",
            label=f"{title}: {words}",
            hint="" if number else grade.hint,
            required=grade.required and not number,
            show_if=grade.show_if,
            stance=stance,
            max_length=LONGEST,
        )
        for number, (end, words, stance) in enumerate(INSTEAD)
    ]
