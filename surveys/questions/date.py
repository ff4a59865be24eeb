"""Questions answered with a day, a month or a year."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys.errors import AnswerError
from surveys.questions import Given, Question, Raw, first

PRECISIONS = {"day": ("day", "month", "year"), "month": ("month", "year"), "year": ("year",)}
NEEDED = {"day": "date_needed", "month": "date_month_needed", "year": "date_year_needed"}
YEARS = (1900, 2100)
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Date(Question, kind="date"):
    """A date as precise as the question needs: a day, a month or a year.

    Stored as 2026-03-27, 2026-03 or 2026, so that no day is made up where none was given.
    """

    control: ClassVar[str] = "date"
    precision: str = "day"

    def parts(self) -> tuple[str, ...]:
        """Return a part for each number that is asked for."""
        return (*PRECISIONS[self.precision], *super().parts()[1:])

    def parse(self, raw: Raw) -> Given:
        """Return the date.

        Raises:
            AnswerError: a number is missing, or there is no such day.
        """
        numbers = {part: self._number(raw, part) for part in PRECISIONS[self.precision]}
        year, month = numbers["year"], numbers.get("month", 1)
        if not YEARS[0] <= year <= YEARS[1] or not 1 <= month <= MONTHS:
            raise AnswerError("date_unreal")
        if self.precision == "year":
            return Given(value=f"{year:04}")
        if self.precision == "month":
            return Given(value=f"{year:04}-{month:02}")
        try:
            return Given(value=date(year, month, numbers["day"]).isoformat())
        except ValueError:
            raise AnswerError("date_unreal") from None

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the numbers as a form sends them."""
        numbers = [str(int(number)) for number in str(given.value).split("-")]
        return {part: [n] for part, n in zip(("year", "month", "day"), numbers, strict=False)}

    def say(self, given: Given) -> str:
        """Return the date as people say it."""
        numbers = [int(number) for number in str(given.value).split("-")]
        words = [str(numbers[0])]
        if len(numbers) > 1:
            words.insert(0, calendar.month_name[numbers[1]])
        return " ".join([str(n) for n in numbers[2:]] + words)

    def _number(self, raw: Raw, part: str) -> int:
        sent = first(raw, part)
        if not (sent.isascii() and sent.isdigit()) or len(sent) > 4:  # noqa: PLR2004
            raise AnswerError(NEEDED[self.precision])
        return int(sent)
