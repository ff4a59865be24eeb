"""From what a form sent to answers that can be kept, or to every error at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.asking import asked_pages
from surveys.errors import AnswerError
from surveys.folding import unfolded

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from surveys.definition import Definition, Page
    from surveys.questions import Given, Question
    from surveys.wordings import Asks


@dataclass(frozen=True)
class PageReading:
    """One page as it was read: the answers that can be kept, and the errors by question."""

    answers: dict[str, Given | None]
    errors: dict[str, AnswerError]


@dataclass(frozen=True)
class Submission:
    """A whole, checked response; `dropped` names answers to questions that are hidden."""

    answers: dict[str, Given]
    dropped: tuple[str, ...]


class Incomplete(Exception):
    """Answers are missing or cannot be kept; `first_page` is where to go on."""

    def __init__(self, missing: dict[str, AnswerError], first_page: str) -> None:
        self.missing = missing
        self.first_page = first_page
        super().__init__(", ".join(missing))


def read_page(
    page: Page,
    form: Mapping[str, Sequence[str]],
    answers: Mapping[str, Given],
    *,
    untouched: Collection[str] = (),
) -> PageReading:
    """Read one page as a form sent it; `answers` holds what is kept so far.

    An `untouched` question is sent as it was shown: whatever has been kept since then stays, and
    the reading says nothing about it.

    A question whose own condition looks at another question of the same page is read only when
    that condition holds with what was just sent; otherwise its answer is taken away. What a voice
    with fewer choices only shows in its own way stays as it was stored.
    """
    kept: dict[str, Given | None] = {}
    errors: dict[str, AnswerError] = {}
    now = dict(answers)
    for question in page.questions:
        if question.show_if and not question.show_if.holds(now):
            kept[question.key] = None
            now.pop(question.key, None)
            continue
        raw = raw_of(question, form)
        if question.key in untouched and (question.key in answers or not question.is_empty(raw)):
            continue
        try:
            given = unfolded(question, question.read(raw), answers.get(question.key))
        except AnswerError as error:
            errors[question.key] = error
            continue
        kept[question.key] = given
        now.pop(question.key, None)
        if given is not None:
            now[question.key] = given
    return PageReading(kept, errors)


def raw_of(question: Question, form: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the strings that a form sent for one question, by part."""
    return {
        part: list(form[name]) for part, name in question.field_names().items() if name in form
    }


def check(
    definition: Definition, answers: Mapping[str, Given], asks: Asks | None = None
) -> Submission:
    """Return the answers that count, without those to hidden questions.

    What a voice that `asks` less left out is missing for nobody; what was answered counts.

    Raises:
        Incomplete: a shown question that must be answered was not, or an answer is not one that
            its question can have.
    """
    pages = asked_pages(definition, answers, asks)
    shown = {question.key: (page, question) for page in pages for question in page.questions}
    missing = {
        key: error
        for key, (_, question) in shown.items()
        if (error := _wrong(question, answers.get(key)))
    }
    if missing:
        raise Incomplete(missing, shown[next(iter(missing))][0].key)
    return Submission(
        {key: given for key in shown if (given := answers.get(key))},
        tuple(key for key in answers if key not in shown),
    )


def _wrong(question: Question, given: Given | None) -> AnswerError | None:
    try:
        question.read(question.raw(given))
    except AnswerError as error:
        return error
    return None
