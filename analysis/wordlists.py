"""The lists of words that redaction goes by: which of them hold a word, and which words are plain.

A plain word tells of nobody. What is not plain, is not one letter away from it, and is no name
that the lists know, is strange: it may be a name that no list has.
"""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LEXICONS = Path(__file__).parent / "lexicons"
SHORTEST_GUESS = 4  # letters; one letter more or less makes another word of a shorter one
SHORTEST_NAME_GUESS = 6
SHORTEST_PART = 3
LONGEST_WORD = 24  # letters; nobody misspells a longer one in one place only
_REPEATED = re.compile(r"(.)\1{2,}")
_UNFOLDED = str.maketrans(
    {"ł": "l", "ı": "i", "đ": "d", "ø": "o", "ß": "ss", "’": "'", "æ": "ae", "&": "and"}
)
_ENDINGS = (
    ("ies", "y"), ("ing", ""), ("ing", "e"), ("in", ""), ("ed", ""), ("ed", "e"), ("er", ""),
    ("ers", ""), ("est", ""), ("ly", ""), ("es", ""), ("s", ""), ("y", ""),
)  # fmt: skip
NAMED = frozenset({"first", "also_words", "places", "surnames_also_words"})
NONE: frozenset[str] = frozenset()


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as a set; for sets too small for the lexicon."""
    return frozenset(text.split())


def folded(word: str) -> str:
    """Return a word in small letters, without accents, with straight apostrophes.

    >>> folded("Zoë"), folded("MAŁGORZATA")
    ('zoe', 'malgorzata')
    """
    word = word.lower().translate(_UNFOLDED)
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@lru_cache(maxsize=50_000)
def lists_of(word: str) -> frozenset[str]:
    """Return the names of the lists that hold a folded word; `plain` and `near` may be among them.

    `near` says that one letter, or one space, makes it plain. Deterministic.

    >>> "first" in lists_of("priya"), "plain" in lists_of("helpful"), "near" in lists_of("hlepful")
    (True, True, True)
    """
    found = _table().get(word, NONE)
    if "plain" not in found and _is_plain_form(word):
        found |= {"plain"}
    if not found and word.endswith("s") and word[:-1] in words_listed("first"):
        found = frozenset({"first"})  # “jaydens mum”
    if not found and SHORTEST_GUESS <= len(word) <= LONGEST_WORD:
        is_near = _is_beside(word, "plain") or _is_two_words(word)
        found = frozenset({"near"}) if is_near else found
    return found


@lru_cache(maxsize=20_000)
def is_like_a_name(word: str) -> bool:
    """Return whether one letter makes a first name of a folded word.

    >>> is_like_a_name("michaal"), is_like_a_name("table")
    (True, False)
    """
    return SHORTEST_NAME_GUESS <= len(word) <= LONGEST_WORD and _is_beside(word, "first")


def words_listed(name: str) -> frozenset[str]:
    """Return one list.

    Raises:
        KeyError: there is no list of that name.
    """
    return _lists()[name]


@cache
def place_names() -> dict[str, frozenset[tuple[str, ...]]]:
    """Return the places of two words and more, by their first word."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for line in _lines("places.txt"):
        words = tuple(line.split())
        if len(words) > 1:
            found.setdefault(words[0], set()).add(words)
    return {first: frozenset(names) for first, names in found.items()}


def _is_plain_form(word: str) -> bool:
    # Endings, letters drawn out (“soooo”), and a second 's that no list bothers with.
    plain = _lists()["plain"]
    short = _REPEATED.sub(r"\1", word)
    forms = {short, _REPEATED.sub(r"\1\1", word), word.removesuffix("'s"), word.replace("'", "")}
    for ending, new in _ENDINGS:
        if short.endswith(ending) and len(short) - len(ending) >= 3:  # noqa: PLR2004
            base = short[: -len(ending)] + new
            doubled = not new and len(base) > 3 and base[-1] == base[-2]  # noqa: PLR2004
            forms |= {base, base[:-1]} if doubled else {base}
    return not plain.isdisjoint(forms)


def _is_beside(word: str, name: str) -> bool:
    known = _lists()[name]
    return any(other in known for other in _one_letter_away(word))


def _is_two_words(word: str) -> bool:
    # “callback”, “timethe”; but “oakfield” may be a school.
    plain, parts = _lists()["plain"], _lists()["landscape"]
    return any(
        {word[:cut], word[cut:]} <= plain and parts.isdisjoint({word[:cut], word[cut:]})
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    )


def _one_letter_away(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in string.ascii_lowercase:
            if after:
                yield before + letter + after[1:]
            yield before + letter + after


def _lines(file: str) -> list[str]:
    lines = (LEXICONS / file).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = tomllib.loads((LEXICONS / "names.toml").read_text("utf-8"))
    lists = {name: frozenset(words.split()) for name, words in data.items()}
    lists["first"] = frozenset(" ".join(_lines("first_names.txt")).split())
    lists["plain"] = frozenset(" ".join(_lines("plain_words.txt")).split())
    lists["places"] = frozenset(line for line in _lines("places.txt") if " " not in line)
    return lists


@cache
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for name, words in _lists().items():
        for word in words:
            table.setdefault(word, set()).add(name)
    # Few different sets are shared by all words.
    shared: dict[frozenset[str], frozenset[str]] = {}
    return {word: shared.setdefault(s := frozenset(found), s) for word, found in table.items()}
