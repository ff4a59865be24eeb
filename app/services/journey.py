"""A child's journey: what audits found and what people said, stage by stage on one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.people import Permission
from app.domain.surveys import SurveyKind
from app.services import (
    closed_answers,
    counted_audits,
    grade_profiles,
    impact,
    seen_places,
    selection,
    themes_beside,
)
from app.services.journey_stages import stages
from surveys.questions.scale import AGREEMENT, Agreement
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.prevalence import Interval
    from app.domain.people import Actor
    from app.services.grade_profiles import ProfileLine
    from app.services.journey_stages import Stage
    from app.services.seen_places import Place
    from app.services.selection import SurveyLine
    from app.services.themes_beside import ThemeBeside


@dataclass(frozen=True)
class AgreedLine:
    """One question of a questionnaire, and the share of people who agreed; None is withheld."""

    survey: str
    wording: str
    agreed: Interval | None


@dataclass(frozen=True)
class StageView:
    """One stage with what speaks to it: what is there, withheld or not, and nothing else."""

    stage: Stage
    lines: tuple[ProfileLine, ...]
    themes: tuple[ThemeBeside, ...]
    questions: tuple[AgreedLine, ...]

    @property
    def is_heard(self) -> bool:
        """Whether anything of what people said may be shown."""
        return bool(self.themes) or any(one.agreed for one in self.questions)


@dataclass(frozen=True)
class Journey:
    """The whole journey in what is chosen."""

    place: Place
    kept_back: int
    stages: tuple[StageView, ...]


def journey(session: Session, by: Actor, *, service_id: UUID | None = None) -> Journey:
    """Return what audits found and people said at each stage; queries do not grow with audits.

    Raises:
        NotFound: the service is not there, or none of the person's business.
    """
    place = seen_places.place(session, by, service_id=service_id)
    found = counted_audits.counted(session, place, by)
    lines = {one.key: one for one in grade_profiles.lines(found, place)}
    themes = {one.key: one for one in themes_beside.themes_beside(session, place, by)}
    asked = _agreed(session, place, by)
    return Journey(
        place,
        found.kept_back,
        tuple(
            StageView(
                stage,
                tuple(lines[key] for key in stage.domains if key in lines),
                tuple(themes[key] for key in stage.themes if key in themes),
                tuple(one for key in stage.questions for one in asked.get(key, ())),
            )
            for stage in stages()
        ),
    )


def _agreed(
    session: Session, place: Place, by: Actor
) -> Mapping[tuple[str, str], tuple[AgreedLine, ...]]:
    wanted = {place.service.id} if place.service else place.service_ids
    found: dict[tuple[str, str], tuple[AgreedLine, ...]] = {}
    for survey in selection.surveys_for(session, by, Permission.READ_EVIDENCE):
        if survey.service_id in wanted and survey.kind is SurveyKind.QUESTIONNAIRE:
            for key, line in _of_survey(session, survey).items():
                found[key] = (*found.get(key, ()), line)
    return found


def _of_survey(session: Session, survey: SurveyLine) -> dict[tuple[str, str], AgreedLine]:
    definition = closed_answers.newest_definition(session, survey.id)
    wanted = {key for stage in stages() for name, key in stage.questions if name == definition.key}
    if not wanted:
        return {}
    givens = closed_answers.values(session, selection.Selection(frozenset({survey.id})))
    lines = {one.key: one for one in closed_answers.question_lines(definition, givens)}
    return {
        (definition.key, question.key): AgreedLine(
            survey.title,
            unpiped(question.label),
            impact.agreed(lines.get(question.key)),
        )
        for question in definition.questions()
        if question.key in wanted
        and isinstance(question, Agreement)
        and question.options == AGREEMENT
    }
