"""The forms of bringing in and taking out: a codebook, codings, and which codings to take."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from app.web.forms import StaffForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.selection import SurveyLine

KINDS = {
    "qdpx": "A project for ATLAS.ti, NVivo, MAXQDA or QualCoder (.qdpx)",
    "xlsx": "A table of 0 and 1 for Excel (.xlsx)",
    "csv": "A table of 0 and 1 for anything else (.csv)",
}


class CodebookForm(StaffForm):
    """A codebook to bring in."""

    book = FileField(
        "Codebook file", validators=[FileRequired("Choose a codebook file to bring in.")]
    )


class CodingsForm(StaffForm):
    """Codings to bring in."""

    codings = FileField(
        "File of codings", validators=[FileRequired("Choose a file of codings to bring in.")]
    )


class TakeOutForm(StaffForm):
    """Which surveys' codings to take out, and as what."""

    surveys = SelectMultipleField(
        "Surveys", validators=[InputRequired("Choose the surveys to take out.")]
    )
    kind = RadioField(
        "As",
        choices=KINDS,
        default="qdpx",
        validators=[InputRequired("Choose a kind of file.")],
    )
    only_checked = BooleanField("Only the themes that a person has checked")

    @classmethod
    def about(cls, surveys: Sequence[SurveyLine]) -> TakeOutForm:
        """Return the form for these surveys."""
        form = cls()
        form.surveys.choices = {str(one.id): f"{one.title} ({one.service})" for one in surveys}
        return form

    def chosen(self) -> list[UUID]:
        """Return the surveys that were chosen."""
        return [UUID(one) for one in self.surveys.data or ()]
