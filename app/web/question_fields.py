"""Questions of a survey as fields of a page: worded for this person, filled in, with errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.web.field_names import masked
from app.web.languages import told
from surveys.submission import raw_of
from surveys.wording import pipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.definition import Definition, Page
    from surveys.errors import AnswerError
    from surveys.questions import Given, Question

# The parts that hold words beside a choice, and the errors that are about those words.
WORDS = ("other", "evidence")
ABOUT_WORDS = frozenset({"other_needed", "evidence_needed", "too_long"})


@dataclass(frozen=True)
class QuestionField:
    """One question as a control draws it; `raw` holds what is in each part of its field.

    `wrong_part` is the part that an error is about, where that is not the whole question.
    `language` is the code of the language of its words, where a page may be in another.
    `file_href` is where its photo or recording is shown again. `is_spoken` says whether it can
    be read aloud, and `recording` where a recording of its words is. `pressed` is the button
    that was just pressed in it. With a `salt` its text has another name each time it is shown.
    """

    name: str
    label: str
    hint: str
    errors: tuple[str, ...]
    question: Question
    raw: Mapping[str, Sequence[str]]
    legend_is_heading: bool
    required: bool
    wrong_part: str = ""
    language: str = ""
    file_href: str = ""
    is_spoken: bool = False
    recording: str = ""
    pressed: str = ""
    salt: str = ""

    def sent_as(self, part: str = "") -> str:
        """Return the name in the form of a part that holds text, which no browser remembers."""
        return masked(f"{self.name}-{part}" if part else self.name, self.salt)

    @property
    def first_id(self) -> str:
        """The id of its first wrong input, where the error summary leads."""
        part = self.wrong_part or self.question.parts()[0]
        return f"{self.name}-{part}" if part else self.name


def fields_of(
    definition: Definition,
    page: Page,
    answers: Mapping[str, Given],
    *,
    sent: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, AnswerError] | None = None,
    heads_page: bool = False,
) -> tuple[QuestionField, ...]:
    """Return the fields of a page, holding what was sent, or else what was answered before.

    `heads_page` lets the only question of a page be its heading.
    """
    wrong = errors or {}
    return tuple(
        QuestionField(
            name=question.key,
            label=pipe(question.label, definition, answers),
            hint=pipe(question.hint, definition, answers),
            errors=(told(wrong[question.key]),) if question.key in wrong else (),
            question=question,
            # Of a file only what is held is true, whatever was sent for it.
            raw=raw_of(question, sent)
            if sent is not None and not question.is_file
            else question.raw(answers.get(question.key)),
            legend_is_heading=heads_page and len(page.questions) == 1,
            required=question.required,
            wrong_part=_wrong_part(question, wrong.get(question.key)),
        )
        for question in page.questions
    )


def _wrong_part(question: Question, error: AnswerError | None) -> str:
    if error is None or error.code not in ABOUT_WORDS:
        return ""
    return next((part for part in WORDS if part in question.parts()), "")


def problems_of(fields: Sequence[QuestionField]) -> list[tuple[str, str]]:
    """Return every error with the address of its field, for the summary at the top."""
    return [
        (f"#{field.first_id}", f"{field.label} {error}")
        for field in fields
        for error in field.errors
    ]
