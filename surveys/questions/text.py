"""Questions answered in one's own words: short and long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from surveys.given import Given, Raw
from surveys.questions import Question
from surveys.words import first, limited, tidy_words


@dataclass(frozen=True, kw_only=True)
class LongText(Question, kind="long_text"):
    """A question for as many words as people like, within reason; `max_length` in characters."""

    control: ClassVar[str] = "textarea"
    is_free_text: ClassVar[bool] = True
    max_length: int = 2000

    def parse(self, raw: Raw) -> Given:
        """Return the words.

        Raises:
            AnswerError: there are too many.
        """
        return Given(text=limited(tidy_words(first(raw)), self.max_length))

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the words as a form sends them."""
        return {"": [given.text or ""]}

    def say(self, given: Given) -> str:
        """Return the words."""
        return given.text or ""


@dataclass(frozen=True, kw_only=True)
class ShortText(LongText, kind="short_text"):
    """A question for a few words on one line."""

    control: ClassVar[str] = "text"
    max_length: int = 200

    def parse(self, raw: Raw) -> Given:
        """Return the words on one line.

        Raises:
            AnswerError: there are too many.
        """
        words = " ".join(tidy_words(first(raw)).split())
        return Given(text=limited(words, self.max_length))
