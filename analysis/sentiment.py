"""How words feel: negative, mixed or positive, with strength. The only user of TextBlob."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log1p
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.corpus import is_non_answer, words
from analysis.hashed import counted
from analysis.linear_reader import Reader, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

NEGATIVE, MIXED, POSITIVE = "negative", "mixed", "positive"
NEUTRAL = "neutral"
LABELS = (NEGATIVE, MIXED, POSITIVE)
# What a question can invite.
STANCES = (POSITIVE, NEGATIVE, NEUTRAL)
LISTS = Path(__file__).parent / "lexicons" / "feeling_words.json"
CRITICISM, FEELINGS = (
    Path(__file__).parent / "models" / "shipped" / f"{name}.npz"
    for name in ("criticism", "feelings")
)

# Said to “what could be better?”, these mean that it is well as it is.
CONTENT = frozenset({"nothing", "none", "no", "nope", "nothing really", "nothing at all", "n/a"})
CONTENT_STRENGTH = 0.25
# A negation turns what comes within this many words.
REACH = 3


@dataclass(frozen=True)
class Sentiment:
    """How a text feels; `strength` is -1 (all bad) to 1 (all good)."""

    label: str
    strength: float


class Lists(NamedTuple):
    """Our own word lists: what praises, grumbles, negates, contrasts and wishes."""

    praise: frozenset[str]
    grumbles: frozenset[str]
    negations: frozenset[str]
    contrasts: frozenset[str]
    wishes: frozenset[str]


@dataclass(frozen=True)
class Weights:
    """What was learned: how critical words are, and how they feel after each kind of question.

    `criticism` has an outcome for criticism, neither and praise; `feelings` one for each label
    after each stance, in the order of `STANCES` and, within a stance, of `LABELS`.
    """

    criticism: Reader
    feelings: Reader

    def margins(self, texts: Sequence[str], stances: Sequence[str]) -> NDArray[np.float64]:
        """Return how far each text lies on the side of each label, `(n_texts, 3)`."""
        counts = counted(texts)
        measured = self.measured(counts, texts, stances)
        every = self.feelings.outcomes(counts, measured).reshape(-1, len(STANCES), len(LABELS))
        return every[np.arange(len(texts)), [STANCES.index(stance) for stance in stances]]

    def measured(
        self, counts: sparse.csr_matrix, texts: Sequence[str], stances: Sequence[str]
    ) -> NDArray[np.float64]:
        """Return the measures of each text, and last its three outcomes of criticism."""
        own = rows_of_measures(texts, stances)
        plain = rows_of_measures(texts, [NEUTRAL] * len(texts))
        return np.hstack([own, self.criticism.outcomes(counts, plain)])


@lru_cache(maxsize=20_000)
def feel(text: str, stance: str = NEUTRAL) -> Sentiment:
    """Return how a text feels, given what its question invites. Deterministic.

    Support vector machines over words, runs of letters, TextBlob's polarity, our own short lists
    of words, and how critical other services' comments in such words were. Words that say
    nothing are mixed, unless “nothing” could be better. How they were learned and measured:
    docs/measures/theming.md.

    Source: support vector machines, Cortes and Vapnik (1995), Machine Learning 20, 273-297;
    pattern.en's adjective lexicon through TextBlob (Loria, 2013 on).
    """
    return feel_all([text], [stance])[0]


def feel_all(
    texts: Sequence[str], stances: Sequence[str], weights: Weights | None = None
) -> list[Sentiment]:
    """Return how each text feels, by these weights or those that ship; many are read quicker."""
    if not texts:
        return []
    margins = (weights or shipped()).margins(texts, stances)
    return [
        _sentiment(text, stance, margin)
        for text, stance, margin in zip(texts, stances, margins, strict=True)
    ]


def _sentiment(text: str, stance: str, margins: NDArray[np.float64]) -> Sentiment:
    if stance == NEGATIVE and text.strip(" .!").lower() in CONTENT:
        return Sentiment(POSITIVE, CONTENT_STRENGTH)
    if is_non_answer(text):
        return Sentiment(MIXED, 0.0)
    strength = round(float(np.clip((margins[2] - margins[0]) / 2, -1, 1)), 4)
    return Sentiment(LABELS[int(np.argmax(margins))], strength)


def rows_of_measures(texts: Sequence[str], stances: Sequence[str]) -> NDArray[np.float64]:
    """Return the measures of many texts, `(n_texts, n_measures)`."""
    measured = zip(texts, stances, strict=True)
    return np.array([list(measures(text, stance).values()) for text, stance in measured])


def measures(text: str, stance: str) -> dict[str, float]:
    """Return the few measures of a text that say something of how it feels."""
    said, lists = words(text), own_lists()
    polarity, subjectivity = _polarity(text)
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


@lru_cache(maxsize=1024)
def _polarity(text: str) -> tuple[float, float]:
    # A text is asked about twice in a row, for what its question invites and by itself.
    from textblob import TextBlob  # noqa: PLC0415 - it takes seconds, and few processes need it

    polarity, subjectivity = TextBlob(text).sentiment
    return polarity, subjectivity


@cache
def own_lists() -> Lists:
    """Return our own word lists."""
    data = json.loads(LISTS.read_text("utf-8"))
    return Lists(*(frozenset(data[name]) for name in Lists._fields))


@cache
def shipped() -> Weights:
    """Return the weights that come with Earshot."""
    return Weights(load(CRITICISM), load(FEELINGS))


def _own(said: list[str], lists: Lists) -> float:
    # From -1 to 1: praise less grumbles, turned where a negation comes just before.
    total = 0
    for place, word in enumerate(said):
        sign = (word in lists.praise) - (word in lists.grumbles)
        is_turned = not lists.negations.isdisjoint(said[max(0, place - REACH) : place])
        total += -sign if is_turned else sign
    return max(-1.0, min(1.0, total / 2))
