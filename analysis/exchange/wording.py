"""The words of a comment outside: redacted, with every place traced, and compared when back."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis import redaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.redaction import Redaction

    Origins = list[tuple[int, int]]


@dataclass(frozen=True)
class Redacted:
    """A text as it may leave, and for each of its letters the stretch of the original it is of."""

    text: str
    origins: tuple[tuple[int, int], ...]

    def there(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the original is in the redacted text; names are never cut."""
        inside = [place for place, (a, b) in enumerate(self.origins) if a < end and start < b]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the redacted text is in the original."""
        inside = self.origins[max(start, 0) : max(end, 0)]
        return (inside[0][0], inside[-1][1]) if inside else (0, 0)


def redact(text: str) -> Redacted:
    """Return a text with everything hidden that the rules know, as `redaction.redact` does."""
    words, origins = text, [(place, place + 1) for place in range(len(text))]
    for _ in range(redaction.MOST_ROUNDS):
        found = redaction.find(words)
        if not found:
            break
        words, origins = _replaced(words, origins, found)
    return Redacted(words, tuple(origins))


def _replaced(words: str, origins: Origins, found: Sequence[Redaction]) -> tuple[str, Origins]:
    pieces, kept, position = [], [], 0
    for one in found:
        whole = (origins[one.start][0], origins[one.end - 1][1])
        pieces += [words[position : one.start], one.replacement]
        kept += [*origins[position : one.start], *[whole] * len(one.replacement)]
        position = one.end
    return "".join([*pieces, words[position:]]), [*kept, *origins[position:]]


def normal(text: str) -> str:
    """Return a text as it is compared: one form of each letter, one space, no capitals."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
