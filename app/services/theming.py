"""Give themes to words: which answers wait, what a run made of them, and what people decide."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, func, or_, select, update

from analysis.corpus import Corpus, Passage
from app import clock
from app.db.models import (
    AnalysisRun,
    Answer,
    Coding,
    Job,
    Question,
    Response,
    Sentiment,
    SurveyVersion,
)
from app.domain.audits import Voice
from app.domain.evidence import CodingSource, CodingState, JobState, SentimentLabel
from app.domain.surveys import ResponseState
from app.services import answers, jobs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    import analysis
    from analysis.models import ThemeModel
    from app.services.codebooks import CodebookInUse

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


def enqueue(session: Session, survey_id: UUID) -> UUID:
    """Ask for a survey's new words to be themed; one waiting job serves every asker."""
    waiting = session.scalar(
        select(Job.id).where(
            Job.kind == "theme",
            Job.subject == str(survey_id),
            Job.state == JobState.PENDING,
        )
    )
    return waiting or jobs.enqueue(session, "theme", survey_id, input_hash=uuid4().hex)


def count_unread(
    session: Session, survey_id: UUID, in_use: CodebookInUse, model: ThemeModel
) -> int:
    """Return how many answers wait for this model and codebook."""
    waiting = _unread(survey_id, in_use, model).with_only_columns(func.count()).order_by(None)
    return session.scalar(waiting) or 0


def unread(
    session: Session,
    survey_id: UUID,
    in_use: CodebookInUse,
    model: ThemeModel,
    *,
    most: int,
) -> tuple[Unread, ...]:
    """Return the next answers to read, opened; the order is the same each time."""
    rows = session.execute(_unread(survey_id, in_use, model).limit(most))
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


def begin_run(
    session: Session,
    survey_id: UUID,
    in_use: CodebookInUse,
    model: ThemeModel,
    *,
    seed: int,
) -> UUID:
    """Note that a run begins, with enough to run it again."""
    waiting = _unread(survey_id, in_use, model).with_only_columns(
        Answer.response_id, Answer.question_id
    )
    digest = sha256()
    for response_id, question_id in session.execute(waiting):
        digest.update(response_id.bytes + question_id.bytes)
    run = AnalysisRun(
        model=model.key,
        model_version=model.version,
        codebook_id=in_use.id,
        survey_id=survey_id,
        input_hash=digest.hexdigest(),
        seed=seed,
    )
    session.add(run)
    session.flush()
    return run.id


def write(
    session: Session,
    run_id: UUID,
    batch: Sequence[Unread],
    found: analysis.Analysis,
    in_use: CodebookInUse,
) -> None:
    """Store what a run made of a batch; what a person decided stays as it is."""
    places = {str(number): (one.response_id, one.question_id) for number, one in enumerate(batch)}
    kept = _still_there(session, places)
    for passage_id, (response_id, question_id) in kept.items():
        felt = found.sentiments[passage_id]
        session.merge(
            Sentiment(
                response_id=response_id,
                question_id=question_id,
                run_id=run_id,
                label=SentimentLabel(felt.label),
                strength=felt.strength,
                is_non_answer=passage_id in found.non_answers,
            )
        )
    _store_codings(session, run_id, found, kept, in_use)
    session.execute(
        update(AnalysisRun)
        .where(AnalysisRun.id == run_id)
        .values(answers_read=AnalysisRun.answers_read + len(kept), finished_at=clock.now())
    )


def _store_codings(
    session: Session,
    run_id: UUID,
    found: analysis.Analysis,
    kept: Mapping[str, tuple[UUID, UUID]],
    in_use: CodebookInUse,
) -> None:
    decided = _forget_proposals(session, kept)
    for coded in found.codings:
        if coded.passage_id not in kept:
            continue
        response_id, question_id = kept[coded.passage_id]
        theme_id = in_use.theme_ids[coded.theme_key]
        if (response_id, question_id, theme_id) in decided:
            continue
        session.add(
            Coding(
                response_id=response_id,
                question_id=question_id,
                theme_id=theme_id,
                run_id=run_id,
                source=CodingSource.MACHINE,
                state=CodingState.PROPOSED,
                score=coded.score,
                start=coded.start,
                end=coded.end,
                sentiment=SentimentLabel(coded.sentiment),
            )
        )


def _unread(
    survey_id: UUID, in_use: CodebookInUse, model: ThemeModel
) -> Select[Answer, Response, Question]:
    return (
        select(Answer, Response, Question)
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .outerjoin(
            Sentiment,
            and_(
                Sentiment.response_id == Answer.response_id,
                Sentiment.question_id == Answer.question_id,
            ),
        )
        .outerjoin(AnalysisRun, AnalysisRun.id == Sentiment.run_id)
        .where(
            SurveyVersion.survey_id == survey_id,
            Response.state == ResponseState.SUBMITTED,
            Question.is_free_text,
            Question.part.in_(THEMED_PARTS),
            Answer.text_sealed.is_not(None),
            or_(
                Sentiment.run_id.is_(None),
                AnalysisRun.codebook_id != in_use.id,
                AnalysisRun.model_version != model.version,
            ),
        )
        .order_by(Answer.response_id, Answer.question_id)
    )


def _still_there(
    session: Session, places: Mapping[str, tuple[UUID, UUID]]
) -> dict[str, tuple[UUID, UUID]]:
    # Somebody may have taken their answers back while the machine was thinking.
    responses = {response_id for response_id, _ in places.values()}
    rows = session.execute(
        select(Answer.response_id, Answer.question_id).where(Answer.response_id.in_(responses))
    )
    there = {(row.response_id, row.question_id) for row in rows}
    return {passage: place for passage, place in places.items() if place in there}


def _forget_proposals(
    session: Session, kept: Mapping[str, tuple[UUID, UUID]]
) -> set[tuple[UUID, UUID, UUID]]:
    responses = {response_id for response_id, _ in kept.values()}
    session.execute(
        delete(Coding).where(
            Coding.response_id.in_(responses),
            Coding.source == CodingSource.MACHINE,
            Coding.state == CodingState.PROPOSED,
            Coding.question_id.in_({question_id for _, question_id in kept.values()}),
        )
    )
    rows = session.execute(
        select(Coding.response_id, Coding.question_id, Coding.theme_id).where(
            Coding.response_id.in_(responses)
        )
    )
    return {(row.response_id, row.question_id, row.theme_id) for row in rows}
