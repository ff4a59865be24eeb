"""A small language for phrases, and the search for many of them in plain words.

A phrase is a line of elements with a space between them:

    hit          this word                      hit|belt     one of these
    hit+         hit, hits, hitting, hittin     end_it       two words in a row
    <kin>        a class of the word list       really?      may be left out
    ~ or ~5      up to 3 (or 5) words, none of them a negation, in the same sentence
    ^ and $      the sentence starts or ends here

Nothing repeats without a bound, and a phrase is followed place by place without going back, so
the work grows in a straight line with the text, whatever the text is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.plainwords import Plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analysis.plainwords import Grammar

GAP = 3
NEGATORS = frozenset({"not", "never", "nobody", "none", "without", "neither", "nor"})
BLANK = "_"
_NO_GAP = NEGATORS | {".", BLANK}
_GAP = re.compile(r"~(\d)?")


@dataclass(frozen=True)
class Found:
    """One phrase found: the number of the phrase, its first and its last plain word."""

    number: int
    first: int
    last: int


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


def blanked(plain: Plain, phrases: Phrases) -> Plain:
    """Return the same text with the words of some phrases blanked, so nothing finds them."""
    blank = {i for found in phrases.find(plain) for i in range(found.first, found.last + 1)}
    words = tuple(BLANK if i in blank else word for i, word in enumerate(plain.words))
    return Plain(words, plain.spans)


def _beginnings(elements: list[Element]) -> frozenset[str]:
    begins: set[str] = set()
    for element in elements:
        begins |= element.options.keys()
        if not element.optional:
            break
    return frozenset(begins)
