"""Quotes: redacted words that a person read, changed where needed, and released."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Exists, exists, select

from analysis import redaction
from app import clock
from app.db import sealing
from app.db.models import Answer, Coding, Question, Quote, Response, Theme
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import CodingState, QuoteState
from app.domain.people import Permission
from app.domain.surveys import Channel
from app.services import activity, answers, quoted_words
from app.services.segments import Segment
from app.services.selection import response_ids, select_surveys

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.selection import Selection

COLUMN = "quotes.text"
QUOTE_USE, AGREED = "_quote_use", "reports"


@dataclass(frozen=True)
class QuoteDraft:
    """Words proposed as a quote, already redacted."""

    theme: str
    text: str


@dataclass(frozen=True)
class QuoteLine:
    """One released quote."""

    id: UUID
    response_id: UUID
    theme_id: UUID
    text: str


def draft(
    session: Session, response_id: UUID, question_id: UUID, theme_id: UUID, *, by: Actor
) -> QuoteDraft:
    """Return words ready to be checked for release.

    Raises:
        NotFound: they are not there, or none of the person's business.
    """
    text = redaction.redact(_words(session, response_id, question_id, by))
    theme = session.get(Theme, theme_id)
    if theme is None:
        raise NotFound
    activity.record(session, "words.read", by=by.id, about=("response", response_id))
    return QuoteDraft(theme.name, text)


def seen(text: str) -> tuple[Segment, ...]:
    """Return words cut into what is replaced, what a person must look at, and the rest.

    The coded segments are those to look at: whatever might tell who said this. The words come as
    they would be released, on one line.
    """
    text = quoted_words.on_one_line(text)
    hidden = [match.span() for match in redaction.HIDDEN.finditer(text)]
    marks = [(span.start, span.end) for span in redaction.suspicious(text)]
    cuts = sorted({0, len(text)} | {edge for span in (*hidden, *marks) for edge in span})
    return tuple(
        Segment(
            text[a:b],
            is_coded=any(start <= a and b <= end for start, end in marks),
            is_redacted=any(start <= a and b <= end for start, end in hidden),
        )
        for a, b in zip(cuts, cuts[1:], strict=False)
    )


def approve(  # noqa: PLR0913 - each part of a quote by its name
    session: Session,
    response_id: UUID,
    question_id: UUID,
    theme_id: UUID,
    *,
    text: str,
    looked_over: str | None,
    by: Actor,
) -> UUID:
    """Release words as a quote under a theme, as the person left them.

    `looked_over` are the words in which the person saw every mark and says that none of them tells
    who it was; None when they say no such thing.

    Raises:
        NotFound: they are not there, or none of the person's business.
        Invalid: they are empty, too long, still hold something that identifies a person, hold
            marked words that nobody looked at, carry the theme no longer, or the person did not
            agree to their use in reports.
        Conflict: these words are a quote of this theme already.
    """
    _words(session, response_id, question_id, by)
    words = quoted_words.on_one_line(text)
    quoted_words.check(words, looked_over)
    _check_agreed(session, response_id, question_id)
    _check_theme(session, response_id, question_id, theme_id)
    quote = Quote(
        response_id=response_id,
        question_id=question_id,
        theme_id=theme_id,
        state=QuoteState.APPROVED,
        approved_by_id=by.id,
        approved_at=clock.now(),
    )
    quote.text_sealed = sealing.seal(quote, COLUMN, words)
    session.add(quote)
    session.flush()
    activity.record(session, "quote.approved", by=by.id, about=("quote", quote.id))
    return quote.id


def withdraw(session: Session, quote_id: UUID, *, by: Actor) -> None:
    """Take a quote back; an empty shell stays as proof.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    quote = session.get(Quote, quote_id)
    theirs = select_surveys(session, by, Permission.APPROVE_QUOTES)
    if quote is None or not session.scalar(
        response_ids(theirs).where(Response.id == quote.response_id)
    ):
        raise NotFound
    quote.state = QuoteState.WITHDRAWN
    quote.text_sealed = None
    activity.record(session, "quote.withdrawn", by=by.id, about=("quote", quote_id))


def released(session: Session, selection: Selection) -> tuple[QuoteLine, ...]:
    """Return the released quotes of a selection, by their random keys."""
    rows = session.scalars(
        select(Quote)
        .where(
            Quote.state == QuoteState.APPROVED,
            Quote.text_sealed.is_not(None),
            Quote.response_id.in_(response_ids(selection)),
            # Where a person took the theme away, the words no longer speak of it.
            ~_rejected(Quote.response_id, Quote.question_id, Quote.theme_id),
        )
        .order_by(Quote.id)
    )
    return tuple(
        QuoteLine(q.id, q.response_id, q.theme_id, sealing.unseal(q, COLUMN, q.text_sealed))
        for q in rows
        if q.response_id is not None and q.text_sealed is not None
    )


def _check_theme(session: Session, response_id: UUID, question_id: UUID, theme_id: UUID) -> None:
    if session.scalar(select(_rejected(response_id, question_id, theme_id))):
        raise Invalid(
            fields={"text": "A person took this theme away from these words. Choose other words."}
        )
    known = session.scalar(
        select(Quote.id).where(
            Quote.response_id == response_id,
            Quote.question_id == question_id,
            Quote.theme_id == theme_id,
            Quote.state == QuoteState.APPROVED,
        )
    )
    if known:
        raise Conflict("already_quoted")


def _rejected(response_id: Any, question_id: Any, theme_id: Any) -> Exists:
    return exists().where(
        Coding.response_id == response_id,
        Coding.question_id == question_id,
        Coding.theme_id == theme_id,
        Coding.state == CodingState.REJECTED,
    )


def _check_agreed(session: Session, response_id: UUID, question_id: UUID) -> None:
    # In an audit each person is asked how their words may be used; only a yes to reports is a
    # yes. The words of one part may be of two people: mother_words goes by mother_quote_use.
    response = session.get_one(Response, response_id)
    if response.channel is not Channel.AUDIT:
        return
    key = session.get_one(Question, question_id).key
    answered = session.execute(
        select(Question.key, Answer.value)
        .join(Answer, Question.id == Answer.question_id)
        .where(Answer.response_id == response_id, Question.key.endswith(QUOTE_USE))
    )
    theirs = [row.value for row in answered if key.startswith(row.key.removesuffix("quote_use"))]
    if theirs != [AGREED]:
        raise Invalid(
            fields={"text": "This person did not agree to their words being used in reports."}
        )


def _words(session: Session, response_id: UUID, question_id: UUID, by: Actor) -> str:
    theirs = select_surveys(session, by, Permission.APPROVE_QUOTES)
    row = session.execute(
        select(Answer, Response)
        .join(Response, Response.id == Answer.response_id)
        .where(
            Answer.response_id == response_id,
            Answer.question_id == question_id,
            Answer.response_id.in_(response_ids(theirs)),
        )
    ).first()
    words = answers.words_of(row.Response, row.Answer) if row else None
    if not words:
        raise NotFound
    return words
