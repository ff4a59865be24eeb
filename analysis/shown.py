"""A text as it is shown to be read: what identifies people replaced, and every place traced.

Whoever reads may point at words that stand there. Where those are in the true text is worked out
here, so that nobody needs to see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analysis import redaction
from analysis.corpus import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A browser makes one line end of each of these, so positions in a page go by that.
_LINE_END = re.compile(r"\r\n?")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


@dataclass(frozen=True)
class Run:
    """A stretch of a text as it is shown, where it is in the true text, and which spans hold it.

    `marks` counts the spans from nought, as they were given.
    """

    text: str
    start: int
    end: int
    marks: tuple[int, ...] = ()
    is_redacted: bool = False


def runs(text: str, spans: Iterable[tuple[int, int]] = ()) -> tuple[Run, ...]:
    """Cut a text into runs, each wholly in or out of every span, and redact it.

    What is redacted is never cut in two, so that no half of a name is left over.

    >>> [run.text for run in runs("Priya came late.", [(6, 10)])]
    ['[name]', ' ', 'came', ' late.']
    """
    marks = list(spans)
    pieces: list[Run] = []
    position = 0
    for found in redaction.hidden(text):
        pieces += _plain(text, position, found.start, marks)
        held = tuple(n for n, (a, b) in enumerate(marks) if a < found.end and found.start < b)
        pieces.append(Run(found.replacement, found.start, found.end, held, is_redacted=True))
        position = found.end
    return (*pieces, *_plain(text, position, len(text), marks))


def _plain(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> list[Run]:
    cuts = sorted({start, end} | {edge for mark in marks for edge in mark if start < edge < end})
    return [
        Run(text[a:b], a, b, tuple(n for n, (s, e) in enumerate(marks) if s <= a and b <= e))
        for a, b in zip(cuts, cuts[1:], strict=False)
        if a < b
    ]


class Shown:
    """The words that a person reads, and the way from any of them back to the true text."""

    def __init__(self, text: str) -> None:
        self._runs = runs(text)

    @cached_property
    def text(self) -> str:
        """The words as a browser holds them."""
        return "".join(letter for letter, _, _ in self._letters)

    def places(self, words: str) -> list[int]:
        """Return where some words begin in what is shown.

        Capitals, the kind of quotation marks and the width of white space make no difference.
        """
        pattern = _pattern(words)
        return [match.start() for match in pattern.finditer(self._plainly)] if pattern else []

    def span(self, words: str, start: int) -> Span | None:
        """Return where words that begin at `start` in what is shown are in the true text.

        Whole words are taken, and the whole of what a redaction hides. None when other words
        begin there.
        """
        pattern = _pattern(words)
        found = pattern.match(self._plainly, max(start, 0)) if pattern else None
        if found is None:
            return None
        first, last = self._whole_words(found.start(), found.end())
        return Span(self._letters[first][1], self._letters[last - 1][2])

    @cached_property
    def _letters(self) -> list[tuple[str, int, int]]:
        letters: list[tuple[str, int, int]] = []
        for run in self._runs:
            if run.is_redacted:
                letters += [(letter, run.start, run.end) for letter in run.text]
            else:
                letters += _as_in_a_page(run)
        return letters

    @cached_property
    def _plainly(self) -> str:
        return self.text.translate(_QUOTES)

    def _whole_words(self, first: int, last: int) -> tuple[int, int]:
        text = self.text
        while first and text[first - 1].isalnum() and text[first].isalnum():
            first -= 1
        while last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
            last += 1
        return first, last


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(part) for part in words.translate(_QUOTES).split()]
    return re.compile(r"\s+".join(parts), re.IGNORECASE) if parts else None


def _as_in_a_page(run: Run) -> list[tuple[str, int, int]]:
    ends = {match.start(): match.end() for match in _LINE_END.finditer(run.text)}
    letters = []
    position = 0
    while position < len(run.text):
        after = ends.get(position, position + 1)
        letter = "\n" if position in ends else run.text[position]
        # A page cannot hold the empty character.
        if letter != "\0":
            letters.append((letter, run.start + position, run.start + after))
        position = after
    return letters
