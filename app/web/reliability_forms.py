"""The form that asks for a blind sample."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import InputRequired

from app.services.reliability import USUAL, Wanted
from app.web.forms import StaffForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.blind_coders import CoderChoice
    from app.services.selection import SurveyLine


class SampleForm(StaffForm):
    """How large a sample is, of which surveys, and who codes it."""

    size = IntegerField(
        "How many passages?", validators=[InputRequired("Give a number, such as 100.")]
    )
    surveys = SelectMultipleField(
        "From which surveys?", validators=[InputRequired("Choose at least one survey.")]
    )
    coders = SelectMultipleField(
        "Who will code them?", validators=[InputRequired("Choose who will code the passages.")]
    )

    @classmethod
    def about(cls, surveys: Sequence[SurveyLine], people: Sequence[CoderChoice]) -> SampleForm:
        """Return the form for these surveys and people, with every survey ticked at first."""
        form = cls()
        form.surveys.choices = {str(one.id): f"{one.title} ({one.service})" for one in surveys}
        form.coders.choices = {str(one.id): one.name for one in people}
        if not form.is_submitted():
            form.size.data = USUAL
            form.surveys.data = [str(one.id) for one in surveys]
        return form

    def wanted(self) -> Wanted:
        """Return what was asked for."""
        return Wanted(
            size=self.size.data or 0,
            survey_ids=frozenset(map(UUID, self.surveys.data or [])),
            coder_ids=frozenset(map(UUID, self.coders.data or [])),
        )
