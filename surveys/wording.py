"""Piping: an earlier answer said again in a later wording."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.definition import Definition
    from surveys.given import Given

# {{ who_helps | someone you trust }}: the answer to who_helps, or the words after the bar.
PIPE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*(?:\|\s*([^{}]*?)\s*)?\}\}")
BLANK = "…"


def pipe(text: str, definition: Definition, answers: Mapping[str, Given]) -> str:
    """Return a wording with earlier answers said in it.

    A question that was not answered, or answered with “not sure” or “rather not say”, gives the
    words after the bar, or “…” when there are none.
    """
    questions = {question.key: question for question in definition.questions()}

    def say(match: re.Match[str]) -> str:
        key, fallback = match.group(1), match.group(2) or BLANK
        given = answers.get(key)
        if given is None or given.special or key not in questions:
            return fallback
        return questions[key].as_text(given)

    return PIPE.sub(say, text)


def unpiped(text: str) -> str:
    """Return a wording as it is for everybody: with the words after the bar for each answer.

    >>> unpiped("Does {{ who | your worker }} listen?")
    'Does your worker listen?'
    """
    return PIPE.sub(lambda match: match.group(2) or BLANK, text)


def piped(text: str) -> frozenset[str]:
    """Return the questions whose answers a wording says."""
    return frozenset(match.group(1) for match in PIPE.finditer(text))


def is_broken(text: str) -> bool:
    """Return whether a wording has double braces that say no answer."""
    rest = PIPE.sub("", text)
    return "{{" in rest or "}}" in rest
