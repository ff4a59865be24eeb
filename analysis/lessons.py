"""What a theme model learns from: words whose themes are known, shipped or decided here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.codebook import SET_ASIDE, shipped

if TYPE_CHECKING:
    from analysis.codebook import Codebook, Theme

VOICES = Path(__file__).parent / "training"


@dataclass(frozen=True)
class Lesson:
    """Words and the keys of all their themes; `is_own` when a person of this organisation said so.

    The lessons that ship are invented.
    """

    text: str
    theme_keys: frozenset[str]
    is_own: bool = True


def lessons_for(codebook: Codebook) -> tuple[Lesson, ...]:
    """Return the shipped lessons on those themes of a codebook that are still the shipped ones.

    A theme is, when it has the shipped key, and the shipped name or definition. A codebook that
    shares no theme with the shipped one has none.
    """
    same = frozenset(theme.key for theme in codebook.themes if _is_shipped(theme))
    lessons = (Lesson(one.text, one.theme_keys & same, is_own=False) for one in _shipped())
    return tuple(lessons) if same else ()


def _is_shipped(theme: Theme) -> bool:
    twin = {one.key: one for one in shipped().themes}.get(theme.key)
    return (
        twin is not None
        and (theme.name, theme.definition) != ("", "")
        and (theme.name == twin.name or theme.definition == twin.definition)
    )


@cache
def _shipped() -> tuple[Lesson, ...]:
    found = []
    for path in sorted(VOICES.glob("childrens_voices_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [(row["text"], row["themes"].split(";")) for row in csv.DictReader(file)]
    return tuple(
        Lesson(text, frozenset(keys), is_own=False)
        for text, keys in found
        if SET_ASIDE not in keys
    )
