"""What could tell who someone is: find it, hide it, and mark what a person should look at.

Nothing is safe unattended. `redact` hides what the rules know, `suspicious` marks all the rest
that might name someone, and a person releases every quote.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.corpus import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMES = Path(__file__).parent / "lexicons" / "names.toml"
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
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HIDDEN = re.compile(r"\[[a-z]{2,12}\]")
_SENTENCE = re.compile(r"(?:^|[.!?\n…]+)[\s\"'“‘(*-]*")
_TAGGED = re.compile(r"\S*[\d@]\S*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_PLACE_CUE = frozenset({"in", "at", "from", "near", "to", "around", "outside", "of", "visit"})

# The first kind that claims a stretch of text keeps it, so the surest stand first.
_SHAPES: tuple[tuple[str, str], ...] = (
    ("email", r"[\w.+-]{1,64}(?:@|\s?\(at\)\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    ("url", r"(?:https?://|www\.)\S{2,200}|\b[\w-]{2,63}\.(?:com|co\.uk|org(?:\.uk)?|net|me|gg|tv|io|uk)\b(?:/\S{0,200})?"),  # noqa: E501
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


@dataclass(frozen=True)
class _Word:
    """One word, where it stands, and whether it begins a sentence."""

    text: str
    start: int
    opens: bool

    @property
    def plain(self) -> str:
        return _POSSESSIVE.sub("", self.text).lower().replace("’", "'")

    @property
    def end(self) -> int:
        return self.start + len(_POSSESSIVE.sub("", self.text))

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True)
class _Lists:
    """The words of the name list, each list as a set."""

    first: frozenset[str]
    also_words: frozenset[str]
    titles: frozenset[str]
    cues: frozenset[str]
    schools: frozenset[str]
    roads: frozenset[str]
    homes: frozenset[str]
    places: frozenset[str]
    ordinary: frozenset[str]


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
    lists = _lists()
    marked += [
        (word.start, word.end)
        for word in _words(text)
        if (word.is_capital and word.plain not in lists.ordinary and not word.opens)
        or word.plain in lists.first
        or (word.opens and word.plain in lists.also_words)
    ]
    return _joined(sorted(marked))


def _candidates(text: str, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        if name.strip():
            given = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
            yield from (("name", *match.span()) for match in given.finditer(text))
    for kind, pattern in _shapes():
        yield from ((kind, *match.span()) for match in pattern.finditer(text))
    words = _words(text)
    yield from _addresses(text)
    yield from _named_places(words, text)
    yield from _people(words, text)


def _addresses(text: str) -> Iterator[tuple[str, int, int]]:
    yield from (("address", *match.span()) for match in _address().finditer(text))


def _named_places(words: list[_Word], text: str) -> Iterator[tuple[str, int, int]]:
    lists = _lists()
    for i, word in enumerate(words):
        kind = "school" if word.plain in lists.schools else "place"
        if word.plain in lists.schools | lists.homes | lists.roads:
            start = i
            while (
                start
                and _is_proper(words[start - 1])
                and _touch(words[start - 1 : start + 1], text)
            ):
                start -= 1
            if start < i:
                yield kind, words[start].start, word.end
        elif word.plain in lists.places and (word.is_capital or word.plain not in _lower_unsure()):
            yield "place", word.start, word.end
        elif i and words[i - 1].plain in _PLACE_CUE and _is_proper(word) and not _is_name(word):
            yield "place", word.start, _run(words, i, text)


def _people(words: list[_Word], text: str) -> Iterator[tuple[str, int, int]]:
    lists = _lists()
    for i, word in enumerate(words):
        before = words[i - 1] if i and _touch(words[i - 1 : i + 1], text) else None
        titled = before is not None and before.plain.rstrip(".") in lists.titles
        cued = before is not None and before.plain in lists.cues
        if (
            _is_name(word)
            or (titled and _may_follow_title(word, before))
            or (cued and _is_proper(word))
        ):
            yield "name", word.start, _run(words, i, text)
        elif before is not None and _is_proper(before) and _is_proper(word):
            yield "name", before.start, _run(words, i, text)


def _is_name(word: _Word) -> bool:
    lists = _lists()
    if word.plain in lists.also_words:
        return word.is_capital and not word.opens and word.plain not in lists.ordinary
    return word.plain in lists.first


def _may_follow_title(word: _Word, title: _Word | None) -> bool:
    if _is_proper(word) or _is_name(word):
        return True
    formal = {"mr", "mrs", "ms", "miss", "mx"}
    return title is not None and title.plain in formal and title.is_capital and word.is_capital


def _is_proper(word: _Word) -> bool:
    return word.is_capital and not word.opens and word.plain not in _lists().ordinary


def _run(words: list[_Word], i: int, text: str) -> int:
    """Return where a name or place ends: it goes on over the capitals that follow."""
    end = words[i].end
    for here, after in pairwise(words[i : i + 4]):
        if here.end != here.start + len(here.text) or not _is_proper(after):
            break
        if text[here.end : after.start] != " ":
            break
        end = after.end
    return end


def _touch(pair: list[_Word], text: str) -> bool:
    return text[pair[0].start + len(pair[0].text) : pair[1].start] in {" ", ". "}


def _words(text: str) -> list[_Word]:
    opens = {match.end() for match in _SENTENCE.finditer(text)}
    return [_Word(m.group(), m.start(), m.start() in opens) for m in _WORD.finditer(text)]


def _joined(spans: list[tuple[int, int]]) -> list[Span]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [Span(start, end) for start, end in joined]


@cache
def _lists() -> _Lists:
    data: dict[str, Any] = tomllib.loads(NAMES.read_text("utf-8"))
    return _Lists(
        **{name: frozenset(words.replace("-", " ").split()) for name, words in data.items()}
    )


@cache
def _lower_unsure() -> frozenset[str]:
    return frozenset(
        {
            "reading",
            "bath",
            "sutton",
            "bury",
            "hull",
            "poole",
            "barking",
            "slough",
            "crawley",
            "stoke",
            "derby",
            "kent",
            "chester",
            "richmond",
            "redcar",
            "dover",
        }
    )  # noqa: E501


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _SHAPES)


@cache
def _address() -> re.Pattern[str]:
    roads = "|".join(sorted(_lists().roads, key=lambda road: (-len(road), road)))
    return re.compile(
        rf"\b(?:(?:flat|unit|room) )?\d{{1,4}}[a-z]? (?:[a-z'’]{{2,20}} ){{1,3}}(?:{roads})\b"
        r"|\b(?:flat|unit) \d{1,4}[a-z]?\b",
        re.IGNORECASE,
    )
