"""The form that asks for a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.services.cycle_reports import FindingWords
from app.web.forms import StaffForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.selection import SurveyLine, WaveLine


class ReportForm(StaffForm):
    """What a report is to cover."""

    title = StringField(
        "Title", validators=[InputRequired("Give the report a title."), Length(max=200)]
    )
    starts_on = DateField(
        "First day", validators=[InputRequired("Give the first day of the period.")]
    )
    ends_on = DateField("Last day", validators=[InputRequired("Give the last day of the period.")])
    survey_ids = SelectMultipleField(
        "Surveys", validators=[InputRequired("Choose at least one survey.")]
    )

    @classmethod
    def about(cls, surveys: Sequence[SurveyLine], waves: Sequence[WaveLine]) -> ReportForm:
        """Return the form for these surveys, filled in for the newest wave and all of them."""
        form = cls()
        form.survey_ids.choices = {str(survey.id): survey.title for survey in surveys}
        if not form.is_submitted():
            form.title.data = "Service development report"
            form.survey_ids.data = [str(survey.id) for survey in surveys]
            if waves:
                form.starts_on.data, form.ends_on.data = (
                    waves[-1].starts_on,
                    waves[0].ends_on,
                )
        return form


class FindingsForm(StaffForm):
    """What whoever leads audits says of a cycle; the service says what is wrong with it."""

    title = StringField("Title", validators=[Length(max=200)])
    works = TextAreaField("What works?")
    worries = TextAreaField("What worries us?")
    next = TextAreaField("What happens next?")

    def words(self) -> FindingWords:
        """Return what was written."""
        return FindingWords(*(field.data or "" for field in (self.works, self.worries, self.next)))
