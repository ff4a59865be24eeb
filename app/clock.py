"""The one clock: every time and day in Earshot is asked for here."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_frozen: list[datetime] = []


def now() -> datetime:
    """Return this moment in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today() -> date:
    """Return today's date in UTC."""
    return now().date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at one moment, for tests and for the demonstration data.

    Raises:
        ValueError: `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("the clock needs a time zone")
    _frozen.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
