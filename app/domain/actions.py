"""The life of an improvement action: its states, and when it is late."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class ActionState(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    """How soon an action must begin."""

    IMMEDIATE = "immediate"
    STANDARD = "standard"


def is_overdue(state: ActionState, due_on: date, today: date) -> bool:
    """Return whether an open action has passed its day."""
    return state is ActionState.OPEN and due_on < today
