"""Answers in and out of the database: words are sealed and screened as they are stored."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import bindparam, select

from analysis import safeguarding
from app.db import sealing
from app.db.models import Answer, Question, Response
from app.services import triage
from surveys.questions import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

SEALED_COLUMN = "answers.text"
# A site asks a handful of surveys at a time; this is for those that were asked once.
MOST_KEPT = 128
# Made once: to make a statement anew for each request costs as much as to run it.
_QUESTIONS = (
    select(Question.id, Question.key, Question.kind, Question.wording, Question.stance)
    .where(Question.version_id == bindparam("version_id"))
    .order_by(Question.position)
)
_ANSWERS = select(Answer).where(
    Answer.response_id == bindparam("response_id"),
    Answer.question_id.in_(bindparam("question_ids", expanding=True)),
)
# Columns, not rows of the model: reading a page changes none, and this costs a fifth less.
_GIVENS = (
    select(Answer.question_id, Answer.value, Answer.text_sealed, Answer.special, Question.key)
    .join(Question, Question.id == Answer.question_id)
    .where(Answer.response_id == bindparam("response_id"))
    .order_by(Question.position)
)


@dataclass(frozen=True)
class Asked:
    """One question of a published version, as the database knows it."""

    id: UUID
    key: str
    kind: str
    wording: str
    stance: str


_asked: dict[UUID, Mapping[str, Asked]] = {}


def keep(
    session: Session,
    response: Response,
    questions: Mapping[str, Asked],
    givens: Mapping[str, Given | None],
    *,
    service_id: UUID,
    audit_id: UUID | None = None,
) -> None:
    """Store what was given to some questions, screening every word before it is kept.

    What is given replaces what was there; None takes the answer away. The screen runs in this
    transaction, so no words are stored that were not screened, and no concern is raised about
    words that were not stored (R-43).
    """
    sought = {
        "response_id": response.id,
        "question_ids": [questions[key].id for key in givens],
    }
    known = {answer.question_id: answer for answer in session.scalars(_ANSWERS, sought)}
    for key, given in givens.items():
        question = questions[key]
        answer = known.get(question.id)
        if given is None:
            if answer is not None:
                session.delete(answer)
            continue
        if answer is None:
            answer = Answer(response_id=response.id, question_id=question.id)
            session.add(answer)
        _write(response, answer, given)
        _screen(session, answer, given.text, service_id=service_id, audit_id=audit_id)
    response.screened_with = safeguarding.RULES_VERSION
    session.flush()


def givens(session: Session, response: Response) -> dict[str, Given]:
    """Return what a response holds, by question key, with its words opened."""
    rows = session.execute(_GIVENS, {"response_id": response.id})
    return {row.key: given_of(response, row) for row in rows}


def given_of(response: Response, answer: Answer | Row[Any]) -> Given:
    """Return one answer as a value, with its words opened."""
    return Given(value=answer.value, text=words_of(response, answer), special=answer.special)


def words_of(response: Response, answer: Answer | Row[Any]) -> str | None:
    """Return the words of one answer, opened; None when it has none."""
    if answer.text_sealed is None:
        return None
    return sealing.unseal(response, SEALED_COLUMN, answer.text_sealed, answer.question_id)


def questions_of(session: Session, version_id: UUID) -> Mapping[str, Asked]:
    """Return the questions of a version by key, in their order; they never change, so are kept."""
    if version_id not in _asked:
        rows = session.execute(_QUESTIONS, {"version_id": version_id})
        found = MappingProxyType({row.key: Asked(*row) for row in rows})
        if not found:
            return found
        if len(_asked) >= MOST_KEPT:
            _asked.clear()
        _asked[version_id] = found
    return _asked[version_id]


def _screen(
    session: Session,
    answer: Answer,
    words: str | None,
    *,
    service_id: UUID,
    audit_id: UUID | None,
) -> None:
    signals = safeguarding.screen(words) if words else ()
    if signals:
        session.flush()
        triage.raise_from_words(
            session,
            signals=signals,
            response_id=answer.response_id,
            question_id=answer.question_id,
            service_id=service_id,
            audit_id=audit_id,
        )


def _write(response: Response, answer: Answer, given: Given) -> None:
    answer.value = given.value
    answer.special = given.special
    answer.text_sealed = (
        sealing.seal(response, SEALED_COLUMN, given.text, answer.question_id)
        if given.text
        else None
    )
