"""Groups: the bands that people put themselves in, copied from what they chose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveys.questions.choice import Chosen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.definition import Definition
    from surveys.questions import Given, Question


def groups_of(definition: Definition, givens: Mapping[str, Given]) -> dict[str, str]:
    """Return the bands that a person put themselves in; never their own words."""
    groups = {}
    for question in definition.questions():
        given = givens.get(question.key)
        if given is None or given.special or given.value is None:
            continue
        if question.group and isinstance(question, Chosen):
            groups[title_of(question)] = question.as_text(replace(given, text=None))
    return groups


def title_of(question: Question) -> str:
    """Return what a way of dividing people is called: age_band becomes Age band."""
    return (question.shared or question.key).replace("_", " ").capitalize()
