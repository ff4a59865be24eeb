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
_NO_GAP = NEGATORS | {".", BLANK}
_GAP = re.compile(r"~(\d)?")
LONGEST_DOUBLED = 6
_WRITTEN = re.compile(r"[a-z0-9 ]+|\.")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True)
class Plain:
    """A text in plain words: `words[i]` stood at `spans[i]` of the text."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def without(self, phrases: Phrases) -> Plain:
        """Return the same text with the words of some phrases blanked, so nothing finds them."""
        blank = {i for found in phrases.find(self) for i in range(found.first, found.last + 1)}
        words = tuple(BLANK if i in blank else word for i, word in enumerate(self.words))
        return Plain(words, self.spans)


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


@dataclass(frozen=True)
class Element:
    """One place of a phrase: `options` by first word, or a gap of up to `gap` words."""

    options: Mapping[str, tuple[tuple[str, ...], ...]]
    optional: bool = False
    gap: int = 0

    @classmethod
    def of(cls, written: str, grammar: Grammar) -> Element:
        """Return the element that is written so."""
        if gap := _GAP.fullmatch(written):
            return cls({}, optional=True, gap=int(gap[1] or GAP))
        options: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words in grammar.alternatives(written.removesuffix("?").replace("^", "$")):
            first, *rest = words.split()
            options[first].add(tuple(rest))
        return cls({k: tuple(v) for k, v in options.items()}, optional=written.endswith("?"))

    def step(self, words: tuple[str, ...], places: set[int]) -> set[int]:
        """Return where one can stand after this element, from where one stood before."""
        after = set(places) if self.optional else set()
        for place in places:
            after.update(self._gap(words, place) if self.gap else self._take(words, place))
        return after

    def _take(self, words: tuple[str, ...], place: int) -> Iterator[int]:
        if place < len(words) and words[place] == ",":
            place += 1
        if place < len(words):
            for rest in self.options.get(words[place], ()):
                end = place + 1 + len(rest)
                if words[place + 1 : end] == rest:
                    yield end

    def _gap(self, words: tuple[str, ...], place: int) -> Iterator[int]:
        left = self.gap
        while left and place < len(words) and words[place] not in _NO_GAP:
            left -= words[place] != ","
            place += 1
            yield place


class Phrases:
    """Phrases made ready. A phrase is only tried when the text has a word for each element."""

    def __init__(self, phrases: Iterable[str], grammar: Grammar) -> None:
        self._phrases = [[Element.of(e, grammar) for e in phrase.split()] for phrase in phrases]
        self._begins = [_beginnings(elements) for elements in self._phrases]
        needs = [[e for e in elements if not e.optional] for elements in self._phrases]
        self._slots: list[dict[str, int]] = []
        self._free: list[int] = []
        for slot in range(max((len(need) for need in needs), default=0)):
            masks: dict[str, int] = defaultdict(int)
            for number, need in enumerate(needs):
                for word in need[slot].options if slot < len(need) else ():
                    masks[word] |= 1 << number
            self._slots.append(dict(masks))
            self._free.append(sum(1 << n for n, need in enumerate(needs) if slot >= len(need)))

    def find(self, plain: Plain) -> Iterator[Found]:
        """Yield what is found, phrase by phrase; one phrase may be found many times."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(plain.words):
            places[word].append(place)
        for number in self._possible(places):
            for word in places.keys() & self._begins[number]:
                for first in places[word]:
                    if end := self._end(number, plain.words, first):
                        yield Found(number, first, end - 1)

    def _possible(self, words: Iterable[str]) -> Iterator[int]:
        live = (1 << len(self._phrases)) - 1
        for masks, free in zip(self._slots, self._free, strict=True):
            met = free
            for word in words:
                met |= masks.get(word, 0)
            live &= met
        while live:
            number = live.bit_length() - 1
            live ^= 1 << number
            yield number

    def _end(self, number: int, words: tuple[str, ...], first: int) -> int:
        places = {first}
        for element in self._phrases[number]:
            places = element.step(words, places)
            if not places:
                return 0
        return min(places)


def _beginnings(elements: list[Element]) -> frozenset[str]:
    begins: set[str] = set()
    for element in elements:
        begins |= element.options.keys()
        if not element.optional:
            break
    return frozenset(begins)


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
