"""The forms of the programme of audits, for whoever leads it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.domain.audits import AuditKind
from app.domain.programme import ConflictWith, Strata
from app.services import cycles
from app.services.audit_conflicts import Declaring
from app.services.case_draws import DrawPlan
from app.services.case_rows import Columns
from app.services.cycles import CyclePlan, Joining
from app.web.audit_forms import KINDS
from app.web.forms import DayField, StaffForm
from app.web.import_forms import CHOOSE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOBODY = UUID(int=0)
NONE = {"": "Not in the file"}


class CycleForm(StaffForm):
    """A new cycle of audits."""

    service_id = SelectField("Service", validators=[InputRequired("Choose the service.")])
    title = StringField("Title", validators=[InputRequired("Give the cycle a title.")])
    kind = RadioField(
        "What kind of audit is it?", choices=KINDS, default=AuditKind.CONVERSATIONAL.value
    )
    theme = StringField("The theme, if there is one", validators=[Optional(), Length(max=120)])
    starts_on = DayField("First day", validators=[InputRequired("Give the first day.")])
    ends_on = DayField("Last day", validators=[InputRequired("Give the last day.")])
    target_per_auditor = IntegerField(
        "Audits for each auditor", default=3, validators=[InputRequired("Write a number, like 3.")]
    )
    target_per_team = IntegerField(
        "Audits of each team", default=3, validators=[InputRequired("Write a number, like 3.")]
    )
    share_moderated = IntegerField(
        "Share that a second reader grades, in percent",
        default=20,
        validators=[InputRequired("Write a percentage, like 20.")],
    )

    @classmethod
    def about(cls, services: Sequence[tuple[UUID, str]]) -> CycleForm:
        """Return the form for these services."""
        form = cls()
        names = {str(key): name for key, name in services}
        form.service_id.choices = names if len(names) == 1 else CHOOSE | names
        return form

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        return cycles.problems_with(self.plan())

    def plan(self) -> CyclePlan:
        """Return what was filled in, as far as it can be read."""
        kind = self.kind.data if self.kind.data in KINDS else self.kind.default
        return CyclePlan(
            service_id=id_of(self.service_id.data),
            title=self.title.data or "",
            kind=AuditKind(kind),
            theme=self.theme.data or "",
            starts_on=self.starts_on.data or date.min,
            ends_on=self.ends_on.data or date.min,
            target_per_auditor=self.target_per_auditor.data or 0,
            target_per_team=self.target_per_team.data or 0,
            share_moderated=-1 if self.share_moderated.data is None else self.share_moderated.data,
        )


class AuditorForm(StaffForm):
    """Somebody who is to audit in a cycle."""

    user_id = SelectField("Who", validate_choice=False)
    team = StringField(
        "The team they work in", validators=[InputRequired("Write the team they work in.")]
    )
    leads = StringField("Teams that they lead", validators=[Optional(), Length(max=500)])
    practitioner_ref = StringField(
        "Their own staff reference", validators=[Optional(), Length(max=80)]
    )
    target = IntegerField("Audits for them, if not as for everybody", validators=[Optional()])

    def joining(self) -> Joining:
        """Return what was filled in."""
        return Joining(
            user_id=id_of(self.user_id.data),
            team=self.team.data or "",
            leads=tuple((self.leads.data or "").split(",")),
            practitioner_ref=self.practitioner_ref.data or "",
            target=self.target.data,
        )


class CaseListForm(StaffForm):
    """A list of cases."""

    file = FileField(
        "List of cases (CSV or .xlsx)",
        validators=[FileRequired("Choose a CSV file or an Excel workbook.")],
    )


class CaseColumnsForm(StaffForm):
    """What each column of a list of cases holds."""

    case_ref = SelectField("Case reference", validate_choice=False)
    team = SelectField("Team", validate_choice=False)
    cohort = SelectField("Kind of plan", validate_choice=False)
    practitioner_ref = SelectField("Worker's staff reference", validate_choice=False)
    last_audited = SelectField("Day of its last audit", validate_choice=False)

    @classmethod
    def about(cls, header: Sequence[str], chosen: Mapping[str, str]) -> CaseColumnsForm:
        """Return the form for the columns of a file, filled in with what is known or likely."""
        form = cls()
        for name in Columns.__dataclass_fields__:
            form[name].choices = NONE | {column: column for column in header}
            if not form.is_submitted():
                form[name].data = chosen.get(name, "")
        return form

    def columns(self) -> Columns:
        """Return what was chosen."""
        return Columns(**{name: self[name].data or "" for name in Columns.__dataclass_fields__})


class DrawForm(StaffForm):
    """How many cases to draw, and over what to spread them."""

    size = IntegerField(
        "How many cases?", validators=[InputRequired("Write how many cases to draw, like 12.")]
    )
    strata = RadioField(
        "How are they spread?",
        choices={one.value: one.label for one in (*list(Strata)[1:], Strata.NONE)},
        default=Strata.TEAM.value,
    )
    seed = IntegerField("Seed, to repeat an earlier draw", validators=[Optional()])

    def plan(self) -> DrawPlan:
        """Return what was filled in."""
        return DrawPlan(self.size.data or 0, Strata(self.strata.data), self.seed.data)


class DueForm(StaffForm):
    """By when the audits are to be done."""

    due_on = DayField("By when are they to be done?", validators=[InputRequired("Give the day.")])


class ConflictForm(StaffForm):
    """A conflict of an auditor."""

    auditor_id = SelectField("Which auditor?", validate_choice=False)
    about = RadioField(
        "What are they too near to?",
        choices={one.value: one.label.capitalize() for one in ConflictWith},
        default=ConflictWith.CASE.value,
    )
    subject = StringField(
        "Its reference, or the name of the team",
        validators=[InputRequired("Write the case reference, the staff reference or the team.")],
    )
    reason = TextAreaField("Why?", validators=[InputRequired("Say why in a few words.")])

    def declaring(self) -> Declaring:
        """Return what was filled in."""
        return Declaring(
            auditor_id=id_of(self.auditor_id.data),
            about=ConflictWith(self.about.data),
            subject=self.subject.data or "",
            reason=self.reason.data or "",
        )


def id_of(text: str | None) -> UUID:
    """Return the id that a form sent, or one that nobody has."""
    try:
        return UUID(text or "")
    except ValueError:
        return NOBODY
