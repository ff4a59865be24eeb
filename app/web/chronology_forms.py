"""The form that finds one case by its reference."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired

from app.web.forms import StaffForm

TYPE_IT = "Type the whole case reference, like CH-1042."
NOT_FOUND = (
    "No audit that you may read is of a case with exactly this reference. Check each letter and "
    "digit. Nothing was opened."
)


class CaseForm(StaffForm):
    """The reference of one case, typed whole."""

    case_ref = StringField("Case reference", validators=[InputRequired(TYPE_IT)])

    def not_found(self) -> None:
        """Say that no case that the person may read has this reference."""
        self.take({"case_ref": NOT_FOUND})
