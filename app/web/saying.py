"""An answer as its giver reads it back, in the language of the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from app.web import languages
from app.web.languages import gettext
from surveys.languages import BASE
from surveys.questions import SPECIALS
from surveys.questions.choice import OTHER, OTHER_LABEL

if TYPE_CHECKING:
    from app.services.responding_views import CheckedAnswer
    from surveys.questions import Given, Question

# A whole day, which can be said in any language; less than that stays in numbers.
WHOLE_DAY = 10


def said(one: CheckedAnswer) -> str:
    """Return what was given to one question, or that nothing was."""
    if languages.page_language().code == BASE or one.asked is None or one.given is None:
        return gettext(one.answer)
    if one.given.special:
        return gettext(SPECIALS[one.given.special])
    return _said(one.asked, one.given)


def said_language(one: CheckedAnswer) -> str:
    """Return the language of what was chosen for one question; nothing where it is the page's.

    What a person wrote is in a language that nobody can know.
    """
    is_chosen = one.given is not None and not one.given.special and not one.given.text
    if one.asked is None or not is_chosen or one.asked.kind == "scale_0_10":
        return ""
    return one.language if getattr(one.asked, "options", ()) else ""


def _said(question: Question, given: Given) -> str:
    if question.is_file:
        return gettext("A photo" if question.kind == "photo" else "A recording")
    if question.kind == "date":
        text = str(given.value)
        return languages.day(date.fromisoformat(text)) if len(text) == WHOLE_DAY else text
    if question.kind == "scale_0_10":
        return gettext("%(number)s out of 10") % {"number": given.value}
    values = given.value if isinstance(given.value, list) else [given.value]
    if not getattr(question, "other", False) or OTHER not in values:
        return question.say(given)
    rest = [value for value in values if value != OTHER]
    chosen = [question.say(replace(given, value=rest, text=None))] if rest else []
    return "; ".join([*chosen, f"{gettext(OTHER_LABEL)}: {given.text}"])
