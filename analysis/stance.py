"""What a question invites, judged from its wording alone.

"Nothing" under "What could be better?" is praise, and under "What was good?" it is not; so the
sentiment of an answer is read against the stance of its question.
"""

from __future__ import annotations

NEGATIVE = ("better", "improve", "worse", "bad", "change", "not good")
POSITIVE = ("good", "best", "well")


def stance_of(question: str) -> str:
    """Return positive, negative or neutral.

    >>> stance_of("What could be better?"), stance_of("What was good?")
    ('negative', 'positive')
    """
    plain = question.lower()
    if any(word in plain for word in NEGATIVE):
        return "negative"
    return "positive" if any(word in plain for word in POSITIVE) else "neutral"
