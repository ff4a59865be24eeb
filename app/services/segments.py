"""A text cut into runs for reading: coded or not, and what identifies people replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis import redaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
    marks = list(spans)
    pieces: list[Segment] = []
    position = 0
    hidden = redaction.find(text)
    for found in hidden:
        pieces += _plain(text, position, found.start, marks)
        is_coded = any(start < found.end and found.start < end for start, end in marks)
        pieces.append(Segment(found.replacement, is_coded=is_coded, is_redacted=True))
        position = found.end
    pieces += _plain(text, position, len(text), marks)
    return tuple(pieces)


def _plain(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> list[Segment]:
    cuts = sorted({start, end} | {edge for mark in marks for edge in mark if start < edge < end})
    return [
        Segment(text[a:b], is_coded=any(s <= a and b <= e for s, e in marks))
        for a, b in zip(cuts, cuts[1:], strict=False)
        if a < b
    ]
