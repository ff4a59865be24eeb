"""The form that opens an audit."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.domain.audits import AuditKind
from app.services.auditing import COHORTS
from app.web.forms import StaffForm

KINDS = {
    AuditKind.CONVERSATIONAL.value: "Conversational: with the worker and the family",
    AuditKind.THEMATIC.value: "Thematic: many cases on one question",
    AuditKind.DIP_SAMPLE.value: "Dip sample: a quick look at a few things",
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
    cohort = SelectField("What kind of help does the child get?", choices=COHORTS)
    team = StringField("Team", validators=[InputRequired("Write the name of the team.")])
    practitioner_ref = StringField("The practitioner's staff reference", validators=[Optional()])
    age_years = IntegerField(
        "The child's age in years",
        validators=[Optional(), NumberRange(0, 25, "Write an age from 0 to 25.")],
    )
    held_on = DateField(
        "Day of the conversation",
        validators=[InputRequired("Give the day, as 27/03/2026.")],
    )
    has_no_conflict = BooleanField("This is not my own case, nor my own line")
