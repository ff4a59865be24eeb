"""An auditor's part of an audit as a second reader may see it: without the grades."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from surveys.questions.grade import Grade

if TYPE_CHECKING:
    from surveys.definition import Definition

HIDDEN = "[grade]"
# The words of the scale that are hardly anything else.
SCALE = (
    r"outstanding(?:ly)?|inadequate(?:ly)?|RI"
    r"|(?:require[sd]?|requiring)[ -]improvements?(?: to be good)?"
)
# “Good” is a word as well. It is the grade after a word of judging, with little in between, before
# one, as a thing (“a solid good.”), or as a whole sentence. So are 1 to 4 after such a word.
JUDGED = (
    r"grad(?:e[sd]?|ing)|judg(?:e[sd]?|ing)|judge?ments?|rat(?:e[sd]?|ings?)|scor(?:e[sd]?|ing)"
)
LITTLE = (
    "a|am|an|are|as|at|be|by|for|had|have|i|in|is|it|of|on|our|overall|that|the|them|this|to|us"
    "|was|we|were|will|with|work|would"
)
GAP = r"[\s:=,“”\"'‘’–—-]+"
BETWEEN = rf"(?:{GAP}(?:{LITTLE}))*{GAP}"
GRADE_WORDS = re.compile(
    rf"\b(?:{SCALE})\b"
    rf"|\b(?P<judged>(?:{JUDGED}|overall){BETWEEN})good\b"
    rf"|\b(?P<numbered>(?:{JUDGED}){BETWEEN})[1-4]\b(?![./]\d)"
    rf"|\bgood\b(?={GAP}(?:{JUDGED}|overall)\b)"
    r"|(?P<thing>\b(?:an?|clear|high|just|low|secure|solid|strong|weak)\s+)good\b(?=\s*(?:[.,;:!?)]|$))"
    r"|(?P<alone>(?:^|[.!?\n])[\s“”\"'‘’]*)good\b(?=\s*(?:[.!?\n]|$))",
    re.IGNORECASE,
)
# What an auditor writes about the grades themselves.
ABOUT_GRADES = frozenset({"overall_reason"})


def without_grades(text: str) -> str:
    """Return an auditor's words with the words of the scale hidden.

    >>> without_grades("Direct work is outstanding, and the visits are good fun.")
    'Direct work is [grade], and the visits are good fun.'
    """
    return GRADE_WORDS.sub(lambda found: _before(found) + HIDDEN, text)


def _before(found: re.Match[str]) -> str:
    return next((words for words in found.groupdict().values() if words), "")


def only_grades(definition: Definition) -> Definition:
    """Return the form that a second reader fills in: each grade on a page, shown to everyone."""
    pages = tuple(
        replace(page, show_if=None, questions=grades)
        for page in definition.pages
        if (grades := tuple(one for one in page.questions if isinstance(one, Grade)))
    )
    return replace(definition, pages=pages, scores=(), indices=())
