"""The form that opens an audit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.domain.audits import AuditKind
from app.services.auditing import WINDOW_MONTHS, Opening, problems_with
from app.web.forms import DayField, StaffForm
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS = {
    AuditKind.CONVERSATIONAL.value: "Conversational: with the worker and the family",
    AuditKind.THEMATIC.value: "Thematic: many cases on one question",
    AuditKind.DIP_SAMPLE.value: "Dip sample: a quick look at the record",
    AuditKind.MULTI_AGENCY.value: "Multi-agency: each agency grades its part, then all together",
}


class OpenAuditForm(StaffForm):
    """What is known when an audit is opened."""

    case_ref = StringField(
        "Case reference",
        validators=[InputRequired("Write the case reference."), Length(max=40)],
    )
    kind = RadioField(
        "What kind of audit is it?", choices=KINDS, default=AuditKind.CONVERSATIONAL.value
    )
    theme = StringField(
        "The theme, if it is a thematic audit", validators=[Optional(), Length(max=120)]
    )
    cohort = SelectField("What kind of help does the child get?", choices=COHORTS)
    team = StringField(
        "Team", validators=[InputRequired("Write the name of the team."), Length(max=120)]
    )
    practitioner_ref = StringField(
        "The practitioner's staff reference", validators=[Optional(), Length(max=80)]
    )
    practitioner = SelectField("The practitioner, if they have an account here", default="")
    age_years = IntegerField(
        "The child's age in years",
        validators=[Optional(), NumberRange(0, 25, "Write an age from 0 to 25.")],
    )
    months_with_service = IntegerField(
        "How many months have we known the child?",
        validators=[Optional(), NumberRange(0, 300, "Write a number of months from 0 to 300.")],
    )
    window_months = IntegerField(
        "How many months back does this audit look?",
        default=WINDOW_MONTHS,
        validators=[Optional(), NumberRange(1, 60, "Write a number of months from 1 to 60.")],
    )
    held_on = DayField(
        "Day of the conversation",
        validators=[InputRequired("Give the day, as 27/03/2026.")],
    )
    has_no_conflict = BooleanField("This is not my own case, nor my own line")

    @classmethod
    def about(cls, practitioners: Sequence[tuple[UUID, str]]) -> OpenAuditForm:
        """Return the form with the practitioners who may be named."""
        form = cls()
        named = {str(one): name for one, name in practitioners}
        form.practitioner.choices = {"": "They have none, or it is not known"} | named
        return form

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        return problems_with(self.opening())

    def opening(self) -> Opening:
        """Return what was filled in, as far as it can be read."""
        kind = self.kind.data if self.kind.data in KINDS else self.kind.default
        return Opening(
            case_ref=self.case_ref.data or "",
            kind=AuditKind(kind),
            cohort=self.cohort.data or "",
            team=self.team.data or "",
            held_on=self.held_on.data or date.min,
            has_no_conflict=bool(self.has_no_conflict.data),
            practitioner_ref=self.practitioner_ref.data or "",
            practitioner_id=self._practitioner(),
            age_years=self.age_years.data,
            theme=self.theme.data or "",
            months_with_service=self.months_with_service.data,
            window_months=self.window_months.data or WINDOW_MONTHS,
        )

    def _practitioner(self) -> UUID | None:
        chosen = self.practitioner.data
        return UUID(chosen) if chosen and chosen in self.practitioner.choices else None
