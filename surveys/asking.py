"""Which questions a voice asks: what it must not leave out, and what goes on being asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from surveys.routing import visible_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from surveys.definition import Definition, Page
    from surveys.given import Given
    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.questions import Question
    from surveys.voices import Asked
    from surveys.wordings import Asks


def asked_pages(
    definition: Definition,
    answers: Mapping[str, Given],
    asks: Asks | None,
    also: Collection[str] = (),
) -> tuple[Page, ...]:
    """Return the pages that a voice shows: with what it asks, what was answered, and `also`.

    What was answered in another voice stays in sight, so that whoever gave it can change it.
    """
    if asks is None:
        return visible_pages(definition, answers)
    return visible_pages(definition, answers, {*asks.questions, *answers, *also})


def only_asked(asked: Asked) -> Definition:
    """Return what a voice asks as a survey of its own, as it is printed."""
    if asked.asks is None:
        return asked.definition
    pages = tuple(
        replace(page, questions=kept)
        for page in asked.definition.pages
        if (kept := tuple(one for one in page.questions if one.key in asked.asks.questions))
    )
    return replace(asked.definition, pages=pages)


def check_asks(definition: Definition, asks: Asks | None, place: Path, reader: Reader) -> None:
    """Note every mistake in what a voice asks.

    It asks what must be answered, and whatever a condition of something it asks looks at: else
    this could never be shown, or be shown to everybody.
    """
    if asks is None:
        return
    here = (*place, "asks", "questions")
    _check_keys(definition, asks, here, reader)
    for page in definition.pages:
        for question in page.questions:
            if question.key in asks.questions:
                _check_conditions(page, question, asks, here, reader)
            elif question.required:
                what = f"“{question.key}” must be answered, so it cannot be left out."
                reader.add("asks_required", here, what, "Ask it, or do not require it.")


def _check_keys(definition: Definition, asks: Asks, place: Path, reader: Reader) -> None:
    known = {question.key for question in definition.questions()} | {*reader.unread}
    for key, times in Counter(asks.questions).items():
        if key not in known:
            remedy = "Use the keys of the survey."
            reader.add("asks", place, f"There is no question “{key}”.", remedy)
        if times > 1:
            reader.add("asks", place, f"“{key}” is named twice.", "Name it once.")


def _check_conditions(
    page: Page, question: Question, asks: Asks, place: Path, reader: Reader
) -> None:
    conditions = [one for one in (page.show_if, question.show_if) if one]
    needed = frozenset[str]().union(*(one.questions() for one in conditions))
    for key in sorted(needed - {*asks.questions} - {*reader.unread}):
        what = f"“{question.key}” is shown by the answer to “{key}”, which is not asked."
        reader.add("asks_condition", place, what, f"Ask {key} too, or leave both out.")
