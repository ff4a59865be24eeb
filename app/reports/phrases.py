"""How reports say numbers and days, the same in every part."""

from __future__ import annotations

from datetime import date
from typing import Any

WITHHELD = "withheld"
ONE_PERCENT = 0.01


def share(line: dict[str, Any]) -> str:
    """Say a share with its interval."""
    share, low, high = (percent(line[name]) for name in ("share", "low", "high"))
    return f"{share} (from {low} to {high})"


def percent(share: float) -> str:
    """Say a share of 0 to 1; under one in a hundred with a decimal, so that few are not none."""
    return f"{share:.1%}" if 0 < share < ONE_PERCENT else f"{share:.0%}"


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
