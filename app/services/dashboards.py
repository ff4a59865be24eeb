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
    index_lines,
    jobs,
    not_understood,
    plots,
    respondents,
    selection,
    theme_counts,
    unread_words,
)
from app.services.safe_waves import safe_waves
from app.services.selection import Selection, SurveyLine, WaveLine

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.closed_answers import QuestionLine, ScoreLine
    from app.services.index_lines import IndexLine
    from app.services.jobs import JobView
    from app.services.not_understood import NotUnderstoodCount
    from app.services.plots import Plot
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
    shares: Plot | None
    waves: tuple[WaveLine, ...]
    wave: WaveLine | None
    withheld_waves: int
    not_understood: NotUnderstoodCount
    notice: str
    reading: JobView | None
    is_unread: bool


@dataclass(frozen=True)
class SurveyEvidence:
    """Everything that one survey says."""

    survey: SurveyLine
    respondents: Respondents
    questions: tuple[QuestionLine, ...]
    scores: tuple[ScoreLine, ...]
    indices: tuple[IndexLine, ...]
    index_plots: tuple[Plot, ...]
    themes: tuple[ThemeLine, ...]
    shares: Plot | None
    waves: tuple[WaveLine, ...]
    wave: WaveLine | None
    withheld_waves: int
    attribution: str
    not_understood: NotUnderstoodCount
    notice: str
    reading: JobView | None
    is_unread: bool
    asks_for_files: bool


def overview(session: Session, actor: Actor, *, wave: int | None = None) -> Overview:
    """Return what was said across all the surveys that a person may read about."""
    lines = selection.surveys_for(session, actor, Permission.READ_EVIDENCE)
    everything = Selection(frozenset(line.id for line in lines))
    known, choices, chosen = _waves(session, everything, wave)
    people = selection.people_by_survey(session, _period(everything, chosen))
    period = selection.countable(_period(everything, chosen), people)
    themes = theme_counts.theme_lines(session, period)
    return Overview(
        surveys=_summaries(session, period, lines, people),
        respondents=respondents.who_answered(session, period),
        themes=themes,
        shares=plots.shares(themes),
        waves=choices,
        wave=chosen,
        withheld_waves=len(known) - len(choices),
        not_understood=not_understood.count_people(session, period),
        notice=serving_model().notice,
        reading=_reading(session, everything.survey_ids),
        is_unread=bool(unread_words.never_read(session, everything)),
    )


def reading(session: Session, actor: Actor) -> JobView | None:
    """Return how far the reading of new words has come; None when all of them are read."""
    lines = selection.surveys_for(session, actor, Permission.READ_EVIDENCE)
    return _reading(session, frozenset(line.id for line in lines))


def _summaries(
    session: Session,
    period: Selection,
    lines: tuple[SurveyLine, ...],
    people: Mapping[UUID, int],
) -> tuple[SurveySummary, ...]:
    # What few answered is in no total, so no other survey has to be withheld beside it. That
    # nobody answered a survey yet says nothing about anybody.
    shown: dict[UUID, tuple[int | None, int | None]] = {
        survey: (None, None) if count else (0, 0) for survey, count in people.items()
    }
    comments = respondents.comments_by_survey(session, period)
    safe = withhold({str(survey): count for survey, count in comments.items() if count})
    for survey in period.survey_ids:
        shown[survey] = (people[survey], safe.get(str(survey), 0))
    return tuple(SurveySummary(line, *shown[line.id]) for line in lines)


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
    known, choices, chosen = _waves(session, whole, wave)
    period = _period(whole, chosen)
    definition = closed_answers.newest_definition(session, survey_id)
    givens = closed_answers.values(session, period)
    everything = closed_answers.values(session, whole) if chosen else givens
    indices = index_lines.index_lines(session, whole, definition, everything, known, chosen)
    themes = theme_counts.theme_lines(session, period)
    return SurveyEvidence(
        survey=survey,
        respondents=respondents.who_answered(session, period),
        questions=closed_answers.question_lines(definition, givens),
        scores=closed_answers.score_lines(session, period, definition, givens),
        indices=indices,
        index_plots=plots.index_plots(indices),
        themes=themes,
        shares=plots.shares(themes),
        waves=choices,
        wave=chosen,
        withheld_waves=len(known) - len(choices),
        attribution=definition.attribution,
        not_understood=not_understood.count_people(session, period),
        notice=serving_model().notice,
        reading=_reading(session, whole.survey_ids),
        is_unread=bool(unread_words.never_read(session, whole)),
        asks_for_files=any(question.is_file for question in definition.questions()),
    )


def _waves(
    session: Session, whole: Selection, number: int | None
) -> tuple[tuple[WaveLine, ...], tuple[WaveLine, ...], WaveLine | None]:
    known = selection.waves(session)
    choices = safe_waves(session, whole, known)
    return known, choices, next((wave for wave in choices if wave.number == number), None)


def _period(whole: Selection, wave: WaveLine | None) -> Selection:
    return whole.during(wave) if wave else whole


def _reading(session: Session, survey_ids: frozenset[UUID]) -> JobView | None:
    # The job that reads new words, while there is one; the page shows how far it has come.
    job_id = session.scalar(
        select(Job.id)
        .where(
            Job.kind == "theme",
            Job.subject.in_({str(one) for one in survey_ids}),
            Job.state.in_([JobState.PENDING, JobState.RUNNING]),
        )
        .order_by(Job.created_at)
        .limit(1)
    )
    return jobs.view(session, job_id) if job_id else None
