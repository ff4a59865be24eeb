"""What a page showed when it was opened, so that an old tab changes only what it changed."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from surveys.submission import raw_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from surveys.questions import Given, Question, Raw

# The hidden field of a page in which its marks come back; no question can have this name.
FIELD = "_shown"
MARK_LETTERS = 10


def marks_of(questions: Iterable[Question], answers: Mapping[str, Given]) -> str:
    """Return a mark of what is shown in the field of each question, as one line of text."""
    marks = (f"{one.key}:{_mark(one.raw(answers.get(one.key)))}" for one in questions)
    return " ".join(marks)


def untouched(questions: Iterable[Question], form: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the questions of a form that are sent just as they were shown, by key.

    A question that was not on the page yet was not touched either. A form without marks comes
    from somebody who saw no page, and everything in it counts.
    """
    if FIELD not in form:
        return frozenset()
    marks, nothing = _marks_in(form), _mark({})
    return frozenset(
        one.key for one in questions if marks.get(one.key, nothing) == _mark(raw_of(one, form))
    )


def is_changed_elsewhere(
    question: Question, form: Mapping[str, Sequence[str]], kept: Given | None
) -> bool:
    """Return whether what is kept is neither what the page showed nor what it now sends.

    It never is for a form without marks: that comes from somebody who saw no page.
    """
    if FIELD not in form:
        return False
    now = _mark(question.raw(kept))
    was = _marks_in(form).get(question.key, _mark({}))
    return now not in {was, _mark(raw_of(question, form))}


def was_shown(key: str, form: Mapping[str, Sequence[str]], raw: Raw) -> bool:
    """Return whether a page that is sent had shown these strings in the field of a question."""
    return FIELD in form and _marks_in(form).get(key, _mark({})) == _mark(raw)


def marks_again(
    questions: Iterable[Question],
    answers: Mapping[str, Given],
    form: Mapping[str, Sequence[str]],
    kept: Collection[str],
) -> str:
    """Return the marks of a page that is shown again as it was sent, with what is wrong in it.

    What was kept of it is marked as it is now; everything else as it was when the page was
    opened, so that what somebody else kept meanwhile is still new to it.
    """
    before = _marks_in(form) if FIELD in form else {}
    now = {one.key: _mark(one.raw(answers.get(one.key))) for one in questions}
    return " ".join(
        f"{key}:{mark if key in kept or FIELD not in form else before.get(key, _mark({}))}"
        for key, mark in now.items()
    )


def _marks_in(form: Mapping[str, Sequence[str]]) -> dict[str, str]:
    pairs = (one.rpartition(":") for one in " ".join(form[FIELD]).split())
    return {key: mark for key, _, mark in pairs}


def _mark(raw: Raw) -> str:
    # Browsers send the ends of lines in their own way, and empty fields that were never shown.
    parts = {
        part: words
        for part, sent in sorted(raw.items())
        if (words := ["\n".join(one.split("\r\n")).strip() for one in sent if one.strip()])
    }
    return sha256(json.dumps(parts).encode()).hexdigest()[:MARK_LETTERS]
