"""The base of the ordinary forms: errors of a service shown at their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf import FlaskForm

if TYPE_CHECKING:
    from collections.abc import Mapping


class StaffForm(FlaskForm):  # type: ignore[misc]
    """A form for staff."""

    def take(self, problems: Mapping[str, str]) -> None:
        """Show what a service refused at the fields it names."""
        for name, problem in problems.items():
            field = self[name]
            field.errors = [*field.errors, problem]

    def problems(self) -> list[tuple[str, str]]:
        """Return every error with the address of its field, for the summary at the top."""
        return [(f"#{field.id}", str(error)) for field in self for error in field.errors]
