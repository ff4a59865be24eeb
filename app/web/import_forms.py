"""The forms of an import: the file, and what its columns hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from app.services.import_rows import Columns
from app.services.importing import FROM_PEOPLE, LONGEST_TITLE
from app.web.forms import StaffForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from app.services.import_views import ColumnsPage

CHOOSE = {"": "Choose one"}
NONE = {"": "No column"}
# How people call their columns; the first that is there is proposed.
USUAL = {
    "text": ("text", "comment", "comments", "answer", "response", "feedback"),
    "question": ("question", "prompt"),
    "date": ("date", "received", "submitted", "day"),
}


class UploadForm(StaffForm):
    """A file of comments, and what they are called."""

    title = StringField(
        "Title",
        validators=[
            InputRequired("Give the comments a title."),
            Length(max=LONGEST_TITLE, message="Use no more than %(max)d characters."),
        ],
    )
    service_id = SelectField("Service", validators=[InputRequired("Choose a service.")])
    audience = SelectField(
        "Who are the comments from?",
        choices=CHOOSE | {one: one.replace("_", " ").capitalize() for one in FROM_PEOPLE},
        validators=[InputRequired("Say who the comments are from.")],
    )
    file = FileField(
        "File (CSV or .xlsx)", validators=[FileRequired("Choose a CSV file or an Excel workbook.")]
    )

    @classmethod
    def about(cls, services: Sequence[tuple[UUID, str]]) -> UploadForm:
        """Return the form for these services."""
        form = cls()
        names = {str(key): name for key, name in services}
        # Whoever works in several services says which; the first in the list is often wrong.
        form.service_id.choices = names if len(names) == 1 else CHOOSE | names
        return form


class ColumnsForm(StaffForm):
    """What each column holds."""

    text = SelectField(
        "What people said", validators=[InputRequired("Choose the column that holds the words.")]
    )
    question = SelectField("The question they answered")
    date = SelectField("The day they said it")
    groups = SelectMultipleField("Groups of people")

    @classmethod
    def about(cls, page: ColumnsPage) -> ColumnsForm:
        """Return the form for the columns of a file, filled in with what is known or likely."""
        form = cls()
        names = {column.name: column.name for column in page.columns}
        form.text.choices = CHOOSE | names
        form.question.choices = form.date.choices = NONE | names
        form.groups.choices = names
        if not form.is_submitted():
            form.propose(list(names), page.chosen)
        return form

    def propose(self, names: Sequence[str], chosen: Columns | None) -> None:
        """Fill in what was chosen before, or else what the names of the columns suggest."""
        for field, usual in USUAL.items():
            likely = (name for name in names if name.lower() in usual)
            self[field].data = getattr(chosen, field) if chosen else next(likely, "")
        self.groups.data = list(chosen.groups) if chosen else []

    def columns(self) -> Columns:
        """Return what was chosen."""
        return Columns(
            self.text.data or "",
            self.question.data or "",
            self.date.data or "",
            tuple(self.groups.data or ()),
        )
