"""What is done to typed words before they are kept: one kind of line, no invisible signs."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from surveys.errors import AnswerError

if TYPE_CHECKING:
    from surveys.given import Raw

# Unicode's control, format and surrogate signs; two joiners hold emoji and some scripts together.
DROPPED = frozenset({"Cc", "Cf", "Cs"})
JOINERS = frozenset({"\u200c", "\u200d"})
LINE_ENDS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
)


def first(raw: Raw, part: str = "") -> str:
    """Return the first string of a part that is not blank, stripped."""
    return next((one.strip() for one in raw.get(part, ()) if tidy_words(one)), "")


def tidy_words(text: str) -> str:
    r"""Return words with one kind of line ending and space, and without control characters.

    >>> tidy_words(" Hello\r\nyou\x00 ")
    'Hello\nyou'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(LINE_ENDS)
    tidy = "".join(_tidy_sign(sign) for sign in lines).strip()
    return tidy if tidy.strip("".join(JOINERS)) else ""


def limited(words: str, most: int) -> str:
    """Return words that are short enough.

    Raises:
        AnswerError: they are too long; it says the limit, and how many characters to take out.
    """
    over = len(words) - most
    if over > 0:
        letters = "letter" if over == 1 else "letters"
        raise AnswerError("too_long", most=most, over=over, letters=letters)
    return words


def _tidy_sign(sign: str) -> str:
    if sign in "\n\t" or sign in JOINERS:
        return sign
    kind = unicodedata.category(sign)
    if kind == "Zs":
        return " "
    return "" if kind in DROPPED else sign
