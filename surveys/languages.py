"""The languages that people may answer in, each by its own name."""

from __future__ import annotations

from dataclasses import dataclass

# What definitions are first written in; every other wording falls back to it.
BASE = "en"


@dataclass(frozen=True)
class Language:
    """One language: its tag for browsers, its own name, and which way it is written."""

    code: str
    tag: str
    name: str
    direction: str = "ltr"


LANGUAGES = {
    one.code: one
    for one in (
        Language(BASE, "en-GB", "English"),
        Language("cy", "cy", "Cymraeg"),
        Language("pl", "pl", "Polski"),
        Language("ar", "ar", "العربية", "rtl"),
        Language("ur", "ur", "اردو", "rtl"),
    )
}
