"""Column types: times in UTC, and enums stored as their words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from enum import StrEnum


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always with its time zone, always UTC.

    SQLite forgets time zones, so it is given UTC and what it returns is marked as UTC.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone and turn the others to UTC.

        Raises:
            ValueError: the time has no zone.
        """
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the time marked as UTC."""
        del dialect
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def word(kind: type[StrEnum]) -> Enum:
    """Return a column type that stores an enum's words and checks them in the database."""
    return Enum(
        kind,
        native_enum=False,
        length=32,
        create_constraint=True,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
