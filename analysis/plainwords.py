"""Plain words: a text as the screen reads it, and the word list behind that reading.

Small letters, no apostrophes, `dont` and `don't` both `do not`, `soooo` as `so`, `su1cide` as
`suicide`, likely misspellings put right; `.` ends a sentence and `,` stays. Each plain word
remembers where it stood in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SHORTEST_GUESS = 6  # misspellings of shorter words are too often words themselves
_TOKEN = re.compile(r"[^\W_]+(?:['’`´@$!*][^\W_]+)*|[.!?;\n…]+|,")
_BREAK = re.compile(r"[.!?;\n…]")
_LONG = re.compile(r"(.)\1{2,}")
_DISGUISES = "013457@$!"
_LETTERS = str.maketrans("013457@$!", "oieastasi")
_MARKS = str.maketrans("", "", "'’`´*")
_WRITTEN = re.compile(r"[a-z0-9 ]+|\.")
_VOWELS = frozenset("aeiou")
_DOUBLING = re.compile(r"[a-z]{0,3}[^aeiou][aeiou][^aeiouwxy]")


@dataclass(frozen=True)
class Plain:
    """A text in plain words: `words[i]` stood at `spans[i]` of the text."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Grammar:
    """What phrases and texts are read with: word classes, irregular verbs, and spellings."""

    classes: Mapping[str, tuple[str, ...]]
    irregular: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]
    guesses: Mapping[str, str]
    known: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Mapping[str, str]], guessed: str, lookalikes: str) -> Grammar:
        """Return the grammar of a word list.

        `guessed` are the long words whose misspellings are put right when one letter is wrong,
        `lookalikes` the ordinary words that must be left as they are.
        """
        irregular = {base: tuple(forms.split()) for base, forms in data["irregular"].items()}
        bare = cls({}, irregular, {}, {}, frozenset())
        classes = {
            name: tuple(form for word in words.split() for form in bare.forms(word))
            for name, words in data["classes"].items()
        }
        words = {form for word in guessed.split() for form in bare.forms(word)}
        known = words | {word for forms in classes.values() for word in forms}
        known |= {*lookalikes.split(), *irregular, *chain.from_iterable(irregular.values())}
        return cls(classes, irregular, dict(data["spellings"]), _guesses(words), frozenset(known))

    def forms(self, word: str) -> tuple[str, ...]:
        """Return the forms a written alternative stands for: `hit+` is hit, hits, hitting."""
        base, plus, rest = word.partition("+")
        if not plus:
            return (word,)
        forms = self.irregular.get(base) or _inflected(base)
        return tuple(form + rest for form in forms)

    def alternatives(self, element: str) -> list[str]:
        """Return every alternative of an element, with its words joined by spaces.

        Raises:
            ValueError: it names a class that the word list does not have, or is no word.
        """
        found: list[str] = []
        for part in element.split("|"):
            if part == "$":
                found.append(".")
            elif part.startswith("<"):
                name = part.strip("<>")
                if name not in self.classes:
                    raise ValueError(f"the word list has no class {part}")
                found += self.classes[name]
            else:
                found += self.forms(part)
        return [self._as_read(word.replace("_", " ")) for word in found]

    def _as_read(self, words: str) -> str:
        if not _WRITTEN.fullmatch(words):
            raise ValueError(f"{words!r} is no word of a phrase")
        return " ".join(self.spellings.get(word, word) for word in words.split())

    def plain(self, text: str) -> Plain:
        """Return a text in plain words; it starts and ends with the end of a sentence."""
        words, spans = ["."], [(0, 0)]
        for match in _TOKEN.finditer(text):
            for word in self._read(match.group()):
                words.append(word)
                spans.append(match.span())
        return Plain((*words, "."), (*spans, (len(text), len(text))))

    def _read(self, token: str) -> list[str]:
        if token == "," or _BREAK.match(token):  # noqa: S105 - a piece of text, no password
            return ["," if token == "," else "."]  # noqa: S105
        word = token.lower()
        if not word.isdigit() and any(mark in word for mark in _DISGUISES):
            disguised = word.translate(_LETTERS)
            word = disguised if disguised.isalpha() else word
        word = word.translate(_MARKS)
        if _LONG.search(word):
            short, double = _LONG.sub(r"\1", word), _LONG.sub(r"\1\1", word)
            word = double if self.spellings.get(double) or double in self.known else short
        word = self.spellings.get(word) or self._guess(word)
        return word.split()

    def _guess(self, word: str) -> str:
        if len(word) < SHORTEST_GUESS - 1 or word in self.known:
            return word
        if word in self.guesses:
            return self.guesses[word]
        for shorter in _deletions(word):
            guess = self.guesses.get(shorter, "")
            if guess and abs(len(guess) - len(word)) <= 1:
                return guess
        return word


def _inflected(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return (base, f"{base}s", f"{base}d", f"{base[:-1]}ing", f"{base[:-1]}in")
    if base.endswith("y") and base[-2] not in _VOWELS:
        return (base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing", f"{base}in")
    plural = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    stem = base + base[-1] if _DOUBLING.fullmatch(base) else base
    return (base, plural, f"{stem}ed", f"{stem}ing", f"{stem}in")


def _deletions(word: str) -> Iterator[str]:
    yield from (word[:i] + word[i + 1 :] for i in range(1, len(word)))


def _guesses(words: Iterable[str]) -> dict[str, str]:
    guesses: dict[str, str] = {}
    for word in sorted(word for word in words if len(word) >= SHORTEST_GUESS):
        guesses[word] = word
        for shorter in _deletions(word):
            guesses.setdefault(shorter, word)
    return guesses
