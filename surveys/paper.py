"""A survey on paper: questions with numbers, and routes as “go to question N”."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from surveys.conditions import Combined, Test
from surveys.errors import AnswerError
from surveys.given import Given, is_number
from surveys.questions import SPECIALS
from surveys.questions.choice import Chosen
from surveys.routing import visible_pages
from surveys.submission import raw_of
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.conditions import Condition
    from surveys.definition import Definition, Page
    from surveys.questions import Question

JOINED = {"all": ", and ", "any": ", or "}


@dataclass(frozen=True)
class PaperQuestion:
    """One question with its number.

    Where `only_if` stands it is for some, with the questions up to `last`; the others go on at
    number `go_to`, or have finished when that is None. `route` says so in words.
    """

    number: int
    question: Question
    label: str
    hint: str
    only_if: tuple[Condition, ...] = ()
    last: int = 0
    go_to: int | None = None
    route: str = ""


@dataclass(frozen=True)
class PaperPage:
    """The questions under one title."""

    title: str
    introduction: str
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True)
class ReturnReading:
    """One paper as it was entered: the answers that count, and the errors by question."""

    answers: dict[str, Given]
    errors: dict[str, AnswerError]


def on_paper(definition: Definition) -> tuple[PaperPage, ...]:
    """Return every page with its questions numbered through and its routes said."""
    asked = [(page, question) for page in definition.pages for question in page.questions]
    numbers = {question.key: number for number, (_, question) in enumerate(asked, 1)}
    conditions = [_conditions(page, question) for page, question in asked]
    made = {
        question.key: _question(definition, numbers, conditions, number, question)
        for number, (_, question) in enumerate(asked, 1)
    }
    return tuple(
        PaperPage(
            unpiped(page.title),
            unpiped(page.introduction),
            tuple(made[question.key] for question in page.questions),
        )
        for page in definition.pages
    )


def unrequired(definition: Definition) -> Definition:
    """Return what is entered from paper: every answer may be missing, and wordings are unpiped.

    Paper brings no photo and no recording, so nobody is asked for one.
    """
    return replace(
        definition,
        pages=tuple(
            replace(
                page,
                title=unpiped(page.title),
                questions=tuple(
                    replace(one, required=False) for one in page.questions if not one.is_file
                ),
            )
            for page in definition.pages
        ),
    )


def read_return(definition: Definition, form: Mapping[str, Sequence[str]]) -> ReturnReading:
    """Read all that was entered from one paper.

    Nobody can be asked again, so nothing is missing; an answer to a question that the person
    should have passed over is left out.
    """
    kept: dict[str, Given | None] = {}
    errors: dict[str, AnswerError] = {}
    for question in unrequired(definition).questions():
        try:
            kept[question.key] = question.read(raw_of(question, form))
        except AnswerError as error:
            errors[question.key] = error
    return ReturnReading(asked_only(definition, kept), errors)


def asked_only(definition: Definition, answers: Mapping[str, Given | None]) -> dict[str, Given]:
    """Return the answers to questions that are asked as the answers stand."""
    given = {key: one for key, one in answers.items() if one is not None}
    pages = visible_pages(definition, given)
    asked = [question.key for page in pages for question in page.questions]
    return {key: given[key] for key in asked if key in given}


def _conditions(page: Page, question: Question) -> tuple[Condition, ...]:
    return tuple(one for one in (page.show_if, question.show_if) if one is not None)


def _question(
    definition: Definition,
    numbers: Mapping[str, int],
    conditions: Sequence[tuple[Condition, ...]],
    number: int,
    question: Question,
) -> PaperQuestion:
    made = PaperQuestion(number, question, unpiped(question.label), unpiped(question.hint))
    only_if = conditions[number - 1]
    is_first = number == 1 or conditions[number - 2] != only_if
    if not only_if or not is_first:
        return made
    last = number
    while last < len(conditions) and conditions[last] == only_if:
        last += 1
    go_to = last + 1 if last < len(conditions) else None
    which = "this" if last == number else f"questions {number} to {last}"
    said = ", and ".join(_say(one, definition, numbers) for one in only_if)
    rest = f"go to question {go_to}" if go_to else "you have finished"
    route = f"Answer {which} only if {said}. If not, {rest}."
    return replace(made, only_if=only_if, last=last, go_to=go_to, route=route)


def _say(condition: Condition, definition: Definition, numbers: Mapping[str, int]) -> str:
    if isinstance(condition, Combined):
        parts = [_say(part, definition, numbers) for part in condition.parts]
        if condition.how == "not":
            return f"it is not so that {parts[0]}"
        return JOINED[condition.how].join(parts)
    place = f"question {numbers[condition.question]}"
    if condition.test == "answered":
        return f"you {'answered' if condition.value else 'did not answer'} {place}"
    labels = _labels(condition, definition.question(condition.question))
    if not labels:
        more = "or more" if condition.test == "at_least" else "or less"
        return f"your answer to {place} is {condition.value:g} {more}"
    ticked = "did not choose" if condition.test == "is_not" else "chose"
    return f"you {ticked} {' or '.join(labels)} at {place}"


def _labels(test: Test, question: Question) -> list[str]:
    # Empty where only a number can be said: a number has no choices to name.
    if test.test in {"at_least", "at_most"}:
        options = question.options if isinstance(question, Chosen) else ()
        return [f"“{one.label}”" for one in options if _fits(test, one.value)]
    values = test.value if isinstance(test.value, list | tuple) else [test.value]
    return [f"“{_label(question, value)}”" for value in values]


def _fits(test: Test, value: str | int) -> bool:
    return is_number(value) and test.holds({test.question: Given(value=value)})


def _label(question: Question, value: object) -> str:
    if isinstance(value, str) and value in SPECIALS:
        return SPECIALS[value]
    return question.label_of(value) if isinstance(question, Chosen) else str(value)
