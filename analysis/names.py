"""Names of people and places in a text, by a list of first names and by what stands round them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LEXICON = Path(__file__).parent / "lexicons" / "names.toml"
LONGEST_NAME = 4  # words
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?\n…]+)[\s\"'“‘(*-]*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """One word, where it stands, whether it opens a sentence, and whether it touches the last."""

    text: str
    start: int
    opens: bool
    touches: bool

    @property
    def plain(self) -> str:
        """The word in small letters, without the 's of possession."""
        return _POSSESSIVE.sub("", self.text).lower().replace("’", "'")

    @property
    def end(self) -> int:
        """Where the word ends, without the 's of possession."""
        return self.start + len(_POSSESSIVE.sub("", self.text))

    @property
    def is_name(self) -> bool:
        """Whether the list has it as a first name; words such as Grace need their capital."""
        if self.plain in words_listed("also_words"):
            return self.is_proper
        return self.plain in words_listed("first")

    @property
    def is_proper(self) -> bool:
        """Whether it has a capital that neither its place nor its meaning explains."""
        is_capital = self.text[0].isupper() and not self.opens
        return is_capital and self.plain not in words_listed("ordinary")


def words_of(text: str) -> list[Word]:
    """Return the words of a text."""
    opens = {match.end() for match in _SENTENCE.finditer(text)}
    words: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        touches = text[last : match.start()] in {" ", ". "} and bool(words)
        words.append(Word(match.group(), match.start(), match.start() in opens, touches))
        last = match.end()
    return words


def landmarks(words: list[Word]) -> Iterator[tuple[str, int, int]]:
    """Yield schools, homes and roads that carry a name: kind, start, end."""
    kinds = {word: "place" for name in ("homes", "roads") for word in words_listed(name)}
    kinds |= dict.fromkeys(words_listed("schools"), "school")
    i = len(words) - 1
    while i > 0:
        kind = kinds.get(words[i].plain)
        start = _back(words, i) if kind else i
        if kind and start < i:
            yield kind, words[start].start, words[i].end
        i = start - 1 if start < i else i - 1


def places(words: list[Word]) -> Iterator[tuple[str, int, int]]:
    """Yield places of the list, and capitals after “in”, “at”, “from”: kind, start, end."""
    for i, word in enumerate(words):
        unsure = word.plain in words_listed("places_also_words") and not word.is_proper
        if word.plain in words_listed("places") and not unsure:
            yield "place", word.start, word.end
        elif i and words[i - 1].plain in words_listed("place_cues") and _may_be_place(word):
            yield "place", word.start, _run(words, i)


def people(words: list[Word]) -> Iterator[tuple[str, int, int]]:
    """Yield names of people: kind, start, end."""
    for i, word in enumerate(words):
        is_named = word.is_name or _acts(words[i : i + 2])
        if is_named or (i and word.touches and _is_named_by(words[i - 1], word)):
            yield "name", word.start, _run(words, i)


def _acts(pair: list[Word]) -> bool:
    """Return whether a word such as Mark opens a sentence and then does what people do."""
    is_sure = pair[0].opens and pair[0].text[0].isupper()
    is_sure = is_sure and pair[0].plain in words_listed("also_words") - words_listed("ordinary")
    return is_sure and len(pair) > 1 and pair[1].plain in words_listed("deeds")


def _may_be_place(word: Word) -> bool:
    return word.is_proper and not word.is_name and word.plain not in words_listed("titles")


def _is_named_by(before: Word, word: Word) -> bool:
    """Return whether the word before makes a name of a word: Mr, “called”, another name."""
    if before.plain in words_listed("formal"):
        return len(word.text) > 1
    if before.plain in words_listed("titles") | words_listed("cues"):
        return word.is_proper
    return word.is_proper and (before.is_proper or before.is_name)


def _back(words: list[Word], i: int) -> int:
    start = i
    while (
        start and words[start].touches and _belongs(words[start - 1]) and i - start < LONGEST_NAME
    ):
        start -= 1
    # Something in it must be a name: “Primary School” and “Foster House” tell nothing.
    named = any(word.plain not in words_listed("schools") for word in words[start:i])
    return start if named and words[i].touches else i


def _belongs(word: Word) -> bool:
    return word.is_proper or (word.text[0].isupper() and word.plain in words_listed("schools"))


def _run(words: list[Word], i: int) -> int:
    """Return where a name or place ends: it goes on over the capitals that follow."""
    end = words[i].end
    for before, after in zip(words[i : i + LONGEST_NAME], words[i + 1 :], strict=False):
        is_possessed = before.end < before.start + len(before.text)
        if is_possessed or not after.touches or not after.is_proper:
            break
        end = after.end
    return end


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    data = tomllib.loads(LEXICON.read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in data.items()}


def words_listed(name: str) -> frozenset[str]:
    """Return one list of the lexicon.

    Raises:
        KeyError: the lexicon has no list of that name.
    """
    return _lexicon()[name]
