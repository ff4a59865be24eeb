"""Words to find on the workbench: looked for in opened words, in this process, never in SQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analysis.shown import runs
from analysis.wordlists import NAMED, lists_of
from app.db import sealing
from app.db.models import Response
from app.services.answers import SEALED_COLUMN

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

LONGEST = 200
REMEMBERED = 50_000
Spans = tuple[tuple[int, int], ...]

# Where the words that may be read are in a sealed text: positions only, no word is remembered.
_readable: dict[bytes, Spans] = {}


class _Owner:
    # As much of a response as a seal asks for: whole rows would take most of the time.
    def __init__(self, response_id: UUID, data_key: bytes) -> None:
        self.__tablename__ = Response.__tablename__
        self.id = response_id
        self.data_key = data_key


def having(session: Session, sealed: Select[Any], words: str) -> list[Row[Any]]:
    """Return the passages in which every one of some words begins a word that is shown.

    `sealed` is what `PlaceQuery.sealed` gives. Only words that a reader may see are compared: what
    is redacted cannot be asked for, but for small words of which no name is made, such as “the”:
    most of what is found by them need not be redacted first. Capitals and the kind of quotation
    marks make no difference.
    """
    wanted = {word: _begins(word) for word in _plain(words[:LONGEST]).split()}
    return [row for row in session.execute(sealed) if _is_in(row, wanted)]


def _is_small(plain: str) -> bool:
    # No name is made of such a word, so it tells nothing even where it stands in what is hidden.
    lists = lists_of(plain)
    return "stops" in lists and lists.isdisjoint(NAMED)


def _is_in(row: Row[Any], wanted: dict[str, re.Pattern[str]]) -> bool:
    owner = _Owner(row.response_id, row.data_key)
    text = sealing.unseal(owner, SEALED_COLUMN, row.text_sealed, row.question_id)
    # Redacting is slow beside looking, so most passages are passed over before it.
    plain = _plain(text)
    if not all(word in plain for word in wanted):
        return False
    told = {word for word in wanted if _tells_nothing(plain, wanted[word])}
    if len(told) == len(wanted):
        return True
    shown = [_plain(text[start:end]) for start, end in _spans(row.text_sealed, text)]
    return all(
        any(begins.search(piece) for piece in shown)
        for word, begins in wanted.items()
        if word not in told
    )


def _tells_nothing(plain: str, begins: re.Pattern[str]) -> bool:
    """Return whether what is wanted begins a small word, such as “the”, wherever that stands."""
    return any(_is_small(match.group()) for match in begins.finditer(plain))


def _spans(sealed: bytes, text: str) -> Spans:
    # A text that is written again is sealed anew, so what is known of it is never stale.
    known = _readable.get(sealed)
    if known is None:
        known = tuple((run.start, run.end) for run in runs(text) if not run.is_redacted)
        if len(_readable) >= REMEMBERED:
            _readable.clear()
        _readable[sealed] = known
    return known


def _plain(text: str) -> str:
    return text.replace("’", "'").casefold()


def _begins(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}[\w']*")
