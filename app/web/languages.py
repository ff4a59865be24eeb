"""The language of a page: the site's own words in it, its days, and marks where words differ."""

from __future__ import annotations

import io
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from flask import g, has_request_context, request
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from app.domain.translations import is_checked
from app.services.voicing import SHOWN_IN
from surveys.errors import MESSAGES
from surveys.languages import BASE, LANGUAGES, Language

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Environment

    from surveys.errors import AnswerError

CATALOGUES = Path(__file__).parents[1] / "content" / "translations"
# The name of the voice in an address, such as /s/our-voice?in=cy.
IN = "in"


def set_up(environment: Environment) -> None:
    """Let templates say the site's words in the language of the page."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )
    # For words that are not written in the template: `_()` would take them as markup and as a
    # format, so that a percent sign or a bracket in them breaks the page.
    environment.filters["translated"] = gettext
    environment.globals.update(
        page_language=page_language,
        written_in=written_in,
        ways_in=ways_in,
        in_query=in_query,
        said_in=said_in,
        in_english=in_english,
        is_site_checked=is_site_checked,
    )


def speak(language: str) -> None:
    """Let the rest of this page be in a language, unless its address asks for another."""
    if not asked_for():
        g.language = LANGUAGES[language]


def forget() -> None:
    """Let the language be asked for anew, because the voice has just changed."""
    g.language = None


def page_language() -> Language:
    """Return the language of the page: its address's, its voice's, or else English."""
    # Asked some forty times a page: what is known already must cost one look.
    try:
        language = g.language
    except (AttributeError, RuntimeError):
        language = _found()
    return language or LANGUAGES[BASE]


def _found() -> Language | None:
    if not has_request_context():
        return None
    g.language = LANGUAGES.get(_code(asked_for() or _sent_in()))
    return g.language  # type: ignore[no-any-return]


def asked_for() -> str:
    """Return the code of the voice that the address names, or nothing."""
    return request.args.get(IN, "")


def ways_in(code: str | None = None) -> dict[str, str]:
    """Return what an address needs so that its page is in this language; English needs nothing."""
    code = page_language().code if code is None else code
    return {} if code == BASE else {IN: code}


def in_query() -> str:
    """Return what follows a plain address so that its page is in this language."""
    code = page_language().code
    return "" if code == BASE else f"?{IN}={code}"


def in_english() -> str | None:
    """Return what leads to this page in English; None for one that an address does not open."""
    is_open = has_request_context() and request.method == "GET"
    return f"?{IN}={BASE}" if is_open else None


def is_site_checked() -> bool:
    """Return whether a speaker checked the site's words in the language of the page."""
    return is_checked(page_language().code)


def written_in(language: str) -> Markup:
    """Return the attributes of words in another language than the page; else nothing."""
    if not language or language == page_language().code:
        return Markup("")
    other = LANGUAGES[language]
    return Markup(' lang="{}" dir="{}"').format(other.tag, other.direction)


def gettext(text: str) -> str:
    """Return words of the site in the language of the page; in English where they are missing."""
    return said_in(page_language().code, text)


def ngettext(one: str, many: str, number: int) -> str:
    """Return words with a number in the language of the page."""
    return catalogue(page_language().code).ngettext(one, many, number)


def said_in(language: str, text: str) -> str:
    """Return words of the site in some language."""
    return catalogue(language).gettext(text)


def told(error: AnswerError) -> str:
    """Return what an error says to the person, in the language of the page."""
    params = {
        name: gettext(value) if isinstance(value, str) else value
        for name, value in error.params.items()
    }
    return gettext(MESSAGES[error.code]).format(**params)


def day(value: date) -> str:
    """Say a day as people do in the language of the page: 14 November 2026, 14 Tachwedd 2026."""
    code = page_language().code
    if code == BASE:
        return f"{value.day} {value:%B %Y}"
    # Its tables take a while to load, and English never needs them.
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(value, "d MMMM y", locale=code)


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """Return the site's words in a language, made from its file of translations when first asked.

    The files are kept as translators edit them, so there is nothing to compile or to forget.
    """
    if language == BASE:
        return NullTranslations()
    # English never needs these.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (CATALOGUES / f"{language}.po").open("rb") as file:
        known = read_po(file, locale=language)
    made = io.BytesIO()
    write_mo(made, known)
    made.seek(0)
    return GNUTranslations(made)


def _sent_in() -> str:
    try:
        return request.form.get(SHOWN_IN, "")
    except RequestEntityTooLarge:
        # A form that is refused for its size is not read; what says so is in English.
        return ""


def _code(voice: str) -> str:
    return voice.rpartition("-")[2]
