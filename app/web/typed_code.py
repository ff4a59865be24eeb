"""A code that somebody typed: it opens answers, so no browser may offer it to the next person.

Its field has another name each time it is shown (R-31b), as fields with words have.
"""

from __future__ import annotations

from flask import request

from app.web import field_names

NAME = "code"


def typed_code() -> str:
    """Return the code that a form brings, or nothing."""
    return field_names.plain(request.form).get(NAME, [""])[0]


def is_asked() -> bool:
    """Return whether the form that was sent has a field for a code."""
    return NAME in field_names.plain(request.form)
