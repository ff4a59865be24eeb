"""Which words of a text are English, as far as lists can tell; the rest is for a person to read.

The machine knows English only. Rather than guess at other words it says which it did not
understand: other scripts, other languages, emoji alone, letters that make no words.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from analysis.corpus import Span, sentences
from analysis.namewords import words_of
from analysis.wordlists import LEXICONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.namewords import Word

OTHER_LANGUAGE, NO_WORDS, PARTLY = "other_language", "no_words", "partly"
# Of these nothing was understood, and nothing is themed.
LOST = frozenset({OTHER_LANGUAGE, NO_WORDS})
HALF = 0.5
ENOUGH_WORDS = 4  # to judge by the share of known words alone
LONGEST_WORD = 45  # letters of the longest word in an English dictionary
FEWEST_KNOWN = 0.3  # share of known words below which so many words are not English
NEUTRAL = frozenset({"first", "places"})
ENGLISH = frozenset({"plain", "stops", "ordinary", "titles", "cues", "months", "numbers"})
LATIN = "LATIN"


@dataclass(frozen=True)
class Understanding:
    """What was understood of a text: all of it when there is no `reason`.

    `language` is what the rest looks like, or nothing; `unread` are the stretches that were not
    understood, in order and apart.
    """

    reason: str = ""
    language: str = ""
    unread: tuple[Span, ...] = ()


UNDERSTOOD = Understanding()


@lru_cache(maxsize=20_000)
def understanding(text: str) -> Understanding:
    """Return what of a text is English. Deterministic; a text without letters is understood.

    Each sentence is judged by itself, by its script, by the share of its words that the lists
    know, and by the small words of other languages; names count on neither side. A text is
    understood partly when sentences of it are. Measured in docs/measures/redaction.md.

    >>> understanding("nikt mnie nie slucha").language
    'Polish'
    >>> understanding("they dont lisen to me").reason
    ''
    """
    if not any(sign.isalnum() for sign in text):
        has_picture = any(unicodedata.category(sign) in {"So", "Sk", "Sc", "Sm"} for sign in text)
        return Understanding(NO_WORDS, "", _whole(text)) if has_picture else UNDERSTOOD
    judged = [(span, _judge(text[span.start : span.end])) for span in sentences(text)]
    unread = tuple(span for span, (reason, _) in judged if reason)
    if not unread:
        return UNDERSTOOD
    reasons = Counter(reason for _, (reason, _) in judged if reason)
    languages = Counter(language for _, (_, language) in judged if language)
    language = max(sorted(languages), key=languages.__getitem__, default="")
    is_partly = any(_has_words(text, span) and not reason for span, (reason, _) in judged)
    reason = PARTLY if is_partly else max(sorted(reasons), key=reasons.__getitem__)
    return Understanding(reason, language, unread)


def readable(text: str) -> str:
    """Return a text with what was not understood blanked out; every other word keeps its place.

    >>> readable("I like it. Nie lubie tego domu bardzo.")
    'I like it.                           '
    """
    pieces, position = [], 0
    for span in understanding(text).unread:
        pieces += [text[position : span.start], " " * (span.end - span.start)]
        position = span.end
    return "".join([*pieces, text[position:]])


def _judge(text: str) -> tuple[str, str]:
    """Return why a sentence is not understood and what language it looks like, or nothing."""
    script = _script(text)
    if script != LATIN:
        return (OTHER_LANGUAGE, _scripts()[script]) if script in _scripts() else (NO_WORDS, "")
    words = [word for word in words_of(text) if len(word.plain) > 1 or word.plain in "ai"]
    counted = [word for word in words if not _is_neutral(word)]
    if not counted:
        return "", ""
    if all(len(word.text) > LONGEST_WORD for word in counted):
        return NO_WORDS, ""  # a key that was held down
    language = _likeliest(words)
    if language and _is_other(words, language):
        return OTHER_LANGUAGE, language
    known = sum(_weight(word) for word in counted)
    if len(counted) >= ENOUGH_WORDS and known < FEWEST_KNOWN * len(counted):
        return (OTHER_LANGUAGE, language) if language else (NO_WORDS, "")
    return "", ""


def _is_other(words: Sequence[Word], language: str) -> bool:
    listed = _languages()
    theirs = [word for word in words if language in listed.get(word.plain, ())]
    only_theirs = [word for word in theirs if _weight(word) < 1 and not _is_neutral(word)]
    only_english = sum(
        _weight(word) for word in words if language not in listed.get(word.plain, ())
    )
    return bool(only_theirs) and len(theirs) > only_english


def _likeliest(words: Sequence[Word]) -> str:
    counts: Counter[str] = Counter()
    for word in words:
        for language in _languages().get(word.plain, ()):
            counts[language] += 1 if _weight(word) == 1 else 2
    return max(sorted(counts), key=counts.__getitem__, default="")


def _weight(word: Word) -> float:
    if not word.lists.isdisjoint(ENGLISH):
        return 1.0
    return HALF if "near" in word.lists else 0.0


def _is_neutral(word: Word) -> bool:
    return not NEUTRAL.isdisjoint(word.lists) and "plain" not in word.lists


def _script(text: str) -> str:
    counts: Counter[str] = Counter()
    for sign in text:
        if sign.isalpha():
            counts[_script_of(sign)] += 1
    return max(sorted(counts), key=counts.__getitem__, default=LATIN)


@lru_cache(maxsize=5_000)
def _script_of(sign: str) -> str:
    return LATIN if sign.isascii() else unicodedata.name(sign, "UNKNOWN").split()[0]


def _has_words(text: str, span: Span) -> bool:
    return any(sign.isalpha() for sign in text[span.start : span.end])


def _whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),)


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _lexicon()["words"].items():
        for word in set(words.split()):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def _scripts() -> dict[str, str]:
    return _lexicon()["scripts"]


@cache
def _lexicon() -> dict[str, dict[str, str]]:
    return tomllib.loads((LEXICONS / "languages.toml").read_text("utf-8"))
