"""Words that wait to be read: answers that no run of this model and codebook has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from analysis.corpus import Corpus, Passage
from app.db.models import AnalysisRun, Answer, Question, Response, Sentiment, SurveyVersion
from app.domain.audits import Voice
from app.domain.surveys import ResponseState
from app.services import answers
from app.services.selection import response_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from analysis.models import ThemeModel
    from app.services.codebooks import CodebookInUse
    from app.services.selection import Selection

# In an audit the child's and the parent's words are themed; the workers' are evidence of practice.
THEMED_PARTS = ("", Voice.CHILD.value, Voice.PARENT_OR_CARER.value)


@dataclass(frozen=True)
class Unread:
    """One answer whose words no run of this model and codebook has read yet."""

    response_id: UUID
    question_id: UUID
    text: str
    question: str
    stance: str


def count_unread(
    session: Session, survey_id: UUID, in_use: CodebookInUse, model: ThemeModel
) -> int:
    """Return how many answers wait for this model and codebook."""
    counted = waiting(survey_id, in_use, model).with_only_columns(func.count()).order_by(None)
    return session.scalar(counted) or 0


def never_read(session: Session, selection: Selection) -> int:
    """Return how many answers of a selection no run has read at all."""
    counted = (
        select(func.count())
        .select_from(Answer)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(Sentiment, _read())
        .where(
            Answer.response_id.in_(response_ids(selection)),
            *_themed(),
            Sentiment.run_id.is_(None),
        )
    )
    return session.scalar(counted) or 0


def unread(
    session: Session,
    survey_id: UUID,
    in_use: CodebookInUse,
    model: ThemeModel,
    *,
    most: int,
) -> tuple[Unread, ...]:
    """Return the next answers to read, opened; the order is the same each time."""
    rows = session.execute(waiting(survey_id, in_use, model).limit(most))
    return tuple(
        Unread(
            response.id,
            question.id,
            answers.words_of(response, answer) or "",
            question.wording,
            question.stance,
        )
        for answer, response, question in rows
    )


def corpus_of(batch: Sequence[Unread]) -> Corpus:
    """Return the words of a batch for the analysis, which gets no id that it could use."""
    return Corpus(
        tuple(
            Passage(id=str(number), text=one.text, question=one.question, stance=one.stance)
            for number, one in enumerate(batch)
        )
    )


def waiting(
    survey_id: UUID, in_use: CodebookInUse, model: ThemeModel
) -> Select[Answer, Response, Question]:
    """Return the query of the answers that no run of this model and codebook has read."""
    return (
        select(Answer, Response, Question)
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .outerjoin(Sentiment, _read())
        .outerjoin(AnalysisRun, AnalysisRun.id == Sentiment.run_id)
        .where(
            SurveyVersion.survey_id == survey_id,
            Response.state == ResponseState.SUBMITTED,
            Response.is_held.is_(False),
            *_themed(),
            or_(
                Sentiment.run_id.is_(None),
                AnalysisRun.codebook_id != in_use.id,
                AnalysisRun.model_version != model.version,
            ),
        )
        .order_by(Answer.response_id, Answer.question_id)
    )


def _read() -> ColumnElement[bool]:
    return and_(
        Sentiment.response_id == Answer.response_id,
        Sentiment.question_id == Answer.question_id,
    )


def _themed() -> tuple[ColumnElement[bool], ...]:
    return (
        Question.is_free_text.is_(True),
        Question.part.in_(THEMED_PARTS),
        Answer.text_sealed.is_not(None),
    )
