"""Passages and how they are cut: sentences with their spans, words, stems, and non-answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

STANCES = ("positive", "negative", "neutral")

# A sentence ends at . ! ? (with what closes it), or at a line break. Not after one letter or a
# short title, and not inside a number such as 2.5.
_END = re.compile(r"(?:[.!?]+[\"'”’)\]]*)(?=\s|$)|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|eg|ie|etc|vs|approx|no)|\b[a-z]|\be\.g|\bi\.e)$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Never from the middle of white space: a long run of it would be read again from each place.
_CLAUSE = re.compile(
    r"(?:[,;]|(?<!\s)\s[-–—]|(?<!\s))\s+(?=(?:but|however|although|though|except|yet)\b)",
    re.IGNORECASE,
)
_THREE_WORDS = re.compile(r"\s*+(?:\S++\s++){2}\S")
LONGEST_ABBREVIATION = 8  # characters; no more is looked at, so that the work stays small
_HALVES = re.compile("[\ud800-\udfff]")
LONGEST_NON_ANSWER = 6
NON_ANSWERS = frozenset(
    {
        "nothing", "none", "no", "nope", "nah", "na", "n/a", "nil", "idk", "dunno", "same",
        "ditto", "nothing really", "nothing at all", "not really", "not sure", "dont know",
        "don't know", "i dont know", "i don't know", "i do not know", "no idea", "no comment",
        "no comments", "none really", "nothing to say", "nothing to add", "nothing comes to mind",
        "nothing else", "nothing more", "not applicable", "not that i can think of",
        "cant think of anything", "can't think of anything", "see above", "as above",
        "same as above", "same again", "whatever", "meh", "idk really", "i dunno", "dk",
        "nothing i can think of", "no thanks", "no thank you", "nothing thanks",
        "nothing thank you", "nothing much", "not much", "blank", "test", "x", "xx",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A stretch of a text, from `start` up to but not including `end`, in characters."""

    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """One person's words to one question. `stance` is what the question invites."""

    id: str
    text: str
    question: str = ""
    stance: str = "neutral"
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Corpus:
    """Many passages, each with an id of its own.

    Raises:
        ValueError: two passages have one id.
    """

    passages: tuple[Passage, ...]

    def __post_init__(self) -> None:
        """Check the ids."""
        if len({passage.id for passage in self.passages}) != len(self.passages):
            raise ValueError("two passages have one id")

    def __len__(self) -> int:
        """Return how many passages there are."""
        return len(self.passages)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text as spans, without the white space round them.

    A sentence is cut again before “but” and its like, because people praise and blame in one
    breath. Spans are in order, do not overlap, and leave out nothing but white space.
    """
    spans = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith(".") and _ABBREVIATED.search(
            text, max(start, match.start() - LONGEST_ABBREVIATION), match.start()
        ):
            continue
        spans += _clauses(text, start, match.end())
        start = match.end()
    spans += _clauses(text, start, len(text))
    return tuple(spans)


def encodable(text: str) -> str:
    r"""Return a text that can be written as UTF-8, of the same length: no half of a pair is left.

    >>> encodable("a\ud800b") == "a\ufffdb"
    True
    """
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, with straight apostrophes."""
    return [word.replace("’", "'").lower() for word in _WORD.findall(text)]


def stems(text: str) -> list[str]:
    """Return the stems of a text's words."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its commonest English endings.

    A light stemmer of our own: it joins listen, listens, listened and listening, and leaves
    short words alone. Deterministic.

    >>> stem("listening"), stem("worries"), stem("is")
    ('listen', 'worri', 'is')
    """
    word = word.removesuffix("'s").replace("'", "")
    for ending, new in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004
            word = word[: -len(ending)] + new
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":  # noqa: PLR2004
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word  # noqa: PLR2004


_ENDINGS = (
    ("iest", "i"), ("ingly", ""), ("edly", ""), ("ness", ""), ("ment", ""), ("ies", "i"),
    ("ied", "i"), ("ing", ""), ("est", ""), ("ed", ""), ("ly", ""), ("es", ""), ("er", ""),
    ("s", ""), ("e", ""),
)  # fmt: skip


def is_non_answer(text: str) -> bool:
    """Return whether a text says nothing: “n/a”, “idk”, “nothing really”, a dot.

    >>> is_non_answer("Nothing really."), is_non_answer("Nothing changes")
    (True, False)
    """
    plain = " ".join(text.lower().replace("’", "'").split()).strip(" .!?,-–—…_*")
    if not any(character.isalnum() for character in plain):
        return True
    return len(plain.split()) <= LONGEST_NON_ANSWER and plain in NON_ANSWERS


def _clauses(text: str, start: int, end: int) -> list[Span]:
    cuts = [start]
    for match in _CLAUSE.finditer(text, start, end):
        # Only where both sides say something of their own.
        if _says(text, cuts[-1], match.start()) and _says(text, match.end(), end):
            cuts.append(match.end())
    edges = [*cuts, end]
    return [
        span
        for a, b in zip(edges, edges[1:], strict=False)
        if (span := _trimmed(text, a, b)) is not None
    ]


def _says(text: str, start: int, end: int) -> bool:
    # Three words are looked for and no more, so that the work stays small.
    return _THREE_WORDS.match(text, start, end) is not None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
