"""The forms that change the codebook: a theme, a merge, and a split."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.services.codebook_changes import Wording
from app.web.forms import StaffForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import analysis
    from app.services.codebook_views import ThemeRow

NO_PARENT = "No theme above it"


class ThemeForm(StaffForm):
    """What a theme is called and what belongs in it; the service says what is wrong."""

    name = StringField("Name")
    definition = TextAreaField("Definition")
    include = TextAreaField("What belongs in it")
    exclude = TextAreaField("What does not belong in it")
    keywords = TextAreaField("Words that people use for it")
    parent = SelectField("The theme above it")

    @classmethod
    def about(cls, themes: Sequence[ThemeRow], theme: analysis.Theme | None = None) -> ThemeForm:
        """Return the form of one theme, or of a new one."""
        form = cls()
        others = {row.key: row.name for row in themes if theme is None or row.key != theme.key}
        form.parent.choices = {"": NO_PARENT} | others
        if theme is not None and not form.is_submitted():
            form.fill(theme)
        return form

    def fill(self, theme: analysis.Theme) -> None:
        """Show what a theme says now."""
        self.name.data = theme.name
        self.definition.data = theme.definition
        for field in (self.include, self.exclude, self.keywords):
            field.data = "\n".join(getattr(theme, field.name))
        self.parent.data = theme.parent or ""

    def wording(self) -> Wording:
        """Return what was written."""
        return Wording(
            name=_line(self.name.data),
            definition=_line(self.definition.data),
            include=_lines(self.include.data),
            exclude=_lines(self.exclude.data),
            keywords=_lines(self.keywords.data),
            parent=self.parent.data or "",
        )


class MergeForm(StaffForm):
    """Which theme another goes into."""

    into = SelectField("Merge it into", validators=[InputRequired("Choose the theme to keep.")])

    @classmethod
    def about(cls, themes: Iterable[ThemeRow], theme: analysis.Theme) -> MergeForm:
        """Return the form of the theme that is to go."""
        form = cls()
        others = {str(row.id): row.name for row in themes if row.key != theme.key}
        form.into.choices = {"": "Choose a theme"} | others
        return form

    def kept(self) -> UUID:
        """Return the theme that was chosen."""
        return UUID(self.into.data)


class SplitForm(StaffForm):
    """How the two halves of a theme are called, and what belongs in each."""

    name = StringField("Name of the first theme")
    definition = TextAreaField("Definition of the first theme")
    second_name = StringField("Name of the second theme")
    second_definition = TextAreaField("Definition of the second theme")
    second_keywords = TextAreaField("Words that people use for the second theme")

    @classmethod
    def about(cls, theme: analysis.Theme) -> SplitForm:
        """Return the form of the theme that is to be parted."""
        form = cls()
        if not form.is_submitted():
            form.name.data, form.definition.data = theme.name, theme.definition
        return form

    def halves(self, theme: analysis.Theme) -> tuple[Wording, Wording]:
        """Return the two wordings; a word that the second theme takes leaves the first."""
        taken = _lines(self.second_keywords.data)
        kept = tuple(word for word in theme.keywords if word not in taken)
        name, definition = _line(self.name.data), _line(self.definition.data)
        parent = theme.parent or ""
        first = Wording(name, definition, theme.include, theme.exclude, kept, parent)
        name, definition = _line(self.second_name.data), _line(self.second_definition.data)
        return first, Wording(name, definition, keywords=taken, parent=parent)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _lines(text: str | None) -> tuple[str, ...]:
    lines = (_line(line) for line in (text or "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
