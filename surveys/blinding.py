"""An auditor's part of an audit as a second reader may see it: without the grades."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from surveys.questions.grade import Grade

if TYPE_CHECKING:
    from surveys.definition import Definition

HIDDEN = "[grade]"
# The words of the scale, and “good” where it is plainly the grade; elsewhere good is a word.
GRADE_WORDS = re.compile(
    r"\b(?:outstanding|requires[ -]improvement(?: to be good)?|inadequate|RI)\b"
    r"|(?<=\bgrade )(?:is |of |was )?(?:a )?good\b"
    r"|\b(?:graded|judged|rated)(?: it| this| as| to be)* good\b",
    re.IGNORECASE,
)
# What an auditor writes about the grades themselves.
ABOUT_GRADES = frozenset({"overall_reason"})


def without_grades(text: str) -> str:
    """Return an auditor's words with the words of the scale hidden.

    >>> without_grades("Direct work is outstanding, and the visits are good fun.")
    'Direct work is [grade], and the visits are good fun.'
    """
    return GRADE_WORDS.sub(HIDDEN, text)


def only_grades(definition: Definition) -> Definition:
    """Return the form that a second reader fills in: each grade on a page, shown to everyone."""
    pages = tuple(
        replace(page, show_if=None, questions=grades)
        for page in definition.pages
        if (grades := tuple(one for one in page.questions if isinstance(one, Grade)))
    )
    return replace(definition, pages=pages, scores=(), indices=())
