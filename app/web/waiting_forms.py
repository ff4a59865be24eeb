"""The two forms of an audit that waits: begin it, or say that it can't be yours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.domain.programme import ConflictWith
from app.services import waiting_audits
from app.services.waiting_audits import Beginning
from app.web.forms import DayField, StaffForm
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from collections.abc import Mapping


class BeginForm(StaffForm):
    """What an auditor adds when they begin."""

    cohort = SelectField("What kind of help does the child get?", choices=COHORTS)
    age_years = IntegerField(
        "The child's age in years",
        validators=[Optional(), NumberRange(0, 25, "Write an age from 0 to 25.")],
    )
    held_on = DayField(
        "Day of the conversation",
        validators=[InputRequired("Give the day, as 27/03/2026.")],
    )
    has_no_conflict = BooleanField("This is not my own case, nor my own line")

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        return waiting_audits.begin_problems(self.beginning())

    def beginning(self) -> Beginning:
        """Return what was filled in, as far as it can be read."""
        return Beginning(
            held_on=self.held_on.data or date.min,
            cohort=self.cohort.data or "",
            has_no_conflict=bool(self.has_no_conflict.data),
            age_years=self.age_years.data,
        )


class CannotForm(StaffForm):
    """Why an audit can't be somebody's."""

    about = RadioField(
        "What are you too near to?",
        choices={one.value: one.label.capitalize() for one in ConflictWith},
        default=ConflictWith.CASE.value,
    )
    reason = TextAreaField("Why?", validators=[InputRequired("Say why in a few words.")])
