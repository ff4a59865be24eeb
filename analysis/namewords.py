"""The words of a text as redaction sees them: where they stand, and what the lists say of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.wordlists import NAMED, folded, lists_of, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(
    r"&|(?<!\w)[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*|['’-][^\W\d_]+)*"
)
_SENTENCE = re.compile(r"(?:\A|[.!?\n…]+)[\s\"'“‘(*-]*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
ENOUGH_WORDS = 6  # to say that somebody writes every word with a capital
TOUCHING = frozenset({" ", "  ", "-", ":", ": ", " = ", "="})
SHORTENED = words_in("mr mrs ms mx dr st sts prof rev pc")  # a stop ends no sentence
SHORTEST_STRANGE = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its text and place, what stands before it, and whether its capital tells.

    `plain` is the word folded, without the 's of possession, and `end` where that ends. `opens`
    says that it opens a sentence, `touches` that nothing but a space parts it from the word
    before, `follows_comma` that a comma does. `lists` are the lists that hold it.
    """

    text: str
    start: int
    end: int
    plain: str
    lists: frozenset[str]
    opens: bool
    touches: bool
    follows_comma: bool
    has_capital: bool

    @property
    def is_possessed(self) -> bool:
        """Whether something is said to be its own: “Jo's”."""
        return self.end < self.start + len(self.text)

    @property
    def is_proper(self) -> bool:
        """Whether it has a capital that neither its place nor its meaning explains."""
        return self.has_capital and not self.opens and "ordinary" not in self.lists

    @property
    def is_first(self) -> bool:
        """Whether it is a first name and no other word."""
        return "first" in self.lists and self.lists.isdisjoint({"also_words", "ordinary"})

    @property
    def is_also(self) -> bool:
        """Whether it is a name that is also a word, such as Rose."""
        return "also_words" in self.lists

    @property
    def is_frail(self) -> bool:
        """Whether it is far more often a word than a name, such as will."""
        return "frail" in self.lists

    @property
    def is_strange(self) -> bool:
        """Whether it is neither a word that the lists know nor a misspelling of one."""
        return len(self.plain) >= SHORTEST_STRANGE and not self.lists

    @property
    def is_stop(self) -> bool:
        """Whether it is a small word of which no name is made."""
        return "stops" in self.lists

    @property
    def is_initial(self) -> bool:
        """Whether it is one capital letter that is no word."""
        return len(self.text) == 1 and self.text.isupper() and self.text not in "AIX"

    @property
    def is_letters(self) -> bool:
        """Whether it is written in capitals throughout, as CAMHS and DVT are."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_capital_name(self) -> bool:
        """Whether its capital makes it a name: not of a word that is as plain as “Scan”."""
        return self.is_proper and ("plain" not in self.lists or not NAMED.isdisjoint(self.lists))

    @property
    def may_name(self) -> bool:
        """Whether it names somebody where a name is due."""
        if self.is_stop:
            return False
        is_sure = self.is_capital_name or self.is_first or (self.is_also and not self.is_frail)
        return is_sure or self.is_strange or self.is_initial


def words_of(text: str) -> list[Word]:
    """Return the words of a text; where most have capitals, no capital tells anything."""
    opens = {match.end() for match in _SENTENCE.finditer(text)}
    matches = list(_WORD.finditer(text))
    telling = _tells(matches, opens)
    words: list[Word] = []
    last = 0
    for match in matches:
        start, found = match.start(), match.group()
        between = text[last:start]
        own = _POSSESSIVE.sub("", found)
        plain = folded(own)
        words.append(
            Word(
                text=found,
                start=start,
                end=start + len(own),
                plain=plain,
                lists=lists_of_whole(plain),
                opens=start in opens,
                touches=bool(words) and _is_beside(words[-1], between),
                follows_comma=between == ", ",
                has_capital=found[0].isupper() and telling,
            )
        )
        last = match.end()
    return words


@lru_cache(maxsize=50_000)
def lists_of_whole(plain: str) -> frozenset[str]:
    """Return the lists that hold a word; of a word with a hyphen, what its parts make it."""
    whole = lists_of(plain)
    if "-" not in plain or not whole.isdisjoint(NAMED | {"plain"}):
        return whole
    parts = [lists_of(part) for part in plain.split("-") if part]
    if any("first" in part for part in parts):
        return frozenset({"first"})
    is_plain = all(part and NAMED.isdisjoint(part) for part in parts)
    return frozenset({"plain"}) if is_plain else whole


def _is_beside(before: Word, between: str) -> bool:
    if between in TOUCHING:
        return True
    return between == ". " and (before.is_initial or before.plain in SHORTENED)


def _tells(matches: Sequence[re.Match[str]], opens: set[int]) -> bool:
    inner = [match.group() for match in matches if match.start() not in opens]
    longer = [word for word in inner if len(word) > 1]
    capital = sum(word[0].isupper() for word in longer)
    return len(longer) < ENOUGH_WORDS or 2 * capital <= len(longer)
