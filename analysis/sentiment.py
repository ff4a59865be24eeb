"""How words feel: negative, mixed or positive, with strength. The only user of TextBlob."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, log1p, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.corpus import is_non_answer, words

if TYPE_CHECKING:
    from collections.abc import Mapping

NEGATIVE, MIXED, POSITIVE = "negative", "mixed", "positive"
LABELS = (NEGATIVE, MIXED, POSITIVE)
SHIPPED = Path(__file__).parent / "lexicons" / "feelings.json"

# Said to “what could be better?”, these mean that it is well as it is.
CONTENT = frozenset({"nothing", "none", "no", "nope", "nothing really", "nothing at all", "n/a"})
CONTENT_STRENGTH = 0.25
# A negation turns what comes within this many words.
REACH = 3
# Words count together for this much, however many there are.
WORDS_WEIGHT = 2.0

# Where no word of any list speaks, a label other than mixed must be at least this likely.
SURE = 0.6

Three = tuple[float, float, float]


@dataclass(frozen=True)
class Sentiment:
    """How a text feels; `strength` is -1 (all bad) to 1 (all good)."""

    label: str
    strength: float


class Lists(NamedTuple):
    """Our own word lists: what praises, grumbles, negates, contrasts and wishes.

    `places` are words of a service: they say where people were, not how they felt.
    """

    praise: frozenset[str]
    grumbles: frozenset[str]
    negations: frozenset[str]
    contrasts: frozenset[str]
    wishes: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True)
class Weights:
    """What speaks for negative, mixed and positive: a start, each measure, and each word."""

    start: Three
    measures: Mapping[str, Three]
    words: Mapping[str, Three]

    def chances(self, text: str, measured: Mapping[str, float]) -> Three:
        """Return the chance, 0 to 1, of negative, mixed and positive."""
        total = list(self.start)
        for name, value in measured.items():
            for place, weight in enumerate(self.measures[name]):
                total[place] += weight * value
        known = [self.words[word] for word in turned(text) if word in self.words]
        for weights in known:
            for place, weight in enumerate(weights):
                total[place] += WORDS_WEIGHT / sqrt(len(known)) * weight
        top = max(total)
        bad, both, good = (exp(one - top) for one in total)
        all_three = bad + both + good
        return bad / all_three, both / all_three, good / all_three


@lru_cache(maxsize=20_000)
def feel(text: str, stance: str = "neutral") -> Sentiment:
    """Return how a text feels, given what its question invites. Deterministic.

    A logistic regression over TextBlob's polarity, our own short lists of words, and the weights
    of common words and of their negations. Words that say nothing are mixed, unless “nothing”
    could be better. How it was learned and measured: docs/measures/theming.md.

    Source: pattern.en's adjective lexicon through TextBlob (Loria, 2013 on).
    """
    return felt(text, stance, shipped())


def felt(text: str, stance: str, weights: Weights) -> Sentiment:
    """Return how a text feels by these weights."""
    if stance == "negative" and text.strip(" .!").lower() in CONTENT:
        return Sentiment(POSITIVE, CONTENT_STRENGTH)
    if is_non_answer(text):
        return Sentiment(MIXED, 0.0)
    measured = measures(text, stance)
    chances = weights.chances(text, measured)
    strength = round(chances[2] - chances[0], 4)
    says_little = measured["polarity"] == 0 and measured["own words"] == 0
    if says_little and max(chances) < SURE:
        return Sentiment(MIXED, strength)
    return Sentiment(LABELS[chances.index(max(chances))], strength)


def measures(text: str, stance: str) -> dict[str, float]:
    """Return the few measures of a text that say something of how it feels."""
    said, lists = words(text), own_lists()
    from textblob import TextBlob  # noqa: PLC0415 - it takes seconds, and few processes need it

    polarity, subjectivity = TextBlob(text).sentiment
    own, length = _own(said, lists), log1p(len(said))
    found = {
        "polarity": polarity,
        "size of polarity": abs(polarity),
        "subjectivity": subjectivity,
        "own words": own,
        "length": length,
        "negations": float(sum(word in lists.negations for word in said)),
        "contrast": float(any(word in lists.contrasts for word in said)),
        "wish": float(any(word in lists.wishes for word in said)),
    }
    for invited in (NEGATIVE, POSITIVE):
        asked = float(stance == invited)
        found[f"asked {invited}"] = asked
        found[f"asked {invited}: polarity"] = asked * polarity
        found[f"asked {invited}: own words"] = asked * own
        found[f"asked {invited}: length"] = asked * length
    return found


def turned(text: str) -> frozenset[str]:
    """Return the words of a text, those after a negation marked as turned.

    >>> sorted(turned("I was not happy"))
    ['i', 'not', 'not happy', 'was']
    """
    negations, left, found = own_lists().negations, 0, set()
    for word in words(text):
        if word in negations:
            found.add("not")
            left = REACH
        else:
            found.add(f"not {word}" if left else word)
            left = max(0, left - 1)
    return frozenset(found)


@cache
def own_lists() -> Lists:
    """Return our own word lists."""
    data = json.loads(SHIPPED.with_name("feeling_words.json").read_text("utf-8"))
    return Lists(*(frozenset(data[name]) for name in Lists._fields))


@cache
def shipped() -> Weights:
    """Return the weights that come with Earshot."""
    return read(SHIPPED)


def read(path: Path) -> Weights:
    """Return the weights of a file."""
    data = json.loads(path.read_text("utf-8"))
    return Weights(
        start=_three(data["start"]),
        measures={name: _three(three) for name, three in data["measures"].items()},
        words={word: _three(three) for word, three in data["words"].items()},
    )


def _three(numbers: list[float]) -> Three:
    bad, both, good = numbers
    return bad, both, good


def _own(said: list[str], lists: Lists) -> float:
    # From -1 to 1: praise less grumbles, turned where a negation comes just before.
    total = 0
    for place, word in enumerate(said):
        sign = (word in lists.praise) - (word in lists.grumbles)
        is_turned = not lists.negations.isdisjoint(said[max(0, place - REACH) : place])
        total += -sign if is_turned else sign
    return max(-1.0, min(1.0, total / 2))
