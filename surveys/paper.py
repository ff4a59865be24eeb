"""A survey on paper: questions with numbers, and routes as “go to question N”."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from surveys.conditions import Combined, Test
from surveys.errors import AnswerError
from surveys.given import Given, is_number
from surveys.questions import SPECIALS
from surveys.questions.choice import OTHER, OTHER_LABEL, Chosen
from surveys.routing import visible_pages
from surveys.submission import raw_of
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from surveys.conditions import Condition
    from surveys.definition import Definition, Page
    from surveys.questions import Question

# What a route is said with, so that it can be said in the language of the paper.
WORDS = {
    "one": "Answer this only if {condition}. If not, go to question {go_to}.",
    "one_last": "Answer this only if {condition}. If not, you have finished.",
    "many": "Answer questions {first} to {last} only if {condition}. "
    "If not, go to question {go_to}.",
    "many_last": "Answer questions {first} to {last} only if {condition}. "
    "If not, you have finished.",
    "all": "{one}, and {other}",
    "any": "{one}, or {other}",
    "not": "it is not so that {condition}",
    "answered": "you answered question {number}",
    "unanswered": "you did not answer question {number}",
    "at_least": "your answer to question {number} is {value} or more",
    "at_most": "your answer to question {number} is {value} or less",
    "is": "you chose {choices} at question {number}",
    "is_not": "you did not choose {choices} at question {number}",
    "choices": "{one} or {other}",
}


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


@dataclass(frozen=True)
class _Saying:
    """What a route is said with: what is asked, under which number, and in which language."""

    definition: Definition
    numbers: Mapping[str, int]
    translate: Callable[[str], str]

    def say(self, word: str, **gaps: object) -> str:
        return self.translate(WORDS[word]).format(**gaps)

    def joined(self, word: str, parts: Iterable[str]) -> str:
        return reduce(lambda one, other: self.say(word, one=one, other=other), parts)


def on_paper(
    definition: Definition, translate: Callable[[str], str] = str
) -> tuple[PaperPage, ...]:
    """Return every page with its questions numbered through and its routes said.

    `translate` turns words of ours into the language of the paper.
    """
    asked = [(page, question) for page in definition.pages for question in page.questions]
    numbers = {question.key: number for number, (_, question) in enumerate(asked, 1)}
    conditions = [_conditions(page, question) for page, question in asked]
    saying = _Saying(definition, numbers, translate)
    made = {
        question.key: _question(saying, conditions, number, question)
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
    saying: _Saying, conditions: Sequence[tuple[Condition, ...]], number: int, question: Question
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
    word = ("one" if last == number else "many") + ("" if go_to else "_last")
    condition = saying.joined("all", [_say(one, saying) for one in only_if])
    route = saying.say(word, condition=condition, first=number, last=last, go_to=go_to)
    return replace(made, only_if=only_if, last=last, go_to=go_to, route=route)


def _say(condition: Condition, saying: _Saying) -> str:
    if isinstance(condition, Combined):
        parts = [_say(part, saying) for part in condition.parts]
        if condition.how == "not":
            return saying.say("not", condition=parts[0])
        return saying.joined(condition.how, parts)
    number = saying.numbers[condition.question]
    if condition.test == "answered":
        return saying.say("answered" if condition.value else "unanswered", number=number)
    labels = _labels(condition, saying)
    if not labels:
        return saying.say(condition.test, number=number, value=f"{condition.value:g}")
    word = "is_not" if condition.test == "is_not" else "is"
    return saying.say(word, choices=saying.joined("choices", labels), number=number)


def _labels(test: Test, saying: _Saying) -> list[str]:
    # Empty where only a number can be said: a number has no choices to name.
    question = saying.definition.question(test.question)
    if test.test in {"at_least", "at_most"}:
        options = question.options if isinstance(question, Chosen) else ()
        return [f"“{one.label}”" for one in options if _fits(test, one.value)]
    values = test.value if isinstance(test.value, list | tuple) else [test.value]
    return [f"“{_label(question, value, saying)}”" for value in values]


def _fits(test: Test, value: str | int) -> bool:
    return is_number(value) and test.holds({test.question: Given(value=value)})


def _label(question: Question, value: object, saying: _Saying) -> str:
    if isinstance(value, str) and (word := SPECIALS.get(value)):
        return saying.translate(word)
    if value == OTHER and getattr(question, "other", False):
        return saying.translate(OTHER_LABEL)
    return question.label_of(value) if isinstance(question, Chosen) else str(value)
