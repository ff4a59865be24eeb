"""The words that may go out or be matched: whose, of which questions, and by which ids."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import sealing
from app.db.models import Answer, Question, Response, Survey, SurveyVersion
from app.domain.surveys import Channel
from app.services import quotes
from app.services.selection import OWN_WORDS, response_ids
from app.services.unread_words import THEMED_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.services.selection import Selection

PURPOSE = "exchange"
LENGTH = 20
# What an id looks like: the export it is of, and a part that only this organisation can make.
EXPORTED = re.compile(r"(?<![0-9a-f])([0-9a-f]{8})-([0-9a-f]{20})(?![0-9a-f])")

Place = tuple["UUID", "UUID"]


@dataclass(frozen=True)
class Said:
    """One person's words to one question, still sealed."""

    answer: Answer
    response: Response
    question: Question
    survey: str

    @property
    def place(self) -> Place:
        """Where they are: the response and the question."""
        return self.answer.response_id, self.answer.question_id


def said(session: Session, selection: Selection) -> Iterator[Said]:
    """Yield everything that people of a selection wrote in their own words."""
    for answer, response, question, survey in session.execute(_themed(selection)):
        yield Said(answer, response, question, survey)


def places(session: Session, selection: Selection) -> list[Place]:
    """Return where those words are, without opening any."""
    only = _themed(selection).with_only_columns(Answer.response_id, Answer.question_id)
    return [(row.response_id, row.question_id) for row in session.execute(only)]


def agreed(session: Session, selection: Selection) -> set[Place]:
    """Return the words of audits that their authors let us use in reports.

    Each author is asked; the words of one part may be of two people, and mother_words go by
    mother_quote_use.
    """
    rows = session.execute(
        select(Answer.response_id, Question.id, Question.key, Answer.value)
        .join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.channel == Channel.AUDIT, Response.id.in_(response_ids(selection)))
    ).all()
    uses = defaultdict(list)
    for row in rows:
        if row.key.endswith(quotes.QUOTE_USE):
            stem = row.key.removesuffix("quote_use")
            uses[row.response_id].append((stem, row.value == quotes.AGREED))
    return {
        (row.response_id, row.id)
        for row in rows
        if row.key.endswith(OWN_WORDS)
        and [True] == [yes for stem, yes in uses[row.response_id] if row.key.startswith(stem)]
    }


def exported_id(export: str, place: Place) -> str:
    """Return the id of some words in one export; no other export has it, nor says whose it is."""
    response_id, question_id = place
    made = sealing.keyring().keyed_hash(f"{export}|{response_id}|{question_id}", PURPOSE)
    return f"{export}-{made[:LENGTH]}"


def person_id(export: str, response_id: UUID) -> str:
    """Return what a person is called in one export."""
    made = sealing.keyring().keyed_hash(f"{export}|{response_id}", f"{PURPOSE} person")
    return f"P-{made[:12]}"


def _themed(selection: Selection) -> Select[Answer, Response, Question, str]:
    return (
        select(Answer, Response, Question, Survey.title)
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(
            Response.id.in_(response_ids(selection)),
            Question.is_free_text,
            Question.part.in_(THEMED_PARTS),
            Answer.text_sealed.is_not(None),
        )
    )
