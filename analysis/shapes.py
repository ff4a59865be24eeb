"""What identifies by its shape: addresses of the net, numbers, dates, postcodes and accounts.

The patterns are data (`lexicons/shapes.toml`).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.wordlists import LEXICONS, lists_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PART = re.compile(r"%(\w+)%")
CLOSING = ".,!?;:\"'()"


def shapes(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what identifies by its shape: kind, start, end; the surest kinds first."""
    for kind, pattern in _shapes():
        for match in pattern.finditer(text):
            if not _pattern("ordinary").fullmatch(match.group()):
                yield kind, *match.span()
    yield from _accounts(text)


def _accounts(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _pattern("accounts").finditer(text):
        given = "told" if match["told"] else "asked"
        word = match[given].rstrip(CLOSING)
        if word and not {"stops", "plain"} & lists_of(word.lower()):
            yield "handle", match.start(given), match.start(given) + len(word)


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (one["kind"], _compiled(one["patterns"], 0 if one.get("capitals") else re.IGNORECASE))
        for one in _lexicon()["shapes"]
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return _compiled(_lexicon()[name]["patterns"], re.IGNORECASE)


def _compiled(patterns: Sequence[str], flags: int) -> re.Pattern[str]:
    return re.compile("|".join(map(_whole, patterns)), flags)


def _whole(pattern: str) -> str:
    parts = _lexicon()["parts"]
    while _PART.search(pattern):
        pattern = _PART.sub(lambda match: f"(?:{'|'.join(parts[match[1]])})", pattern)
    return pattern


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads((LEXICONS / "shapes.toml").read_text("utf-8"))
