"""The contract of a question, and the register of every kind in this folder.

To add a kind, write one class in this folder; it announces itself under its `kind`.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from surveys.errors import AnswerError

if TYPE_CHECKING:
    from surveys.conditions import Condition

Json = None | bool | int | float | str | list[Any] | dict[str, Any]
Raw = Mapping[str, Sequence[str]]

DONT_KNOW = "dont_know"
PREFER_NOT = "prefer_not_to_say"
SPECIALS = {DONT_KNOW: "I’m not sure", PREFER_NOT: "I’d rather not say"}
SPECIAL_PART = "special"
LONGEST_RAW = 20_000


@dataclass(frozen=True)
class Given:
    """What a person gave to one question: a value, words, or an answer of its own kind.

    `special` is `dont_know` or `prefer_not_to_say`; it is never counted as a middle answer.
    """

    value: Json = None
    text: str | None = None
    special: str | None = None


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen. An `exclusive` one cannot be chosen with others."""

    value: str | int
    label: str
    hint: str = ""
    exclusive: bool = False
    face: str = ""


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One thing asked. Subclasses say what an answer to it may be.

    `shared` names an identity that several questions have, so that voices can be compared;
    `group` marks an answer that may divide people into groups; `stance` says what the wording
    invites: positive, negative or neutral words.
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

    kinds: ClassVar[dict[str, type[Question]]] = {}
    kind: ClassVar[str]
    control: ClassVar[str]
    is_free_text: ClassVar[bool] = False
    # A choice shows its special answers among its choices; others show a box beside the field.
    special_is_choice: ClassVar[bool] = False

    def __init_subclass__(cls, *, kind: str = "", **options: Any) -> None:
        """Register the kind.

        Raises:
            RuntimeError: two kinds have one name.
        """
        super().__init_subclass__(**options)
        # A dataclass with slots is made twice; only another class may not take the name.
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
        special = self._special(raw)
        is_empty = self.is_empty(raw)
        if special and (is_empty or self.special_is_choice):
            return Given(special=special)
        if special:
            raise AnswerError("special_alone")
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
        """Return whether nothing was given in any part but the special one."""
        return not any(
            one.strip() for part, many in raw.items() if part != SPECIAL_PART for one in many
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

    def _special(self, raw: Raw) -> str | None:
        part = "" if self.special_is_choice else SPECIAL_PART
        sent = [one for one in raw.get(part, ()) if one in self.may_say]
        return sent[0] if sent else None


def first(raw: Raw, part: str = "") -> str:
    """Return the first string of a part, stripped and of bounded length."""
    sent = raw.get(part) or ("",)
    return sent[0][:LONGEST_RAW].strip()


def tidy_words(text: str) -> str:
    """Return words with one kind of line ending and without control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or c.isprintable()).strip()


def options_field() -> Any:
    """Return the dataclass field of a question's options."""
    return field(default_factory=tuple)


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
