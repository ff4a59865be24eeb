"""Titles that people type: on one line, and with nothing in them that cannot be seen."""

from __future__ import annotations


def tidy(text: str) -> str:
    """Return a title on one line, without the characters that nobody can see.

    >>> tidy("  Exit  cards ")
    'Exit cards'
    """
    return "".join(one for one in " ".join(text.split()) if one.isprintable())
