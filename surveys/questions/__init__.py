"""The contract of a question, and the register of every kind in this folder.

To add a kind, write one class in this folder; it announces itself under its `kind`.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from surveys.errors import AnswerError
from surveys.given import DONT_KNOW, PREFER_NOT, Given, Json, Raw
from surveys.words import tidy_words

if TYPE_CHECKING:
    from surveys.conditions import Condition

__all__ = ["DONT_KNOW", "PREFER_NOT", "SPECIALS", "Given", "Json", "Option", "Question", "Raw"]

SPECIALS = {DONT_KNOW: "I’m not sure", PREFER_NOT: "I’d rather not say"}
SPECIAL_PART = "special"


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen. An `exclusive` one cannot be chosen with others.

    `picture` names a symbol of ours. `also` holds values that are stored elsewhere and shown as
    this one, in a voice with fewer choices.
    """

    value: str | int
    label: str
    hint: str = ""
    exclusive: bool = False
    face: str = ""
    picture: str = ""
    symbol: str = ""
    also: tuple[str | int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One thing asked. Subclasses say what an answer to it may be.

    `shared` names an identity that several questions have, so that voices can be compared;
    `group` marks an answer that may divide people into groups; `stance` says what the wording
    invites: positive, negative or neutral words; `picture` names a symbol of ours; `words_of` is
    the voice whose words another voice writes down, such as a child's in an agency's part.
    """

    key: str
    label: str
    hint: str = ""
    required: bool = False
    may_say: tuple[str, ...] = ()
    show_if: Condition | None = None
    stance: str = "neutral"
    shared: str = ""
    group: bool = False
    picture: str = ""
    words_of: str = ""

    kinds: ClassVar[dict[str, type[Question]]] = {}
    kind: ClassVar[str]
    control: ClassVar[str]
    is_free_text: ClassVar[bool] = False
    # Its answers are numbers on a scale, so they have a mean.
    is_scale: ClassVar[bool] = False
    # Its answer is a file: a photo or a recording, which nothing counts.
    is_file: ClassVar[bool] = False
    # A choice shows its special answers among its choices; others show a box beside the field.
    special_is_choice: ClassVar[bool] = False
    # Fields that a definition may not set for this kind.
    fixed: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, *, kind: str = "", **options: Any) -> None:
        """Register the kind; a class without one is only a base for others.

        Raises:
            RuntimeError: two kinds have one name.
        """
        super().__init_subclass__(**options)
        if not kind:
            return
        if kind in Question.kinds:
            raise RuntimeError(f"two kinds of question are called {kind!r}")
        cls.kind = kind
        Question.kinds[kind] = cls

    def parts(self) -> tuple[str, ...]:
        """Return the parts of its form field; the main one is the empty string."""
        return ("", SPECIAL_PART) if self.may_say and not self.special_is_choice else ("",)

    def field_names(self) -> dict[str, str]:
        """Return the name of each part in a form."""
        return {part: f"{self.key}-{part}" if part else self.key for part in self.parts()}

    def read(self, raw: Raw) -> Given | None:
        """Return what was given; None when a question that may be left was left.

        Raises:
            AnswerError: it cannot be taken; nothing else is ever raised.
        """
        specials = self._specials_sent(raw)
        is_empty = self.is_empty(raw)
        if len(specials) > 1:
            raise AnswerError("special_twice")
        if specials and not is_empty:
            raise AnswerError("special_alone", label=SPECIALS[specials[0]])
        if specials:
            return Given(special=specials[0])
        if is_empty:
            if self.required:
                raise AnswerError(self.needed)
            return None
        return self.parse(raw)

    def raw(self, given: Given | None) -> dict[str, list[str]]:
        """Return the form strings that would give this again."""
        if given is None:
            return {}
        if given.special:
            return {("" if self.special_is_choice else SPECIAL_PART): [given.special]}
        return self.unparse(given)

    def as_text(self, given: Given) -> str:
        """Return what was given as a person would read it."""
        return SPECIALS[given.special] if given.special else self.say(given)

    def is_empty(self, raw: Raw) -> bool:
        """Return whether nothing was given but, perhaps, a special answer."""
        return not any(
            tidy_words(one)
            for part in self.parts()
            if part != SPECIAL_PART
            for one in raw.get(part, ())
            if not (self.special_is_choice and one.strip() in self.may_say)
        )

    @property
    def needed(self) -> str:
        """The code of the error when an answer is missing."""
        return "answer_needed"

    @property
    def specials(self) -> tuple[tuple[str, str], ...]:
        """The answers of their own that this question allows, with their labels."""
        return tuple((value, SPECIALS[value]) for value in self.may_say)

    @abstractmethod
    def parse(self, raw: Raw) -> Given:
        """Turn form strings, of which one is not empty, into what was given."""

    @abstractmethod
    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Turn what was given back into form strings."""

    @abstractmethod
    def say(self, given: Given) -> str:
        """Say what was given in words."""

    def _specials_sent(self, raw: Raw) -> list[str]:
        sent = {one.strip() for one in raw.get("" if self.special_is_choice else SPECIAL_PART, ())}
        return [value for value in self.may_say if value in sent]


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
