"""A survey as staff read it before anybody answers: every wording, and when it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.web.question_fields import QuestionField, fields_of
from surveys.conditions import Combined
from surveys.questions import SPECIALS
from surveys.questions.choice import Chosen
from surveys.wording import pipe

if TYPE_CHECKING:
    from surveys.conditions import Condition, Test
    from surveys.definition import Definition

TESTS = {
    "is": "is {}",
    "is_not": "is not {}",
    "any_of": "is {}",
    "includes": "includes {}",
    "at_least": "is {} or higher",
    "at_most": "is {} or lower",
}
JOINED = {"all": " and ", "any": " or "}


@dataclass(frozen=True)
class PreviewPage:
    """One page with its questions, and in words when each is shown."""

    key: str
    title: str
    part: str
    introduction: str
    shown_when: str
    questions: tuple[tuple[QuestionField, str], ...]


def preview(definition: Definition) -> tuple[PreviewPage, ...]:
    """Return every page of a definition, hidden ones too."""
    return tuple(
        PreviewPage(
            page.key,
            pipe(page.title, definition, {}),
            page.part,
            pipe(page.introduction, definition, {}),
            _shown_when(page.show_if, definition),
            tuple(
                (field, _shown_when(field.question.show_if, definition))
                for field in fields_of(definition, page, {})
            ),
        )
        for page in definition.pages
    )


def _shown_when(condition: Condition | None, definition: Definition) -> str:
    return f"Shown when {_say(condition, definition)}." if condition else ""


def _say(condition: Condition, definition: Definition) -> str:
    if isinstance(condition, Combined):
        parts = [_say(part, definition) for part in condition.parts]
        if condition.how == "not":
            return f"it is not so that {parts[0]}"
        return JOINED[condition.how].join(parts)
    label = f"“{pipe(definition.question(condition.question).label, definition, {})}”"
    if condition.test == "answered":
        return f"{label} {'was' if condition.value else 'was not'} answered"
    return f"{label} {TESTS[condition.test].format(_values(condition, definition))}"


def _values(test: Test, definition: Definition) -> str:
    question = definition.question(test.question)
    values = test.value if isinstance(test.value, list | tuple) else [test.value]
    said = []
    for value in values:
        label = SPECIALS.get(value) if isinstance(value, str) else None
        if label is None:
            label = question.label_of(value) if isinstance(question, Chosen) else str(value)
        said.append(f"“{label}”")
    return " or ".join(said)
