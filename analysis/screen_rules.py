"""The rules of the safeguarding screen, as their files have them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Rule:
    """One rule of the screen, with its reason and its own examples.

    `urgent` is the severity when the sentence says it is now. `topic` rules stay silent when the
    words are only the subject of a lesson, a leaflet or a talk. `unless` phrases in the same
    sentence silence the rule. `together` are pairs of phrases that count when one sentence has
    both, in any order.
    """

    id: str
    category: str
    severity: str
    why: str
    patterns: tuple[str, ...]
    must_catch: tuple[str, ...]
    must_not: tuple[str, ...]
    urgent: str = ""
    topic: bool = False
    unless: tuple[str, ...] = ()
    together: tuple[tuple[str, str], ...] = ()


def load(files: Iterable[Path]) -> tuple[Rule, ...]:
    """Return the rules of some lexicon files.

    Raises:
        TypeError: a rule lacks a field or has one that rules do not have.
    """
    return tuple(
        _rule(entry) for path in files for entry in tomllib.loads(path.read_text("utf-8"))["rule"]
    )


def _rule(entry: dict[str, Any]) -> Rule:
    fields: dict[str, Any] = {
        name: tuple(tuple(v) if isinstance(v, list) else v for v in value)
        if isinstance(value, list)
        else value
        for name, value in entry.items()
    }
    return Rule(**fields)
