"""What could tell who someone is: find it, hide it, and mark what a person should look at.

Nothing is safe unattended. `redact` hides what the rules know, `suspicious` marks all the rest
that might name someone, and a person releases every quote. How well both do is measured in
docs/measures/redaction.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.names import people
from analysis.namewords import words_of
from analysis.places import addresses, landmarks, places
from analysis.shapes import shapes
from analysis.suspicion import doubts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.corpus import Span

REPLACEMENTS = {
    "email": "[email]",
    "url": "[link]",
    "handle": "[username]",
    "postcode": "[postcode]",
    "date_of_birth": "[date]",
    "phone": "[phone]",
    "number": "[number]",
    "address": "[address]",
    "school": "[school]",
    "place": "[place]",
    "name": "[name]",
}
HIDDEN = re.compile("|".join(map(re.escape, REPLACEMENTS.values())))


# What is hidden can make a name of what stands beside it, so it is looked for again; words that
# need more rounds than this were written to need them.
MOST_ROUNDS = 10


@dataclass(frozen=True)
class Redaction:
    """A stretch of text to hide, what it is, and what stands in its place."""

    start: int
    end: int
    kind: str
    replacement: str


def find(text: str, names: Iterable[str] = ()) -> list[Redaction]:
    """Return what to hide, in order of the text; spans never overlap and hold whole words.

    `names` are names to hide wherever they stand, in capitals or not. What was hidden before
    (`[name]`) is left alone. Deterministic, and the work grows in a straight line with the text.

    >>> [found.kind for found in find("Ring Priya on 07700 900123")]
    ['name', 'phone']
    """
    claimed = _Claimed([match.span() for match in HIDDEN.finditer(text)])
    found = [
        Redaction(start, end, kind, REPLACEMENTS[kind])
        for kind, start, end in _candidates(text, names)
        if claimed.take(start, end)
    ]
    return sorted(found, key=lambda redaction: redaction.start)


def hidden(text: str, names: Iterable[str] = ()) -> list[Redaction]:
    """Return everything that `redact` hides, in order, where it is in the text itself.

    >>> [(one.start, one.end) for one in hidden("Ring Priya or Sam")]
    [(5, 10), (14, 17)]
    """
    kept = tuple(names)
    known: list[Redaction] = []
    for _ in range(MOST_ROUNDS):
        words, places = _read_again(text, known)
        found = find(words, kept)
        if not found:
            break
        # What is hidden is left alone, so each stretch lies between two that are.
        shifts = [places[bisect_right(places, (one.start, len(text))) - 1] for one in found]
        known += [
            replace(one, start=one.start + there - here, end=one.end + there - here)
            for one, (here, there) in zip(found, shifts, strict=True)
        ]
        known.sort(key=lambda redaction: redaction.start)
    return known


def redact(text: str, names: Iterable[str] = ()) -> str:
    """Return a text with everything hidden that the rules know; doing it again changes nothing.

    >>> redact("my carer Jo lives in Leeds")
    'my carer [name] lives in [place]'
    """
    return _read_again(text, hidden(text, names))[0]


def _read_again(text: str, known: Iterable[Redaction]) -> tuple[str, list[tuple[int, int]]]:
    # The text with what is known replaced, and where each plain stretch is in it and was before.
    pieces, places, length, position = [""], [(0, 0)], 0, 0
    for one in known:
        pieces += [text[position : one.start], one.replacement]
        length += one.start - position + len(one.replacement)
        position = one.end
        places.append((length, position))
    return "".join([*pieces, text[position:]]), places


def suspicious(text: str) -> list[Span]:
    """Return every stretch that might tell who someone is, for a person to look at.

    Meant to miss nothing rather than to be right: what `find` hides, and whatever
    `analysis.suspicion` has a doubt about.
    """
    sure = [(found.start, found.end) for found in hidden(text)]
    return doubts(text, sure, [match.span() for match in HIDDEN.finditer(text)])


class _Claimed:
    """Stretches of a text that are spoken for; kept in order, so that asking is quick."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans

    def take(self, start: int, end: int) -> bool:
        """Claim a stretch, and return whether it was free."""
        place = bisect_left(self._spans, (start, end))
        is_free = (place == 0 or self._spans[place - 1][1] <= start) and (
            place == len(self._spans) or end <= self._spans[place][0]
        )
        if is_free:
            self._spans.insert(place, (start, end))
        return is_free


def _candidates(text: str, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        if name.strip():
            given = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
            yield from (("name", *match.span()) for match in given.finditer(text))
    yield from shapes(text)
    yield from addresses(text)
    words = words_of(text)
    yield from landmarks(words)
    yield from places(words)
    yield from people(words)
