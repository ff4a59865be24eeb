"""A small language for phrases, and the plain form of a text in which they are looked for.

A text becomes plain words: small letters, no apostrophes, `dont` and `don't` both `do not`,
`soooo` as `so`, `su1cide` as `suicide`; `.` ends a sentence and `,` stays. Each plain word
remembers where it stood. A phrase is a line of elements with a space between them:

    hit          this word                      hit|belt     one of these
    hit+         hit, hits, hitting, hittin     end_it       two words in a row
    <kin>        a class of the word list       really?      may be left out
    ~ or ~5      up to 3 (or 5) words, none of them a negation, in the same sentence
    ^ and $      the sentence starts or ends here

Nothing in the language repeats without a bound, so the work grows in a straight line with
the text, whatever the text is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

GAP = 3
SHORTEST_GUESS = 6  # misspellings of shorter words are too often words themselves
NEGATORS = frozenset({"not", "never", "nobody", "none", "without", "neither", "nor"})
BLANK = "_"
_TOKEN = re.compile(r"[^\W_]+(?:['’`´@$!*][^\W_]+)*|[.!?;\n…]+|,")
_BREAK = re.compile(r"[.!?;\n…]")
_LONG = re.compile(r"(.)\1{2,}")
_LETTERS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})  # fmt: skip
_MARKS = str.maketrans("", "", "'’`´*")
_WORD_BETWEEN = rf"(?!(?:{'|'.join(sorted(NEGATORS))}) )[^ .,_]+ "
_GAP = re.compile(r"~(\d)?")
LONGEST_DOUBLED = 6
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True)
class Plain:
    """A text in plain words: `words[i]` stood at `spans[i]`, and begins at `starts[i]` of `text`."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, words: Iterable[str], spans: Iterable[tuple[int, int]]) -> Plain:
        """Return the plain text of words that stood at these spans."""
        kept = tuple(words)
        starts, at = [], 0
        for word in kept:
            starts.append(at)
            at += len(word) + 1
        return cls(kept, tuple(spans), "".join(f"{word} " for word in kept), tuple(starts))

    def without(self, phrases: Phrases) -> Plain:
        """Return the same text with the words of some phrases blanked, so nothing finds them."""
        blank = {i for found in phrases.find(self) for i in range(found.first, found.last + 1)}
        return Plain.of((BLANK if i in blank else word for i, word in enumerate(self.words)), self.spans)


@dataclass(frozen=True)
class Found:
    """One phrase found: the number of the phrase, its first and its last plain word."""

    number: int
    first: int
    last: int


@dataclass(frozen=True)
class Grammar:
    """What phrases and texts are read with: word classes, irregular verbs, and spellings."""

    classes: Mapping[str, tuple[str, ...]]
    irregular: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]
    guesses: Mapping[str, str]

    @classmethod
    def of(cls, data: Mapping[str, Mapping[str, str]], guessed: str, lookalikes: str) -> Grammar:
        """Return the grammar of a word list.

        `guessed` are the long words whose misspellings are put right when one letter is wrong,
        `lookalikes` the ordinary words that must be left as they are.
        """
        irregular = {base: tuple(forms.split()) for base, forms in data["irregular"].items()}
        bare = cls({}, irregular, {}, {})
        classes = {
            name: tuple(form for word in words.split() for form in bare.forms(word))
            for name, words in data["classes"].items()
        }
        words = {form for word in guessed.split() for form in bare.forms(word)}
        known = {word for forms in classes.values() for word in forms if "_" not in word}
        known |= set(lookalikes.split())
        return cls(classes, irregular, dict(data["spellings"]), _guesses(words, known))

    def forms(self, word: str) -> tuple[str, ...]:
        """Return the forms a written alternative stands for: `hit+` is hit, hits, hitting."""
        if not word.endswith("+"):
            return (word,)
        base, _, rest = word.removesuffix("+").partition("_")
        forms = self.irregular.get(base) or _inflected(base)
        return tuple(f"{form}_{rest}" if rest else form for form in forms)

    def alternatives(self, element: str) -> list[str]:
        """Return every alternative of an element, with its words joined by spaces.

        Raises:
            ValueError: the element names a class that the word list does not have.
        """
        found: list[str] = []
        for part in element.split("|"):
            if part.startswith("<"):
                name = part.strip("<>")
                if name not in self.classes:
                    raise ValueError(f"the word list has no class {part}")
                found += self.classes[name]
            else:
                found += self.forms(part)
        return [word.replace("_", " ") for word in found]

    def plain(self, text: str) -> Plain:
        """Return a text in plain words; it starts and ends with the end of a sentence."""
        words, spans = ["."], [(0, 0)]
        for match in _TOKEN.finditer(text):
            for word in self._read(match.group()):
                words.append(word)
                spans.append(match.span())
        return Plain.of([*words, "."], [*spans, (len(text), len(text))])

    def _read(self, token: str) -> list[str]:
        if token == "," or _BREAK.match(token):  # noqa: S105 - a piece of text, no password
            return ["," if token == "," else "."]  # noqa: S105
        word = token.lower()
        if not word.isdigit() and any(mark in word for mark in "0134571@$!"):
            disguised = word.translate(_LETTERS)
            word = disguised if disguised.isalpha() else word
        word = word.translate(_MARKS)
        if _LONG.search(word):
            short, double = _LONG.sub(r"\1", word), _LONG.sub(r"\1\1", word)
            word = double if self.spellings.get(double) or double in self.guesses else short
        word = self.spellings.get(word) or self._guess(word)
        return word.split()

    def _guess(self, word: str) -> str:
        if len(word) < SHORTEST_GUESS - 1 or word in self.guesses:
            return self.guesses.get(word) or word
        for shorter in _deletions(word):
            guess = self.guesses.get(shorter, "")
            if len(guess) >= SHORTEST_GUESS and abs(len(guess) - len(word)) <= 1:
                return guess
        return word


class Phrases:
    """Phrases made ready: each is tried only at the words it can begin with."""

    def __init__(self, phrases: Iterable[str], grammar: Grammar) -> None:
        self.patterns: list[re.Pattern[str]] = []
        self._starting: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(phrases):
            elements = phrase.split()
            self.patterns.append(re.compile("".join(_expression(e, grammar, first=i == 0) for i, e in enumerate(elements))))
            for word in sorted(_beginnings(elements, grammar)):
                self._starting[word].append(number)

    def find(self, plain: Plain) -> Iterator[Found]:
        """Yield what is found, in the order of the text; one phrase may be found many times."""
        place = {start: i for i, start in enumerate(plain.starts)}
        place[len(plain.text)] = len(plain.words)
        for i, word in enumerate(plain.words):
            for number in self._starting.get(word, ()):
                match = self.patterns[number].match(plain.text, plain.starts[i])
                if match:
                    yield Found(number, i, place[match.end()] - 1)


def _expression(element: str, grammar: Grammar, *, first: bool) -> str:
    if gap := _GAP.fullmatch(element):
        return f"(?:(?:, )?{_WORD_BETWEEN}){{0,{gap[1] or GAP}}}?"
    if element in "^$":
        return r"\. "
    optional = element.endswith("?")
    words = sorted(set(grammar.alternatives(element.removesuffix("?"))), key=lambda w: (-len(w), w))
    comma = "" if first else "(?:, )?"
    return f"(?:{comma}(?:{'|'.join(map(re.escape, words))}) ){'?' if optional else ''}"


def _beginnings(elements: list[str], grammar: Grammar) -> set[str]:
    begins: set[str] = set()
    for element in elements:
        if element == "^":
            return {"."}
        begins |= {words.split()[0] for words in grammar.alternatives(element.removesuffix("?"))}
        if not element.endswith("?"):
            break
    return begins


def _inflected(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return (base, f"{base}s", f"{base}d", f"{base[:-1]}ing", f"{base[:-1]}in")
    if base.endswith("y") and base[-2] not in _VOWELS:
        return (base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing", f"{base}in")
    plural = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    doubled = base[-1] not in "wxy" and base[-1] not in _VOWELS and base[-2] in _VOWELS and base[-3] not in _VOWELS and len(base) < LONGEST_DOUBLED  # fmt: skip
    stem = base + base[-1] if doubled else base
    return (base, plural, f"{stem}ed", f"{stem}ing", f"{stem}in")


def _deletions(word: str) -> Iterator[str]:
    yield from (word[:i] + word[i + 1 :] for i in range(1, len(word)))


def _guesses(words: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    guesses: dict[str, str] = {}
    long = sorted(word for word in words if len(word) >= SHORTEST_GUESS)
    for word in long:
        for shorter in _deletions(word):
            guesses.setdefault(shorter, word)
    return guesses | {word: word for word in [*long, *known]}
