"""How reports say numbers and days, the same in every part."""

from __future__ import annotations

from datetime import date
from typing import Any

WITHHELD = "withheld"


def share(line: dict[str, Any]) -> str:
    """Say a share with its interval."""
    return f"{line['share']:.0%} (from {line['low']:.0%} to {line['high']:.0%})"


def interval(option: dict[str, Any]) -> str:
    """Say a share with its interval, or that it is withheld."""
    return WITHHELD if option["count"] is None else share(option)


def count(count: int | None) -> str:
    """Say a count, or that it is withheld."""
    return WITHHELD if count is None else f"{count:,}"


def people(count: int) -> str:
    """Say a number of people."""
    return f"{count:,} {'person' if count == 1 else 'people'}"


def day(value: str) -> str:
    """Say a day as people do."""
    day = date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}"
