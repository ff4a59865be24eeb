"""The words of a question that are said when it is read aloud, and which words they are."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from surveys.wording import piped
from surveys.wordings import WORDS

if TYPE_CHECKING:
    from surveys.questions import Question


def spoken_words(question: Question) -> tuple[str, ...]:
    """Return the words of a question, its hint, its choices and theirs, in the order shown."""
    own = [getattr(question, name, "") for name in WORDS]
    choices = [(one.label, one.hint) for one in getattr(question, "options", ())]
    return tuple(text for text in (*own, *(word for pair in choices for word in pair)) if text)


def words_hash(question: Question, language: str) -> str:
    """Return what names these words of a question in this language, and no others.

    A recording is kept under it, so that it is never heard with words it does not say.

    Source: SHA-256 (FIPS 180-4, 2015) over JSON.
    """
    words = json.dumps([question.key, language, *spoken_words(question)])
    return sha256(words.encode()).hexdigest()


def can_be_recorded(question: Question) -> bool:
    """Return whether a question says the same to everybody, with no earlier answer in it."""
    return not any(piped(text) for text in spoken_words(question))
