"""Whether the words of the site itself, in each other language, were checked by a speaker."""

from __future__ import annotations

from surveys.languages import BASE
from surveys.wordings import Checked

# TO BE CHECKED BY SPEAKERS. A machine wrote these translations. When somebody who speaks one has
# read app/content/translations/<code>.po, write: Checked("Welsh language officer", "2026-11-25").
INTERFACE: dict[str, Checked | None] = {"cy": None, "pl": None, "ar": None, "ur": None}


def is_checked(language: str) -> bool:
    """Return whether the words of the site in a language were checked; the first needs none."""
    return language == BASE or INTERFACE.get(language) is not None
