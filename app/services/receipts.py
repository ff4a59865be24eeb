"""Receipts: the code that proves answers were received, and takes them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from app import clock
from app.db import sealing
from app.db.models import Answer, ConsentGiven, Quote, Response, Survey, SurveyVersion
from app.domain.errors import NotFound
from app.domain.evidence import QuoteState
from app.services import kept_models

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

# Crockford's base 32 (2019): no I, L, O or U, so that nothing is misread and no word appears.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": None, " ": None})
SYMBOLS = 16
GROUP = 4
BITS_EACH = 5


@dataclass(frozen=True)
class Receipt:
    """What a person is given back: a code of 80 bits in four groups, and a check symbol."""

    code: str


@dataclass(frozen=True)
class Received:
    """What a receipt shows: which survey, the day it was received, the day it was taken back."""

    title: str
    received_on: date | None
    withdrawn_on: date | None


def receipt_for(response: Response) -> Receipt:
    """Return the receipt of a response, the same each time it is asked for (R-41).

    It is derived under the organisation's key, so that it need not be stored to be shown again
    when the answer of the server was lost.
    """
    digest = sealing.keyring().keyed_hash(f"{response.id}|{response.client_token}", "receipt")
    number = int(digest, 16)
    symbols = "".join(ALPHABET[number >> BITS_EACH * place & 31] for place in range(SYMBOLS))
    groups = [symbols[at : at + GROUP] for at in range(0, SYMBOLS, GROUP)]
    return Receipt("-".join([*groups, check_symbol(symbols)]))


def receipt_hash(code: str) -> str:
    """Return what is kept of a receipt code."""
    return sealing.keyring().keyed_hash(tidy(code), "receipt code")


def tidy(code: str) -> str:
    """Return a code as it was made: misread letters put right, spaces and hyphens left out.

    >>> tidy("o1i7 abcd")
    '0117ABCD'
    """
    return code.upper().translate(MISREAD).strip()


def is_well_formed(code: str) -> bool:
    """Return whether a code has its length, its alphabet and its check symbol."""
    plain = tidy(code)
    if len(plain) != SYMBOLS + 1 or not set(plain) <= set(ALPHABET):
        return False
    return plain[-1] == check_symbol(plain[:-1])


def check_symbol(symbols: str) -> str:
    """Return the symbol that shows a mistyped code: it catches every single wrong symbol.

    Source: the Luhn algorithm (US patent 2,950,048, 1960) in base 32.
    """
    total = 0
    for place, symbol in enumerate(reversed(symbols)):
        value = ALPHABET.index(symbol) * (2 if place % 2 == 0 else 1)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def look_up(session: Session, code: str) -> Received:
    """Return what a receipt shows.

    Raises:
        NotFound: the code fits nothing.
    """
    response = _response(session, code)
    title = session.scalar(
        select(Survey.title)
        .join(SurveyVersion, SurveyVersion.survey_id == Survey.id)
        .where(SurveyVersion.id == response.version_id)
    )
    return Received(title or "", response.received_on, response.withdrawn_on)


def withdraw(session: Session, code: str) -> None:
    """Take answers back: they go with their codings and quotes; an open concern stays.

    The data key is destroyed too, so that what a backup holds cannot be opened by this database.
    What a model learned from them is let go of, and learned again without them.

    Raises:
        NotFound: the code fits nothing.
    """
    response = _response(session, code, lock=True)
    if response.withdrawn_on is not None:
        return
    session.execute(
        update(Quote)
        .where(Quote.response_id == response.id)
        .values(text_sealed=None, state=QuoteState.WITHDRAWN)
    )
    kept_models.forget_words_of(session, response.id)
    for kept in (Answer, ConsentGiven):
        session.execute(delete(kept).where(kept.response_id == response.id))
    response.data_key = sealing.new_data_key(Response.__tablename__, response.id)
    response.groups = {}
    response.resume_hash = None
    response.withdrawn_on = clock.today()


def _response(session: Session, code: str, *, lock: bool = False) -> Response:
    if not is_well_formed(code):
        raise NotFound("receipt_wrong")
    query = select(Response).where(Response.receipt_hash == receipt_hash(code))
    response = session.scalar(query.with_for_update() if lock else query)
    if response is None:
        raise NotFound("receipt_wrong")
    return response
