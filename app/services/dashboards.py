"""What the evidence pages show: one survey, or all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.disclosure import withhold
from analysis.models import serving_model
from app.db.models import Job
from app.domain.errors import NotFound
from app.domain.evidence import JobState
from app.domain.people import Actor, Permission
from app.services import (
    closed_answers,
    jobs,
    not_understood,
    respondents,
    selection,
    theme_counts,
)
from app.services.selection import Selection, SurveyLine, WaveLine

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.closed_answers import QuestionLine, ScoreLine
    from app.services.jobs import JobView
    from app.services.not_understood import NotUnderstoodCount
    from app.services.respondents import Respondents
    from app.services.theme_counts import ThemeLine


@dataclass(frozen=True)
class SurveySummary:
    """One survey in the overview: how many answered, and how many of them wrote something.

    None is withheld.
    """

    survey: SurveyLine
    people: int | None
    comments: int | None


@dataclass(frozen=True)
class Overview:
    """Everything that was said across surveys."""

    surveys: tuple[SurveySummary, ...]
    respondents: Respondents
    themes: tuple[ThemeLine, ...]
    waves: tuple[WaveLine, ...]
    wave: WaveLine | None
    not_understood: NotUnderstoodCount
    notice: str
    reading: JobView | None


@dataclass(frozen=True)
class SurveyEvidence:
    """Everything that one survey says."""

    survey: SurveyLine
    respondents: Respondents
    questions: tuple[QuestionLine, ...]
    scores: tuple[ScoreLine, ...]
    themes: tuple[ThemeLine, ...]
    waves: tuple[WaveLine, ...]
    wave: WaveLine | None
    attribution: str
    not_understood: NotUnderstoodCount
    notice: str
    reading: JobView | None


def overview(session: Session, actor: Actor, *, wave: int | None = None) -> Overview:
    """Return what was said across all the surveys that a person may read about."""
    lines = selection.surveys_for(session, actor, Permission.READ_EVIDENCE)
    everything = Selection(frozenset(line.id for line in lines))
    waves, chosen = _waves(session, wave)
    period = everything.during(chosen) if chosen else everything
    return Overview(
        surveys=_summaries(session, period, lines),
        respondents=respondents.who_answered(session, period),
        themes=theme_counts.theme_lines(session, period),
        waves=waves,
        wave=chosen,
        not_understood=not_understood.count_people(session, period),
        notice=serving_model().notice,
        reading=_reading(session, everything),
    )


def _summaries(
    session: Session, period: Selection, lines: tuple[SurveyLine, ...]
) -> tuple[SurveySummary, ...]:
    people, comments = (
        _shown({str(line.id): count(session, period.of(line.id)) for line in lines})
        for count in (selection.count_responses, respondents.count_comments)
    )
    return tuple(
        SurveySummary(line, people[str(line.id)], comments[str(line.id)]) for line in lines
    )


def _shown(counts: dict[str, int]) -> dict[str, int | None]:
    # That nobody answered a survey yet says nothing about anybody.
    return counts | withhold({survey: count for survey, count in counts.items() if count})


def survey_evidence(
    session: Session, actor: Actor, survey_id: UUID, *, wave: int | None = None
) -> SurveyEvidence:
    """Return what one survey says.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    lines = selection.surveys_for(session, actor, Permission.READ_EVIDENCE)
    survey = next((line for line in lines if line.id == survey_id), None)
    if survey is None:
        raise NotFound
    whole = Selection(frozenset({survey_id}))
    waves, chosen = _waves(session, wave)
    period = whole.during(chosen) if chosen else whole
    definition = closed_answers.newest_definition(session, survey_id)
    givens = closed_answers.values(session, period)
    return SurveyEvidence(
        survey=survey,
        respondents=respondents.who_answered(session, period),
        questions=closed_answers.question_lines(definition, givens),
        scores=closed_answers.score_lines(session, period, definition, givens),
        themes=theme_counts.theme_lines(session, period),
        waves=waves,
        wave=chosen,
        attribution=definition.attribution,
        not_understood=not_understood.count_people(session, period),
        notice=serving_model().notice,
        reading=_reading(session, whole),
    )


def _waves(session: Session, number: int | None) -> tuple[tuple[WaveLine, ...], WaveLine | None]:
    known = selection.waves(session)
    return known, next((wave for wave in known if wave.number == number), None)


def _reading(session: Session, chosen: Selection) -> JobView | None:
    # The job that reads new words, while there is one; the page shows how far it has come.
    job_id = session.scalar(
        select(Job.id)
        .where(
            Job.kind == "theme",
            Job.subject.in_({str(one) for one in chosen.survey_ids}),
            Job.state.in_([JobState.PENDING, JobState.RUNNING]),
        )
        .order_by(Job.created_at)
        .limit(1)
    )
    return jobs.view(session, job_id) if job_id else None
