"""What a question invites, judged from its wording alone.

"Nothing" under "What could be better?" is praise, and under "What was good?" it is not; so the
sentiment of an answer is read against the stance of its question.
"""

from __future__ import annotations

import re

# Whole words: “well-being” invites no praise, and “exchange” no complaint.
NEGATIVE = re.compile(
    r"\b(?:better|improv\w*|worse|bad|badly|chang\w*|not (?:so )?(?:good|well))\b"
)
POSITIVE = re.compile(r"\b(?:good|best|well)\b(?!-?\s?being\b)")


def stance_of(question: str) -> str:
    """Return positive, negative or neutral.

    >>> stance_of("What could be better?"), stance_of("What was good?")
    ('negative', 'positive')
    """
    plain = question.lower()
    if NEGATIVE.search(plain):
        return "negative"
    return "positive" if POSITIVE.search(plain) else "neutral"
