"""Words to find on the workbench: looked for in opened words, in this process, never in SQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.shown import runs
from app.db import sealing
from app.db.models import Answer, Response
from app.services.answers import SEALED_COLUMN

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.decisions import Place
    from app.services.workbench_filters import PlaceQuery

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


def places_with(session: Session, found: PlaceQuery, words: str) -> set[Place]:
    """Return the passages in which every one of some words begins a word that is shown.

    Only words that a reader may see are compared: what is redacted cannot be asked for. Capitals
    and the kind of quotation marks make no difference.
    """
    wanted = {word: _begins(word) for word in _plain(words[:LONGEST]).split()}
    rows = session.execute(
        found.query.with_only_columns(
            Answer.response_id, Answer.question_id, Answer.text_sealed, Response.data_key
        )
    )
    return {
        (response_id, question_id)
        for response_id, question_id, sealed, key in rows
        if sealed and _is_in(_Owner(response_id, key), question_id, sealed, wanted)
    }


def _is_in(
    owner: _Owner, question_id: UUID, sealed: bytes, wanted: dict[str, re.Pattern[str]]
) -> bool:
    text = sealing.unseal(owner, SEALED_COLUMN, sealed, question_id)
    # Redacting is slow beside looking, so most passages are passed over before it.
    plain = _plain(text)
    if not all(word in plain for word in wanted):
        return False
    shown = [_plain(text[start:end]) for start, end in _spans(sealed, text)]
    return all(any(word.search(piece) for piece in shown) for word in wanted.values())


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
    return re.compile(rf"(?<!\w){re.escape(word)}")
