"""How words feel: negative, mixed or positive, with strength. The only user of TextBlob."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from textblob import TextBlob

from analysis.corpus import is_non_answer, words

NEGATIVE, MIXED, POSITIVE = "negative", "mixed", "positive"
LABELS = (NEGATIVE, MIXED, POSITIVE)

# Chosen by cross-validation on the training comments named in docs/measures/theming.md.
# A question that asks what could be better gets wishes, which are seldom praise.
LOW = {"positive": -0.15, "neutral": 0.0, "negative": 0.10}
HIGH = {"positive": 0.05, "neutral": 0.20, "negative": 0.25}
# Said to “what could be better?”, these mean that it is well as it is.
CONTENT = frozenset({"nothing", "none", "no", "nope", "nothing really", "nothing at all", "n/a"})
CONTENT_STRENGTH = 0.25
# What TextBlob's word list does not know, in the words of children and families.
GRUMBLES = frozenset(
    [
        "ignored",
        "ignore",
        "ignores",
        "ghosted",
        "ghosts",
        "cancelled",
        "cancels",
        "cancel",
        "scared",
        "unsafe",
        "lonely",
        "bored",
        "boring",
        "waiting",
        "waited",
        "late",
        "delay",
        "delays",
        "never",
        "nobody",
        "none",
        "stuck",
        "moved",
        "kicked",
        "rude",
        "shouted",
        "shouts",
        "shout",
        "blamed",
        "judged",
        "forgot",
        "forgotten",
        "lied",
        "lies",
        "unfair",
        "worse",
        "skint",
        "confused",
        "confusing",
        "stressed",
        "anxious",
        "worried",
        "worry",
        "annoying",
        "annoyed",
        "upset",
        "cry",
        "crying",
        "cried",
        "hate",
        "hates",
        "rushed",
        "chasing",
        "chase",
        "broken",
        "damp",
        "lack",
        "lacking",
        "poor",
        "understaffed",
    ]
)
PRAISE = frozenset(
    [
        "listens",
        "listened",
        "listen",
        "thank",
        "thanks",
        "helped",
        "helpful",
        "helps",
        "kind",
        "caring",
        "cares",
        "safe",
        "settled",
        "calm",
        "calmer",
        "trust",
        "trusted",
        "reliable",
        "laugh",
        "proud",
        "supportive",
        "supported",
        "patient",
        "friendly",
        "lovely",
        "brilliant",
        "amazing",
        "understands",
        "explained",
        "included",
        "respected",
    ]
)
NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "dont",
        "don't",
        "didnt",
        "didn't",
        "doesnt",
        "doesn't",
        "isnt",
        "isn't",
        "wasnt",
        "wasn't",
        "cant",
        "can't",
        "wont",
        "won't",
        "without",
        "nobody",
        "hardly",
        "barely",
    ]
)
WORD_WEIGHT = 0.25
REACH = 3


@dataclass(frozen=True)
class Sentiment:
    """How a text feels; `strength` is -1 (all bad) to 1 (all good)."""

    label: str
    strength: float


@lru_cache(maxsize=20_000)
def feel(text: str, stance: str = "neutral") -> Sentiment:
    """Return how a text feels, given what its question invites. Deterministic.

    TextBlob's polarity, moved by our own short lists of words and their negations. Words that
    say nothing are mixed, unless “nothing” could be better. Measured: docs/measures/theming.md.

    Source: pattern.en's adjective lexicon through TextBlob (Loria, 2013 on).
    """
    if stance == "negative" and text.strip(" .!").lower() in CONTENT:
        return Sentiment(POSITIVE, CONTENT_STRENGTH)
    if is_non_answer(text):
        return Sentiment(MIXED, 0.0)
    strength = max(-1.0, min(1.0, float(TextBlob(text).sentiment.polarity) + _own(text)))
    if strength <= LOW[stance]:
        return Sentiment(NEGATIVE, strength)
    return Sentiment(POSITIVE if strength >= HIGH[stance] else MIXED, strength)


def _own(text: str) -> float:
    found = words(text)
    total = 0.0
    for place, word in enumerate(found):
        sign = (word in PRAISE) - (word in GRUMBLES)
        if sign and NEGATIONS & set(found[max(0, place - REACH) : place]):
            sign = -sign
        total += WORD_WEIGHT * sign
    return max(-0.5, min(0.5, total))
