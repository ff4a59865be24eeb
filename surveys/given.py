"""What a person gave to one question, and how a form sends it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

Json = None | bool | int | float | str | list[Any] | dict[str, Any]
Raw = Mapping[str, Sequence[str]]

DONT_KNOW = "dont_know"
PREFER_NOT = "prefer_not_to_say"


@dataclass(frozen=True)
class Given:
    """What a person gave to one question: a value, words, or an answer of its own kind.

    `special` is `dont_know` or `prefer_not_to_say`; it is never counted as a middle answer.
    """

    value: Json = None
    text: str | None = None
    special: str | None = None


def is_number(value: object) -> TypeGuard[float]:
    """Return whether a value is a finite number; true and false are none."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)
