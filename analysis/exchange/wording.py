"""The words of a comment outside: redacted, with every place traced, and compared when back."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from analysis import redaction


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
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    position = 0
    for one in redaction.hidden(text):
        pieces += [text[position : one.start], one.replacement]
        origins += [(place, place + 1) for place in range(position, one.start)]
        origins += [(one.start, one.end)] * len(one.replacement)
        position = one.end
    origins += [(place, place + 1) for place in range(position, len(text))]
    return Redacted("".join([*pieces, text[position:]]), tuple(origins))


def normal(text: str) -> str:
    """Return a text as it is compared: one form of each letter, one space, no capitals."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
