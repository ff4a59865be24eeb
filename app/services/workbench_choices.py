"""What can be chosen on the workbench: surveys, waves, questions, and themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from app.db.models import Question, Survey, SurveyVersion
from app.domain.people import Permission
from app.services import publishing
from app.services.selection import surveys_for, waves
from app.services.unread_words import THEMED_PARTS
from surveys.wording import pipe

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.codebooks import CodebookInUse
    from app.services.selection import SurveyLine, WaveLine
    from app.services.workbench_filters import Filters


@dataclass(frozen=True)
class ThemeOption:
    """One theme of the codebook in use, with what belongs in it."""

    id: UUID
    key: str
    name: str
    definition: str


@dataclass(frozen=True)
class QuestionOption:
    """One question that people answer in their own words, in its newest wording."""

    id: UUID
    survey: str
    wording: str


@dataclass(frozen=True)
class Choices:
    """All that the filters offer; `question_id` is the chosen question in its newest wording."""

    surveys: tuple[SurveyLine, ...]
    waves: tuple[WaveLine, ...]
    questions: tuple[QuestionOption, ...]
    question_id: UUID | None
    themes: tuple[ThemeOption, ...]


def choices(session: Session, in_use: CodebookInUse, filters: Filters, *, by: Actor) -> Choices:
    """Return what a person can choose from."""
    surveys = surveys_for(session, by, Permission.DECIDE_CODINGS)
    asked, chosen = _questions(session, surveys, filters)
    return Choices(
        surveys=surveys,
        waves=waves(session),
        questions=asked,
        question_id=chosen,
        themes=tuple(
            ThemeOption(in_use.theme_ids[theme.key], theme.key, theme.name, theme.definition)
            for theme in sorted(in_use.codebook.themes, key=lambda theme: theme.name.casefold())
        ),
    )


def wording(question: Question, version: SurveyVersion) -> str:
    """Return a question as it stands for everybody: no earlier answer is said in it."""
    return pipe(question.wording, publishing.definition_of(version), {})


def _questions(
    session: Session, surveys: tuple[SurveyLine, ...], filters: Filters
) -> tuple[tuple[QuestionOption, ...], UUID | None]:
    ids = {line.id for line in surveys}
    rows = session.execute(
        select(Question, SurveyVersion, Survey)
        .join(SurveyVersion, SurveyVersion.id == Question.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(
            Survey.id.in_(ids & {filters.survey_id} if filters.survey_id else ids),
            Question.is_free_text,
            Question.part.in_(THEMED_PARTS),
            SurveyVersion.published_at.is_not(None),
        )
        .order_by(Survey.title, SurveyVersion.number.desc(), Question.position)
    )
    newest: dict[tuple[UUID, str], QuestionOption] = {}
    chosen = None
    for question, version, survey in rows:
        option = QuestionOption(question.id, survey.title, wording(question, version))
        kept = newest.setdefault((survey.id, question.key), option)
        if question.id == filters.question_id:
            chosen = kept.id
    return tuple(newest.values()), chosen
