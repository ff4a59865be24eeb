"""A survey as one voice asks it: its words, and the language each of them is in."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from surveys.languages import BASE
from surveys.questions import Question
from surveys.renderings import Voice
from surveys.wordings import WORDS, QuestionWording, Wording, is_complete

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.definition import Definition, Page
    from surveys.questions import Option
    from surveys.wordings import Asks

SHARED = tuple(field.name for field in fields(Question))


@dataclass(frozen=True)
class Asked:
    """A definition in the words of one voice.

    Its questions have the keys of the first wording and store the same values. `languages` says
    which language the words of a page, a question or the survey are in, by their place. `pictures`
    names the symbols beside the lines of the introduction; `asks` is None where every question is
    asked.
    """

    voice: Voice
    definition: Definition
    languages: Mapping[tuple[str, ...], str]
    pictures: tuple[str, ...] = ()
    asks: Asks | None = None

    def language_of(self, *place: str) -> str:
        """Return the language that the words at a place are in."""
        return self.languages.get(place, BASE)


def voices_of(definition: Definition) -> tuple[Voice, ...]:
    """Return the voices that a survey has words for, the first wording first."""
    return (Voice(), *(wording.voice for wording in definition.wordings))


def asked_in(definition: Definition, voice: Voice) -> Asked:
    """Return a definition as a voice asks it; made once for each voice.

    Each text is taken from the first wording that has it: of this rendering in this language, of
    this language, of this rendering; then the first wording. A question is never half of one and
    half of another.
    """
    if voice not in definition.by_voice:
        definition.by_voice[voice] = _asked(definition, voice)
    asked: Asked = definition.by_voice[voice]
    return asked


def missing(definition: Definition, wording: Wording) -> tuple[str, ...]:
    """Return what a wording does not word, each as a place in the definition, in order.

    Titles that stay as they are in the same language are not missed.
    """
    found = [
        name
        for name in (*_titles(wording), "introduction", "thanks")
        if getattr(definition, name) and not getattr(wording, name)
    ]
    for page in definition.pages:
        found += [f"pages > {page.key} > {name}" for name in _page_missing(wording, page)]
        found += [
            f"questions > {question.key}"
            for question in page.questions
            if not is_complete(wording, question)
        ]
    return tuple(found)


def unpictured(definition: Definition, wording: Wording) -> tuple[str, ...]:
    """Return the questions without a symbol, by key, of a wording that has one beside each."""
    if not wording.voice.is_pictured:
        return ()
    asked = asked_in(definition, wording.voice).definition.questions()
    return tuple(question.key for question in asked if not question.picture)


def _page_missing(wording: Wording, page: Page) -> list[str]:
    words = wording.page(page.key)
    return [
        name
        for name in (*_titles(wording), "introduction")
        if getattr(page, name) and not getattr(words, name)
    ]


def _titles(wording: Wording) -> tuple[str, ...]:
    return ("title",) if wording.is_translation else ()


def _asked(definition: Definition, voice: Voice) -> Asked:
    sources = _sources(definition, voice)
    languages: dict[tuple[str, ...], str] = {}
    words: dict[str, Any] = {
        name: _text(sources, ("survey", name), getattr(definition, name), name, languages)
        for name in ("title", "introduction", "thanks")
    }
    pages = tuple(_page(sources, page, languages) for page in definition.pages)
    pictures = next((one.pictures for one in sources if one.introduction), ())
    reworded_all = replace(definition, **words, pages=pages, wordings=())
    asks = (one.asks for one in sources if one.rendering == voice.rendering and one.asks)
    return Asked(voice, reworded_all, languages, pictures, next(asks, None))


def _sources(definition: Definition, voice: Voice) -> list[Wording]:
    order = (voice, Voice("", voice.language), Voice(voice.rendering, BASE))
    known = {wording.voice: wording for wording in definition.wordings}
    return [known[one] for one in dict.fromkeys(order) if one in known]


def _text(
    sources: list[Wording],
    place: tuple[str, ...],
    first: str,
    name: str,
    languages: dict[tuple[str, ...], str],
) -> str:
    for wording in sources:
        holder = wording if place[0] == "survey" else wording.page(place[1])
        found = getattr(holder, name)
        if first and found:
            languages[place] = wording.language
            return str(found)
    return first


def _page(sources: list[Wording], page: Page, languages: dict[tuple[str, ...], str]) -> Page:
    words: dict[str, Any] = {
        name: _text(sources, ("page", page.key, name), getattr(page, name), name, languages)
        for name in ("title", "introduction")
    }
    questions = tuple(_question(sources, question, languages) for question in page.questions)
    return replace(page, **words, questions=questions)


def _question(
    sources: list[Wording], question: Question, languages: dict[tuple[str, ...], str]
) -> Question:
    for wording in sources:
        words = wording.question(question.key)
        if words is not None and is_complete(wording, question):
            languages["question", question.key] = wording.language
            return reworded(question, words)
    return question


def reworded(question: Question, words: QuestionWording) -> Question:
    """Return a question in other words: what it stores, and when it is asked, stay the same."""
    changes: dict[str, Any] = {
        name: getattr(words, name) for name in WORDS if hasattr(question, name)
    }
    changes["picture"] = words.picture or question.picture
    if words.options:
        changes["options"] = _options(question, words.options)
    if words.kind in {"", question.kind}:
        return replace(question, **changes)
    kept = {name: getattr(question, name) for name in SHARED}
    kind = Question.kinds[words.kind]
    known = {field.name for field in fields(kind)}
    return kind(**kept | {name: value for name, value in changes.items() if name in known})


def _options(question: Question, options: tuple[Option, ...]) -> tuple[Option, ...]:
    first = {option.value: option for option in getattr(question, "options", ())}
    return tuple(
        replace(
            option,
            face=option.face or first[option.value].face,
            picture=option.picture or first[option.value].picture,
            exclusive=first[option.value].exclusive,
        )
        for option in options
    )
