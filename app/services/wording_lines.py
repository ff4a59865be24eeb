"""What staff are told of the wordings of a survey: what is missing, and what nobody checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.translations import INTERFACE
from surveys.languages import BASE, LANGUAGES
from surveys.renderings import RENDERINGS
from surveys.voices import missing

if TYPE_CHECKING:
    from surveys.definition import Definition
    from surveys.wordings import Asks, Checked, Wording


@dataclass(frozen=True)
class WordingLine:
    """One wording: its code and name, the places it has no words for, and who checked it.

    `needs_checking` is true of a translation until somebody who speaks the language has read it.
    `asks` says which questions it asks and why, where it does not ask all.
    """

    code: str
    name: str
    missing: tuple[str, ...]
    needs_checking: bool
    checked: Checked | None
    asks: Asks | None = None


def wording_lines(definition: Definition) -> tuple[WordingLine, ...]:
    """Return every wording of a survey beside its first, those of the first language first."""
    wordings = sorted(definition.wordings, key=lambda one: one.is_translation)
    return tuple(_line(definition, wording) for wording in wordings)


def site_lines() -> tuple[WordingLine, ...]:
    """Return the words of the site itself in each other language."""
    return tuple(
        WordingLine(code, LANGUAGES[code].name, (), checked is None, checked)
        for code, checked in INTERFACE.items()
    )


def languages_lacking(definition: Definition) -> tuple[str, ...]:
    """Return the languages that can be chosen in which a survey has no words of its own."""
    worded = {BASE, *(wording.language for wording in definition.wordings)}
    return tuple(LANGUAGES[code].name for code in INTERFACE if code not in worded)


def _line(definition: Definition, wording: Wording) -> WordingLine:
    rendering = RENDERINGS.get(wording.rendering)
    names = [LANGUAGES[wording.language].name, *([rendering.name] if rendering else [])]
    return WordingLine(
        wording.voice.code,
        ", ".join(names),
        missing(definition, wording),
        wording.is_translation and wording.checked is None,
        wording.checked,
        wording.asks,
    )
