"""One page of one part of an audit, kept beside what others write at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Response
from app.domain.errors import NotFound
from app.services import answers
from surveys.clashes import settle
from surveys.routing import next_page, visible_pages
from surveys.submission import read_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from surveys.definition import Definition, Page
    from surveys.errors import AnswerError
    from surveys.questions import Given


@dataclass(frozen=True)
class PageKept:
    """What became of one page: errors to show, fields to choose about, or the page to go on to.

    `clashes` holds, by question, what somebody else kept in a field that this person changed
    too. Whatever else is right on such a page, or beside an error, is kept: `kept` says what.
    When it says that the child may be unsafe, that comes before any other page.
    """

    errors: Mapping[str, AnswerError]
    clashes: Mapping[str, str]
    next_key: str | None
    kept: Mapping[str, Given | None]
    is_unsafe: bool = False


def keep_page(
    session: Session,
    audit: Audit,
    definition: Definition,
    response_id: UUID,
    page_key: str,
    form: Mapping[str, Sequence[str]],
) -> PageKept:
    """Keep one page of a part; words are screened as they are kept.

    The part is locked until the transaction ends, so that of two who send at the same moment
    the second is read against what the first kept: fields that only one of them changed are
    merged, and for a field that both changed nothing is overwritten and the second chooses.

    Raises:
        NotFound: the part has no such page.
    """
    response = lock(session, response_id)
    known = answers.givens(session, response)
    page = next((p for p in visible_pages(definition, known) if p.key == page_key), None)
    if page is None:
        raise NotFound
    settling = settle(page.questions, form, known)
    reading = read_page(page, form, known, untouched={*settling.left, *settling.open})
    kept = {key: one for key, one in reading.answers.items() if key not in settling.open}
    keep(session, audit, response, kept)
    if reading.errors:
        return PageKept(reading.errors, {}, page_key, kept)
    clashes = _said(page, known, settling.open)
    following = next_page(definition, answers.givens(session, response), page_key)
    next_key = page_key if clashes else following.key if following else None
    return PageKept({}, clashes, next_key, kept)


def lock(session: Session, response_id: UUID) -> Response:
    """Return a part's response, which nobody else writes until the transaction ends."""
    # SQLite locks the whole file when a unit of work begins; PostgreSQL this one row.
    query = select(Response).where(Response.id == response_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def drop(session: Session, audit: Audit, response: Response, keys: Sequence[str]) -> None:
    """Take some answers away."""
    keep(session, audit, response, dict.fromkeys(keys))


def keep(
    session: Session, audit: Audit, response: Response, givens: Mapping[str, Given | None]
) -> None:
    """Keep some answers of a part as they are, screened; None takes one away."""
    questions = answers.questions_of(session, audit.version_id)
    answers.keep(
        session, response, questions, givens, service_id=audit.service_id, audit_id=audit.id
    )


def _said(page: Page, known: Mapping[str, Given], keys: Sequence[str]) -> dict[str, str]:
    return {
        question.key: question.as_text(known[question.key]) if question.key in known else ""
        for question in page.questions
        if question.key in keys
    }
