"""Words that must not be passed on, found again where somebody else quotes them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN = "[words kept confidential]"
# So many words in a row are no chance. Whatever is shorter is found whole, but not one or two
# words, which anybody might say.
IN_A_ROW, SHORTEST = 6, 3
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def without_quotes(text: str, kept: Iterable[str]) -> str:
    """Return a text with every run of words hidden that stands in one of the kept texts.

    Letters large or small and signs between words make no difference. What is told in other
    words is not found.

    >>> without_quotes("She says “I wish, that mum would stop”.", ["i wish that mum would stop."])
    'She says “[words kept confidential]”.'
    """
    runs = {run for one in kept for run in _runs(one)}
    words = list(WORD.finditer(text))
    plain = [_plain(word.group()) for word in words]
    hidden: set[int] = set()
    for length in {len(run) for run in runs}:
        for place in range(len(words) - length + 1):
            if tuple(plain[place : place + length]) in runs:
                hidden.update(range(place, place + length))
    for first, last in reversed(_stretches(hidden)):
        text = text[: words[first].start()] + HIDDEN + text[words[last].end() :]
    return text


def without_quotes_in(whole: Any, kept: tuple[str, ...]) -> Any:
    """Return a frozen dataclass, tuple or text with the kept words hidden in every text of it."""
    if isinstance(whole, str):
        # An enumeration is a text too, of one word.
        return without_quotes(whole, kept) if type(whole) is str else whole
    if isinstance(whole, tuple):
        return tuple(without_quotes_in(one, kept) for one in whole)
    if is_dataclass(whole) and not isinstance(whole, type):
        parts = {one.name: getattr(whole, one.name) for one in fields(whole)}
        return replace(whole, **{key: without_quotes_in(one, kept) for key, one in parts.items()})
    return whole


def _runs(text: str) -> list[tuple[str, ...]]:
    words = [_plain(word) for word in WORD.findall(text)]
    length = min(len(words), IN_A_ROW)
    if length < SHORTEST:
        return []
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _stretches(places: set[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
