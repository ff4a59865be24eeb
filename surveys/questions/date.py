"""Questions answered with a day, a month or a year."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys.errors import AnswerError
from surveys.given import Given, Raw
from surveys.questions import Question
from surveys.words import first

PRECISIONS = {"day": ("day", "month", "year"), "month": ("month", "year"), "year": ("year",)}
NEEDED = {"day": "date_needed", "month": "date_month_needed", "year": "date_year_needed"}
YEARS = (1900, 2100)
MOST_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Date(Question, kind="date"):
    """A date: `precision` is what is asked for, `partial` the least that will do.

    Stored as 2026-03-27, 2026-03 or 2026, so that no day is made up where none was given.
    """

    control: ClassVar[str] = "date"
    precision: str = "day"
    partial: str = ""

    def parts(self) -> tuple[str, ...]:
        """Return a part for each number that is asked for."""
        return (*PRECISIONS[self.precision], *super().parts()[1:])

    def parse(self, raw: Raw) -> Given:
        """Return the date.

        Raises:
            AnswerError: a number is missing, or there is no such day.
        """
        sent = {part: first(raw, part) for part in PRECISIONS[self.precision]}
        given = {part for part, number in sent.items() if number}
        least = set(PRECISIONS[self.partial or self.precision])
        if not least <= given or given not in [set(parts) for parts in PRECISIONS.values()]:
            raise AnswerError(NEEDED[self.partial or self.precision])
        numbers = [self._number(sent[part]) for part in ("year", "month", "day") if part in given]
        try:
            day = date(*[*numbers, 1, 1][:3])
        except (ValueError, OverflowError):
            raise AnswerError("date_unreal") from None
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise AnswerError("date_unreal")
        return Given(value="-".join(day.isoformat().split("-")[: len(numbers)]))

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the numbers as a form sends them."""
        numbers = [str(int(number)) for number in str(given.value).split("-")]
        return {part: [n] for part, n in zip(("year", "month", "day"), numbers, strict=False)}

    def say(self, given: Given) -> str:
        """Return the date as people say it."""
        year, *rest = [int(number) for number in str(given.value).split("-")]
        month = [calendar.month_name[rest[0]]] if rest else []
        return " ".join([*(str(day) for day in rest[1:]), *month, str(year)])

    def _number(self, sent: str) -> int:
        # Digits of every script; isdigit() says yes to "²" too, which int() cannot read.
        if not sent.isdecimal() or len(sent) > MOST_DIGITS:
            raise AnswerError(NEEDED[self.precision])
        return int(sent)
