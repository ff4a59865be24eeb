"""Take in the rows of a confirmed import, a batch a transaction, so that a crash loses nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from analysis import safeguarding
from app.db import sealing
from app.db.models import Import, Response
from app.domain.errors import NotFound
from app.domain.evidence import ImportState
from app.domain.surveys import Channel, ResponseState
from app.services import answers, importing, publishing, theming
from surveys.questions import Given

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.services.import_rows import Comment


@dataclass(frozen=True)
class Plan:
    """What a confirmed import is to store, in the order of the file."""

    import_id: UUID
    survey_id: UUID
    service_id: UUID
    received_on: date
    comments: tuple[Comment, ...]


def plan(session: Session, import_id: UUID) -> Plan | None:
    """Return what is to be stored; None when all of it has been.

    Raises:
        NotFound: there is no such import, or it was not confirmed.
    """
    found = session.get(Import, import_id)
    if found is None or found.survey_id is None:
        raise NotFound("import_unknown")
    if found.state is ImportState.DONE:
        return None
    return Plan(
        found.id,
        found.survey_id,
        found.service_id,
        found.uploaded_at.date(),
        importing.judged_of(found).comments,
    )


def keep_batch(session: Session, planned: Plan, *, size: int) -> int:
    """Store the next comments, screened and sealed, and return how many have been dealt with.

    Where to go on is read from the import itself under a lock, so that neither a crash nor two
    workers at once can store or count a row twice.
    """
    found = session.get_one(Import, planned.import_id, with_for_update=True)
    place = found.rows_added + found.rows_known
    batch = planned.comments[place : place + size]
    tokens = {token_of(planned.survey_id, comment): comment for comment in batch}
    known = set(
        session.scalars(select(Response.client_token).where(Response.client_token.in_(tokens)))
    )
    version = publishing.current_version(session, planned.survey_id)
    questions = answers.questions_of(session, version.id)
    by_wording = {question.wording: question for question in questions.values()}
    new = [
        (_response(planned, comment, token, version.id), comment)
        for token, comment in tokens.items()
        if token not in known
    ]
    # All responses in one statement: a statement for each took most of the time.
    session.add_all(response for response, _ in new)
    session.flush()
    for response, comment in new:
        question = by_wording[comment.question]
        answers.keep(
            session,
            response,
            {question.key: question},
            {question.key: Given(text=comment.text)},
            service_id=planned.service_id,
        )
    found.rows_added += len(batch) - len(known)
    found.rows_known += len(known)
    session.flush()
    return place + len(batch)


def finish(session: Session, import_id: UUID) -> None:
    """Note that every row has been dealt with, let the file go, and ask for theming."""
    found = session.get_one(Import, import_id, with_for_update=True)
    found.state = ImportState.DONE
    found.content_sealed = None
    if found.rows_added and found.survey_id:
        theming.enqueue(session, found.survey_id)


def token_of(survey_id: UUID, comment: Comment) -> str:
    """Return what tells a row from every other, the same whenever the row comes again.

    Keyed, because a plain hash would let a thief of the database check what somebody said.
    """
    day = comment.day.isoformat() if comment.day else ""
    row = [str(survey_id), comment.question, comment.text, day, comment.groups, comment.copy]
    return sealing.keyring().keyed_hash(json.dumps(row), "import row")


def _response(planned: Plan, comment: Comment, token: str, version_id: UUID) -> Response:
    received_on = comment.day or planned.received_on
    return Response(
        version_id=version_id,
        state=ResponseState.SUBMITTED,
        channel=Channel.IMPORT,
        client_token=token,
        groups=dict(comment.groups),
        screened_with=safeguarding.RULES_VERSION,
        started_on=received_on,
        received_on=received_on,
    )
