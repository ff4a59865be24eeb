"""Where a selection ends: programs disagree, so the words of the file itself are asked.

REFI-QDA says that a selection is given by its first and its last character; QualCoder and others
write the place after the last character. A selection often carries its own words as its name,
and one that ends where its text ends can only be of the second kind.

Source: REFI-QDA Standard for Projects, version 1.5 (2019), 10.2; QualCoder's written files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.exchange import markup

if TYPE_CHECKING:
    from collections.abc import Iterable

# Beyond this letter UTF-16 needs two units.
LAST_OF_ONE = "\uffff"


@dataclass(frozen=True)
class Selection:
    """A selection as it is written: its two numbers, its name, and the text it is of."""

    start: int
    end: int
    name: str
    text: str


def reach(selections: Iterable[Selection]) -> int:
    """Return what to add to the ends of a file: 0 when they stand after the last character, or 1.

    Without any evidence it is 0, as programs that people bring files from write it.
    """
    votes = 0
    for one in selections:
        votes += _says(one)
    return 1 if votes > 0 else 0


def place(one: Selection, more: int) -> tuple[int, int]:
    """Return where a selection starts and ends, as places in its text.

    A program may count an emoji as two characters, as UTF-16 does; the selection's name tells.
    """
    start, end = one.start, min(one.end + more, len(one.text))
    name = _plain(one.name)
    is_told = not name or name == _plain(one.text[start:end])
    if not is_told and any(letter > LAST_OF_ONE for letter in one.text):
        first, last = (_from_utf16(one.text, at) for at in (one.start, one.end + more))
        if name == _plain(one.text[first:last]):
            return first, last
    return start, end


def _from_utf16(text: str, units: int) -> int:
    return len(text.encode("utf-16-le", "replace")[: 2 * units].decode("utf-16-le", "ignore"))


def _says(one: Selection) -> int:
    if one.end >= len(one.text):
        return -1
    if one.start == one.end:
        return 1
    name = _plain(one.name)
    is_after = bool(name) and name == _plain(one.text[one.start : one.end])
    is_last = bool(name) and name == _plain(one.text[one.start : one.end + 1])
    return is_last - is_after


def _plain(text: str) -> str:
    # A name is an attribute, where a line end may have become a space and what XML cannot hold is
    # gone; spaces at the ends stay, because one character is what this is about.
    return markup.clean(text).replace("\n", " ").replace("\t", " ")
