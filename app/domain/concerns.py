"""The life of a concern: its states, the moves allowed, and its deadline by severity."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from app.domain.errors import Conflict


class Severity(StrEnum):
    """How soon a person must look. S0 is the most urgent.

    Source: the targets are Earshot's own judgement, set inside the one-working-day decision of
    Working Together to Safeguard Children (HM Government, 2023), and are for staffed hours.
    """

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"

    @property
    def label(self) -> str:
        """The severity in words."""
        return {"S0": "Critical", "S1": "High", "S2": "Medium", "S3": "Low"}[self.value]

    @property
    def target(self) -> str:
        """How soon a person must look, in words."""
        return {
            "S0": "within 15 minutes",
            "S1": "within 1 hour",
            "S2": "within 1 working day",
            "S3": "within 3 working days",
        }[self.value]


class ConcernState(StrEnum):
    """Where a concern stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"
    CLOSED = "closed"


MOVES: dict[ConcernState, frozenset[ConcernState]] = {
    ConcernState.OPEN: frozenset({ConcernState.ACKNOWLEDGED, ConcernState.ESCALATED}),
    ConcernState.ACKNOWLEDGED: frozenset({ConcernState.ESCALATED, ConcernState.CLOSED}),
    ConcernState.ESCALATED: frozenset({ConcernState.CLOSED}),
    ConcernState.CLOSED: frozenset(),
}

_MINUTES = {Severity.S0: 15, Severity.S1: 60}
_WORKING_DAYS = {Severity.S2: 1, Severity.S3: 3}
_SATURDAY = 5
_END_OF_DAY = time(17, 0)


def check_move(current: ConcernState, to: ConcernState) -> None:
    """Refuse a move that the life of a concern does not have.

    Raises:
        Conflict: the concern cannot go from `current` to `to`.
    """
    if to not in MOVES[current]:
        raise Conflict("concern_moved", current=current.value, to=to.value)


def deadline(severity: Severity, raised_at: datetime) -> datetime:
    """Return when a person must have looked.

    S0 and S1 run by the clock, day and night; S2 and S3 end at 17:00 of a working day,
    Monday to Friday. Bank holidays are not known and count as working days: early, not late.
    """
    if severity in _MINUTES:
        return raised_at + timedelta(minutes=_MINUTES[severity])
    day = raised_at.date()
    left = _WORKING_DAYS[severity]
    while left:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            left -= 1
    return datetime.combine(day, _END_OF_DAY, tzinfo=raised_at.tzinfo)


def worst(severities: list[Severity]) -> Severity:
    """Return the most urgent of one or more severities."""
    return min(severities, key=lambda severity: severity.value)
