"""The base of the ordinary forms: every error in plain words, at its field and at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import DateField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup
    from wtforms import Field

# What WTForms says, as people say it. Each begins with "This", so that the summary at the top
# knows that it must name the field.
PLAIN = {
    "Not a valid date value.": "This is not a day. Write it like 27/03/2026.",
    "Not a valid integer value.": "This is not a whole number. Write one, like 9.",
    "Not a valid choice.": "This is not one of the choices. Choose one that is shown.",
    "Field cannot be longer than %(max)d characters.": (
        "This is too long. Use no more than %(max)d characters."
    ),
}
UNNAMED = "This "


class PlainWords:
    """Translates WTForms into plain English; what it does not know stays as it is."""

    def gettext(self, string: str) -> str:
        """Return one message in plain words."""
        return PLAIN.get(string, string)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the message that fits a number, in plain words."""
        return self.gettext(singular if number == 1 else plural)


class DayField(DateField):  # type: ignore[misc]
    """A day, as a browser sends it or as people write it."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d/%m/%Y"], **options)


class StaffForm(FlaskForm):  # type: ignore[misc]
    """A form for staff."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How its fields speak and look."""

        def get_translations(self, form: FlaskForm) -> PlainWords:
            """Return what puts messages into plain words."""
            del form
            return PlainWords()

        def render_field(self, field: Field, render_kw: Mapping[str, Any]) -> Markup:
            """Draw a field without a length: a browser would cut pasted words off in silence."""
            drawn: Markup = super().render_field(field, {"maxlength": False} | dict(render_kw))
            return drawn

    def is_ready(self, check: Callable[[], Mapping[str, str]]) -> bool:
        """Return whether it was sent and holds no mistake, by its rules and by a service's.

        `check` returns what a service would refuse, by field: so every mistake is told at once.
        """
        if not self.is_submitted():
            return False
        self.validate()
        self.take({name: what for name, what in check().items() if not self[name].errors})
        return not self.errors

    def take(self, problems: Mapping[str, str]) -> None:
        """Show what a service refused at the fields it names."""
        for name, problem in problems.items():
            field = self[name]
            field.errors = [*field.errors, problem]

    def problems(self) -> list[tuple[str, str]]:
        """Return each field's first error with its address, for the summary at the top."""
        return [(f"#{one.id}", _named(one, str(one.errors[0]))) for one in self if one.errors]


def _named(field: Field, error: str) -> str:
    name = str(field.label.text)
    if not error.startswith(UNNAMED):
        return error
    return f"{name} {error}" if name.endswith("?") else f"{name}: {error}"
