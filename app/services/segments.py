"""A text cut into runs for reading: coded or not, and what identifies people replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.shown import runs

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Segment:
    """A run of words, perhaps under the theme in question, perhaps redacted."""

    text: str
    is_coded: bool = False
    is_redacted: bool = False


def segments(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Segment, ...]:
    """Cut a text into runs that are coded or not, with what identifies people replaced.

    What is redacted is never cut in two, so that no half of a name is left over.
    """
    return tuple(
        Segment(run.text, is_coded=bool(run.marks), is_redacted=run.is_redacted)
        for run in runs(text, spans)
    )
