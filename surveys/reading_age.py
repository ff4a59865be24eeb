"""How old one must be to read the wordings of a survey: each question, and each longer text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import textstat

from surveys.errors import Problem
from surveys.languages import BASE
from surveys.renderings import Voice, reading_age
from surveys.voices import asked_in
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.definition import Definition
    from surveys.questions import Question

# Years from a school grade of the United States to an age at its start.
GRADE_TO_AGE = 5
YOUNGEST = 5.0
# Fewer words than these say more of chance than of reading.
FEWEST_WORDS = 8
SENTENCE_ENDS = tuple(".!?…”")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Readability:
    """One text of a wording, where it stands, and the age in years that can read it."""

    where: str
    age: float
    text: str


def age_to_read(text: str) -> float:
    """Return the age in years at which a text can be read, never less than five.

    It is the Automated Readability Index, which counts letters, words and sentences and needs no
    dictionary, so nothing is fetched. It knows English only.

    Source: Smith and Senter (1967), Automated readability index, AMRL-TR-66-220.

    >>> age_to_read("The cat sat. It was a fat cat. We like the cat.")
    5.0
    """
    grade: float = textstat.automated_readability_index(text)
    return max(YOUNGEST, grade + GRADE_TO_AGE)


def readabilities(definition: Definition, voice: Voice) -> tuple[Readability, ...]:
    """Return every text of a voice that has enough words to be judged, in order.

    A question is judged with its hint and its choices: each is a sentence, and single words are a
    list.
    """
    asked = asked_in(definition, voice).definition
    return tuple(
        Readability(where, age_to_read(text), text)
        for where, text in _texts(asked)
        if len(WORD.findall(text)) >= FEWEST_WORDS
    )


def too_hard(definition: Definition) -> tuple[Problem, ...]:
    """Return a warning for every English text that is harder than the age it is written for."""
    voices = [Voice(), *(wording.voice for wording in definition.wordings)]
    return tuple(
        problem
        for voice in voices
        if voice.language == BASE
        for problem in _warnings(definition, voice)
    )


def _warnings(definition: Definition, voice: Voice) -> Iterator[Problem]:
    most = reading_age(definition.age_from, voice.rendering)
    name = f"{voice.rendering}: " if voice.rendering else ""
    for one in readabilities(definition, voice):
        if one.age > most:
            what = f"It reads like {one.age:.1f} years, and is written for {most}."
            remedy = "Use shorter words and shorter sentences."
            yield Problem("hard_to_read", f"{name}{one.where}", 0, what, remedy)


def _texts(definition: Definition) -> Iterator[tuple[str, str]]:
    yield "introduction", _sentences(*definition.introduction.splitlines())
    yield "thanks", _sentences(*definition.thanks.splitlines())
    for page in definition.pages:
        yield f"pages > {page.key} > introduction", _sentences(*page.introduction.splitlines())
        for question in page.questions:
            yield f"questions > {question.key}", _question(question)


def _question(question: Question) -> str:
    options = getattr(question, "options", ())
    choices = [getattr(question, name, "") for name in ("low_label", "high_label")]
    choices += [one.label for one in options]
    listed = ", ".join(one for one in choices if " " not in one and one)
    longer = (one for one in choices if " " in one)
    hints = (one.hint for one in options)
    return _sentences(question.label, question.hint, listed, *longer, *hints)


def _sentences(*texts: str) -> str:
    whole = (unpiped(text).strip() for text in texts)
    return " ".join(one if one.endswith(SENTENCE_ENDS) else f"{one}." for one in whole if one)
