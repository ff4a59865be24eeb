"""Give themes to words: which answers wait, what a run made of them, and what people decide."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from app import clock
from app.db.models import (
    AnalysisRun,
    Answer,
    Coding,
    Job,
    Sentiment,
)
from app.domain.evidence import (
    UNDECIDED,
    CodingSource,
    CodingState,
    JobState,
    NotUnderstood,
    SentimentLabel,
)
from app.services import jobs
from app.services.unread_words import waiting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    import analysis
    from analysis.models import ThemeModel
    from app.services.codebooks import CodebookInUse
    from app.services.unread_words import Unread


def enqueue(session: Session, survey_id: UUID) -> UUID:
    """Ask for a survey's new words to be themed; one waiting job serves every asker."""
    known = session.scalar(
        select(Job.id).where(
            Job.kind == "theme", Job.subject == str(survey_id), Job.state == JobState.PENDING
        )
    )
    return known or jobs.enqueue(session, "theme", survey_id, input_hash=uuid4().hex)


def begin_run(
    session: Session, survey_id: UUID, in_use: CodebookInUse, model: ThemeModel, *, seed: int
) -> UUID:
    """Note that a run begins, with enough to run it again."""
    keys = waiting(survey_id, in_use, model).with_only_columns(
        Answer.response_id, Answer.question_id
    )
    digest = sha256()
    for response_id, question_id in session.execute(keys):
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
        felt, missed = found.sentiments.get(passage_id), found.not_understood.get(passage_id)
        session.merge(
            Sentiment(
                response_id=response_id,
                question_id=question_id,
                run_id=run_id,
                label=SentimentLabel(felt.label) if felt else None,
                strength=felt.strength if felt else None,
                is_non_answer=passage_id in found.non_answers,
                not_understood=NotUnderstood(missed.reason) if missed else None,
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
                state=CodingState.PROPOSED if coded.is_sure else CodingState.SUGGESTED,
                score=coded.score,
                start=coded.start,
                end=coded.end,
                sentiment=SentimentLabel(coded.sentiment),
            )
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
            Coding.state.in_(UNDECIDED),
            Coding.question_id.in_({question_id for _, question_id in kept.values()}),
        )
    )
    rows = session.execute(
        select(Coding.response_id, Coding.question_id, Coding.theme_id).where(
            Coding.response_id.in_(responses)
        )
    )
    return {(row.response_id, row.question_id, row.theme_id) for row in rows}
