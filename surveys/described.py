"""A definition as a device without a signal needs it: every part of every field, in plain data.

What is answered where, and how it is read, are decided here; the device draws it, and judges
conditions and answers by the same rules (`app/static/js/capture/`). Both are tested on the same
cases.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from surveys.errors import MESSAGES
from surveys.questions.choice import LONGEST_OTHER, Chosen
from surveys.questions.grade import EVIDENCE, LONGEST, NOT_GRADED, Grade

if TYPE_CHECKING:
    from collections.abc import Collection

    from surveys.definition import Definition, Page
    from surveys.questions import Option, Question

# What a kind of question may set, beside what all have, and a device has to know.
RULES = ("max_length", "low", "high", "unit", "decimals", "precision", "partial", "other", "most")


def described(definition: Definition, parts: Collection[str] = ()) -> dict[str, Any]:
    """Return a definition as plain data: pages in order, each with the fields that it asks.

    Where `parts` are named, only pages of these are in it. Its variants come as data, for one
    device holds audits of several kinds. The same definition gives the same data.
    """
    return {
        "hash": definition.hash(),
        "title": definition.title,
        "introduction": definition.introduction,
        "thanks": definition.thanks,
        "pages": [_page(page) for page in definition.pages if not parts or page.part in parts],
        "variants": [variant.as_data() for variant in definition.variants],
        "messages": MESSAGES,
        "limits": {"other": LONGEST_OTHER, "evidence": LONGEST},
        "not_graded": NOT_GRADED,
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "key": page.key,
        "part": page.part,
        "title": page.title,
        "introduction": page.introduction,
        "show_if": page.show_if.as_data() if page.show_if else None,
        "questions": [_question(question) for question in page.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    own = {field.name for field in fields(question)}
    return {
        "key": question.key,
        "kind": question.kind,
        "control": question.control,
        "is_file": question.is_file,
        "label": question.label,
        "hint": question.hint,
        "required": question.required,
        "needed": question.needed,
        "parts": list(question.parts()),
        "special_is_choice": question.special_is_choice,
        "specials": [list(one) for one in question.specials],
        "show_if": question.show_if.as_data() if question.show_if else None,
        "options": [_option(one) for one in question.options]
        if isinstance(question, Chosen)
        else [],
        "evidence": EVIDENCE if isinstance(question, Grade) else "",
        "rules": {name: getattr(question, name) for name in RULES if name in own},
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "value": option.value,
        "label": option.label,
        "hint": option.hint,
        "exclusive": option.exclusive,
    }
