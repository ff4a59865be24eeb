"""Words that no machine understood: how many people wrote such, and the words for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from analysis import language
from analysis.disclosure import THRESHOLD
from app.db.models import (
    Answer,
    Coding,
    Question,
    Response,
    Sentiment,
    Survey,
    SurveyVersion,
    Theme,
)
from app.domain.evidence import COUNTED, CodingSource, NotUnderstood
from app.services import activity, answers
from app.services.segments import Segment, segments
from app.services.selection import Selection, response_ids
from app.services.words import PAGE
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.decisions import Place


@dataclass(frozen=True)
class NotUnderstoodCount:
    """How many people wrote words that were not understood; None when that is withheld."""

    people: int | None
    is_any: bool


@dataclass(frozen=True)
class NotUnderstoodLine:
    """One person's words to one question that were not understood, or only partly.

    The coded segments are those that were not understood; `language` is what they look like, or
    nothing; `themes` are what people gave the words since.
    """

    place: Place
    survey: str
    question: str
    segments: tuple[Segment, ...]
    reason: NotUnderstood | None
    language: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class NotUnderstoodPage:
    """Some of those words, and how many there are."""

    lines: tuple[NotUnderstoodLine, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def count_people(session: Session, selection: Selection) -> NotUnderstoodCount:
    """Return how many people wrote words that were not understood, opening none."""
    people = (
        session.scalar(
            select(func.count(func.distinct(Sentiment.response_id))).where(*_missed(selection))
        )
        or 0
    )
    return NotUnderstoodCount(people if people >= THRESHOLD else None, people > 0)


def passages(
    session: Session, selection: Selection, *, by: Actor, page: int = 1
) -> NotUnderstoodPage:
    """Return words that were not understood, redacted as well as may be, and note the reading.

    The order depends on random keys only, never on who answered when (R-27).
    """
    counted = select(func.count()).select_from(Sentiment).where(*_missed(selection))
    total = session.scalar(counted) or 0
    rows = session.execute(_words(selection).limit(PAGE).offset((max(page, 1) - 1) * PAGE)).all()
    given = _themes(session, {answer.response_id for answer, *_ in rows})
    lines = tuple(
        _line(
            (answer.response_id, answer.question_id),
            answers.words_of(response, answer) or "",
            (survey, question, reason),
            given,
        )
        for answer, response, question, survey, reason in rows
    )
    activity.record(session, "words.read", by=by.id, counts={"passages": len(lines)})
    return NotUnderstoodPage(lines, total, max(page, 1))


def _missed(selection: Selection) -> tuple[ColumnElement[bool], ...]:
    return Sentiment.not_understood.is_not(None), Sentiment.response_id.in_(
        response_ids(selection)
    )


def _words(selection: Selection) -> Select[Answer, Response, str, str, NotUnderstood | None]:
    return (
        select(Answer, Response, Question.wording, Survey.title, Sentiment.not_understood)
        .join(
            Sentiment,
            and_(
                Sentiment.response_id == Answer.response_id,
                Sentiment.question_id == Answer.question_id,
            ),
        )
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(*_missed(selection))
        .order_by(Answer.response_id, Answer.question_id)
    )


def _line(
    place: Place,
    text: str,
    about: tuple[str, str, NotUnderstood | None],
    given: Mapping[Place, tuple[str, ...]],
) -> NotUnderstoodLine:
    survey, question, reason = about
    read = language.understanding(text)
    spans = [(span.start, span.end) for span in read.unread]
    return NotUnderstoodLine(
        place=place,
        survey=survey,
        question=unpiped(question),
        # All of it is marked when none was understood, and then a mark tells nothing.
        segments=segments(text, spans if reason is NotUnderstood.PARTLY else ()),
        reason=reason,
        language=read.language,
        themes=given.get(place, ()),
    )


def _themes(session: Session, responses: Iterable[UUID]) -> Mapping[Place, tuple[str, ...]]:
    rows = session.execute(
        select(Coding.response_id, Coding.question_id, Theme.name)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(
            Coding.response_id.in_(set(responses)),
            Coding.source == CodingSource.PERSON,
            Coding.state.in_(COUNTED),
        )
        .order_by(Theme.name)
    )
    found: dict[Place, tuple[str, ...]] = {}
    for response_id, question_id, name in rows:
        key = (response_id, question_id)
        found[key] = (*found.get(key, ()), name)
    return found
