"""Other wordings of a survey, by rendering and language, as one frozen value each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from surveys.languages import BASE
from surveys.renderings import Voice

if TYPE_CHECKING:
    from surveys.questions import Option, Question

# Words that stand in a question beside its label and its choices.
WORDS = ("label", "hint", "low_label", "high_label", "unit")


@dataclass(frozen=True)
class Checked:
    """Who checked a translation, by role and never by name, and on what day (2026-11-25)."""

    by: str
    day: str


@dataclass(frozen=True)
class Asks:
    """The only questions that a voice asks, by key, and why; how many minutes they take.

    Whoever answers in the voice is not asked the others: nothing is stored of these, so they
    count neither as skipped nor in any base.
    """

    why: str
    questions: tuple[str, ...]
    minutes: int


@dataclass(frozen=True)
class PageWording:
    """The words of one page."""

    key: str
    title: str = ""
    introduction: str = ""


@dataclass(frozen=True)
class QuestionWording:
    """The words of one question.

    `options`, where there are any, show every stored value once: an option stores its `value`,
    and stands for the values in its `also` too. `kind` is given where another kind asks.
    """

    key: str
    label: str = ""
    hint: str = ""
    kind: str = ""
    picture: str = ""
    low_label: str = ""
    high_label: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Wording:
    """A survey worded once more. `checked` is None until somebody who speaks it has checked it.

    `pictures` names a symbol for each line of the introduction, or is empty. `asks` is None where
    every question is asked.
    """

    rendering: str = ""
    language: str = BASE
    checked: Checked | None = None
    asks: Asks | None = None
    title: str = ""
    introduction: str = ""
    pictures: tuple[str, ...] = ()
    thanks: str = ""
    pages: tuple[PageWording, ...] = ()
    questions: tuple[QuestionWording, ...] = ()

    @property
    def voice(self) -> Voice:
        """The voice it words."""
        return Voice(self.rendering, self.language)

    @property
    def is_translation(self) -> bool:
        """Whether it is in another language than the first wording."""
        return self.language != BASE

    def page(self, key: str) -> PageWording:
        """Return the words of a page, empty where it has none."""
        return next((one for one in self.pages if one.key == key), PageWording(key))

    def question(self, key: str) -> QuestionWording | None:
        """Return the words of a question, or None."""
        return next((one for one in self.questions if one.key == key), None)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data; parsing that gives an equal wording again."""
        data: dict[str, Any] = {"language": self.language, "rendering": self.rendering}
        if self.checked:
            data["checked"] = {"by": self.checked.by, "day": self.checked.day}
        if self.asks:
            data["asks"] = vars(self.asks) | {"questions": list(self.asks.questions)}
        data |= {name: getattr(self, name) for name in ("title", "introduction", "thanks")}
        data["pictures"] = list(self.pictures)
        data["pages"] = {one.key: _filled(one, ("title", "introduction")) for one in self.pages}
        data["questions"] = {one.key: _question_data(one) for one in self.questions}
        return {name: value for name, value in data.items() if value not in ("", {}, [])}


def is_complete(wording: Wording, question: Question) -> bool:
    """Return whether a wording has all the words of a question.

    A translation needs every word that the first wording has. A rendering in the same language
    may leave the hint out, and keep the choices as they are.
    """
    words = wording.question(question.key)
    if words is None or not words.label:
        return False
    if not wording.is_translation:
        return True
    has_choices = (
        bool(words.options) or not getattr(question, "options", ()) or _is_fixed(question)
    )
    asks_otherwise = words.kind not in {"", question.kind}
    needed = ("hint",) if asks_otherwise else WORDS
    return has_choices and all(
        getattr(words, name) for name in needed if getattr(question, name, "")
    )


def _is_fixed(question: Question) -> bool:
    return "options" in question.fixed


def _filled(thing: object, names: tuple[str, ...]) -> dict[str, str]:
    return {name: getattr(thing, name) for name in names if getattr(thing, name)}


def _question_data(words: QuestionWording) -> dict[str, Any]:
    data: dict[str, Any] = _filled(words, (*WORDS, "kind", "picture"))
    if words.options:
        data["options"] = [_option_data(option) for option in words.options]
    return data


def _option_data(option: Option) -> dict[str, Any]:
    also = {"also": list(option.also)} if option.also else {}
    return {"value": option.value, **_filled(option, ("label", "hint", "face", "picture")), **also}
