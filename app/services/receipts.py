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
from app.services import draft_keys, kept_models
from app.services.typed_codes import code_of, is_well_formed, tidy

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


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
    seed = f"{response.id}|{response.client_token}"
    return Receipt(code_of(sealing.keyring().keyed_hash(seed, "receipt")))


def receipt_hash(code: str) -> str:
    """Return what is kept of a receipt code."""
    return sealing.keyring().keyed_hash(tidy(code), "receipt code")


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
    draft_keys.close(session, response, browsers=True)
    response.withdrawn_on = clock.today()


def _response(session: Session, code: str, *, lock: bool = False) -> Response:
    if not is_well_formed(code):
        raise NotFound("receipt_wrong")
    query = select(Response).where(Response.receipt_hash == receipt_hash(code))
    response = session.scalar(query.with_for_update() if lock else query)
    if response is None:
        raise NotFound("receipt_wrong")
    return response
