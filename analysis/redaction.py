"""What could tell who someone is: find it, hide it, and mark what a person should look at.

Nothing is safe unattended. `redact` hides what the rules know, `suspicious` marks all the rest
that might name someone, and a person releases every quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from analysis import names as name_list
from analysis.corpus import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"  # noqa: E501
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
_HIDDEN = re.compile(r"\[[a-z]{2,12}\]")
_TAGGED = re.compile(r"\S*[\d@]\S*")

# The first kind that claims a stretch of text keeps it, so the surest stand first.
_SHAPES: tuple[tuple[str, str], ...] = (
    ("email", r"[\w.+-]{1,64}(?:@|\s?\(at\)\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    ("url", r"(?:https?://|www\.)\S{2,200}|\b[\w-]{2,63}\.(?:com|co\.uk|org(?:\.uk)?|net|me|gg|tv|io|uk)\b(?:/\S{0,200})?"),
    ("handle", r"(?<!\w)@\w[\w.]{1,40}|(?<=snap is )\S{2,40}|(?<=snapchat is )\S{2,40}|(?<=insta is )\S{2,40}|(?<=instagram is )\S{2,40}|(?<=username is )\S{2,40}"),  # noqa: E501
    ("date_of_birth", rf"\b\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTHS})(?:,? \d{{2,4}})?\b|\b(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b"),  # noqa: E501
    ("postcode", r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b"),
    ("number", r"\b[a-z]\d{12}[a-z\d]?\b|\b[a-ceghj-pr-tw-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b|\b\d{3}[ -]\d{3}[ -]\d{4}\b"),  # noqa: E501
    ("phone", r"(?<![\w.])(?:\+|00)?\d(?:[ ()-]{0,2}\d){8,13}\b|(?<!\w)0\d{2,4}[ -]\d{3,7}(?:[ -]\d{2,4})?\b"),  # noqa: E501
    ("number", r"\b\d{5,}\b|\b[a-z]{2,4}[-/]?\d{4,10}\b"),
)  # fmt: skip


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
    (`[name]`) is left alone. Deterministic.

    >>> [found.kind for found in find("Ring Priya on 07700 900123")]
    ['name', 'phone']
    """
    taken = [match.span() for match in _HIDDEN.finditer(text)]
    found: list[Redaction] = []
    for kind, start, end in _candidates(text, names):
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
            found.append(Redaction(start, end, kind, REPLACEMENTS[kind]))
    return sorted(found, key=lambda redaction: redaction.start)


def redact(text: str, names: Iterable[str] = ()) -> str:
    """Return a text with everything hidden that the rules know; doing it again changes nothing.

    >>> redact("my carer Jo lives in Leeds")
    'my carer [name] lives in [place]'
    """
    kept = tuple(names)
    while found := find(text, kept):
        for redaction in reversed(found):
            text = text[: redaction.start] + redaction.replacement + text[redaction.end :]
    return text


def suspicious(text: str) -> list[Span]:
    """Return every stretch that might tell who someone is, for a person to look at.

    Meant to miss nothing rather than to be right: what `find` hides, every word with a digit or
    an @, every capital inside a sentence, and every first word that is a name or no plain word.
    """
    marked = [(found.start, found.end) for found in find(text)]
    marked += [match.span() for match in _TAGGED.finditer(text)]
    marked += [(word.start, word.end) for word in name_list.words_of(text) if _may_tell(word)]
    return _joined(sorted(marked))


def _may_tell(word: name_list.Word) -> bool:
    if word.opens:
        listed = ("ordinary", "openers")
        return word.plain not in frozenset().union(*map(name_list.words_listed, listed))
    return word.is_proper or word.is_name


def _candidates(text: str, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        if name.strip():
            given = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
            yield from (("name", *match.span()) for match in given.finditer(text))
    for kind, pattern in _shapes():
        yield from ((kind, *match.span()) for match in pattern.finditer(text))
    yield from (("address", *match.span()) for match in _addresses().finditer(text))
    words = name_list.words_of(text)
    yield from name_list.landmarks(words)
    yield from name_list.places(words)
    yield from name_list.people(words)


def _joined(spans: list[tuple[int, int]]) -> list[Span]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [Span(start, end) for start, end in joined]


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _SHAPES)


@cache
def _addresses() -> re.Pattern[str]:
    """Return the pattern of a numbered house: a capital on the road, or a sure road word."""
    roads = "|".join(road.capitalize() for road in sorted(name_list.words_listed("roads")))
    return re.compile(
        r"\b(?:(?:[Ff]lat|[Uu]nit) )?\d{1,4}[a-zA-Z]?,? "
        rf"(?:(?:[A-Z][a-z'’]{{1,20}} ){{1,3}}(?:{roads})"
        r"|(?:[A-Za-z'’]{2,20} ){1,2}(?i:street|road|avenue|lane|crescent|terrace|rd|ave))\b"
        r"|\b[Ff]lat \d{1,4}[a-zA-Z]?\b"
    )
