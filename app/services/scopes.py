"""What a page of evidence is about: one survey or all of them, one wave or all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import NotFound
from app.domain.people import Permission
from app.domain.surveys import SurveyKind
from app.services.safe_waves import safe_waves
from app.services.selection import Selection, count_responses, surveys_for, waves

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.selection import SurveyLine, WaveLine


@dataclass(frozen=True)
class Scope:
    """The surveys and waves that there are, and those that are chosen; None stands for all.

    `choices` are the waves that may be chosen alone (`app.services.safe_waves`).
    """

    surveys: tuple[SurveyLine, ...]
    survey: SurveyLine | None
    waves: tuple[WaveLine, ...]
    wave: WaveLine | None
    choices: tuple[WaveLine, ...] = ()

    @property
    def whole(self) -> Selection:
        """The surveys that are chosen, in every wave."""
        chosen = (self.survey,) if self.survey else self.surveys
        return Selection(frozenset(one.id for one in chosen))

    @property
    def selection(self) -> Selection:
        """The surveys that are chosen, in the wave that is."""
        return self.whole.during(self.wave) if self.wave else self.whole


def scope(
    session: Session,
    actor: Actor,
    *,
    survey_id: UUID | None = None,
    wave: int | None = None,
    permission: Permission = Permission.READ_EVIDENCE,
) -> Scope:
    """Return what a page is about; a wave that may not be chosen stands for all of them.

    Raises:
        NotFound: the survey is not there, or none of the person's business.
    """
    lines = surveys_for(session, actor, permission)
    survey = next((line for line in lines if line.id == survey_id), None)
    if survey_id and survey is None:
        raise NotFound
    found = Scope(lines, survey, waves(session), None)
    choices = safe_waves(session, found.whole, found.waves)
    chosen = next((one for one in choices if one.number == wave), None)
    return replace(found, wave=chosen, choices=choices)


def one_survey(session: Session, scope: Scope) -> Scope:
    """Return the same with one survey; where none is chosen, the questionnaire most answered."""
    if scope.survey or not scope.surveys:
        return scope
    asked = [one for one in scope.surveys if one.kind == SurveyKind.QUESTIONNAIRE]
    most = max(
        asked or scope.surveys,
        key=lambda one: count_responses(session, scope.selection.of(one.id)),
    )
    return replace(scope, survey=most)
