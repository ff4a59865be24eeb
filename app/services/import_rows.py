"""What each row of an imported file says: words to store, or the reason why it is refused."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.tabular import Row, Table

LONGEST_TEXT = 5000
LONGEST_QUESTION = 300
LONGEST_GROUP = 80
OLDEST = date(1990, 1, 1)
NO_QUESTION = "What did people tell us?"
# ISO first, then the ways people in the United Kingdom write a day.
DAYS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y",
)  # fmt: skip

TIME = re.compile(r"[ T]\d{1,2}:\d{2}.*$")

NO_WORDS = "There are no words in it."
TOO_LONG = f"The words are longer than {LONGEST_TEXT:,} characters."
QUESTION_LONG = f"The question is longer than {LONGEST_QUESTION} characters."
GROUP_LONG = f"A group is longer than {LONGEST_GROUP} characters."
RUNS_OVER = (
    "It has more cells than the first row. Put quotation marks around words that hold a comma."
)
FORMULA = "A formula in it was saved without its result. Open the file, save it, and try again."
BROKEN_CELL = "The spreadsheet shows an error instead of words, which a formula made."
DAY_UNREADABLE = "The date cannot be read. Write it like 2026-11-14 or 14/11/2026."
DAY_FUTURE = "The date has not come yet."
DAY_OLD = f"The date is before {OLDEST.year}."
# What a spreadsheet shows where a formula went wrong, as when words begin with a dash.
BROKEN_CELLS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#SPILL!", "#VALUE!"}
)


class RowRefusedError(Exception):
    """A row cannot be stored; its text says why."""


@dataclass(frozen=True)
class Columns:
    """Which column holds what; only the words must be there."""

    text: str
    question: str = ""
    date: str = ""
    groups: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "text": self.text,
            "question": self.question,
            "date": self.date,
            "groups": list(self.groups),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Columns:
        """Return the columns that `as_data` described."""
        return cls(data["text"], data["question"], data["date"], tuple(data["groups"]))


@dataclass(frozen=True)
class Comment:
    """One row as it would be stored; `copy` counts the same row higher up in the file."""

    number: int
    question: str
    text: str
    day: date | None
    groups: tuple[tuple[str, str], ...]
    copy: int = 1


@dataclass(frozen=True)
class Refused:
    """One row that cannot be stored, as it stands in the file, and why."""

    number: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """Every row of a file: what would be stored, and what would not."""

    comments: tuple[Comment, ...]
    refused: tuple[Refused, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The distinct questions, in the order of the file."""
        return tuple(dict.fromkeys(comment.question for comment in self.comments))


def judge(table: Table, columns: Columns, *, today: date) -> Judged:
    """Judge every row of a file; none is left out of the answer."""
    places = {name: number for number, name in enumerate(table.header)}
    copies: Counter[Any] = Counter()
    comments: list[Comment] = []
    refused: list[Refused] = []
    for row in table.rows:
        try:
            question, text, day, groups = _read(row, columns, places, today)
        except RowRefusedError as error:
            refused.append(Refused(row.number, str(error), row.cells))
            continue
        copies[question, text, day, groups] += 1
        copy = copies[question, text, day, groups]
        comments.append(Comment(row.number, question, text, day, groups, copy))
    return Judged(tuple(comments), tuple(refused))


def day_of(text: str, *, today: date) -> date | None:
    """Return the day that a cell names, None for an empty one; a time after it is left out.

    Raises:
        RowRefusedError: it names none, or one that cannot be.
    """
    if not text:
        return None
    # "2026-11-14T09:05:00Z" and "14/11/2026 9:05 AM" both carry a time that we must not keep.
    day = TIME.sub("", " ".join(text.split()))
    found = next(filter(None, (_day(day, form) for form in DAYS)), None)
    if found is None:
        raise RowRefusedError(DAY_UNREADABLE)
    if found > today:
        raise RowRefusedError(DAY_FUTURE)
    if found < OLDEST:
        raise RowRefusedError(DAY_OLD)
    return found


def group_title(column: str) -> str:
    """Return what a way of dividing people is called: age_band becomes Age band."""
    return column.replace("_", " ").strip().capitalize()


def _read(
    row: Row, columns: Columns, places: dict[str, int], today: date
) -> tuple[str, str, date | None, tuple[tuple[str, str], ...]]:
    def cell(name: str) -> str:
        if name and places[name] in row.unread:
            raise RowRefusedError(FORMULA)
        return unicodedata.normalize("NFC", row.cells[places[name]]).strip() if name else ""

    if row.runs_over:
        raise RowRefusedError(RUNS_OVER)
    text = cell(columns.text)
    if not text:
        raise RowRefusedError(NO_WORDS)
    if text in BROKEN_CELLS:
        raise RowRefusedError(BROKEN_CELL)
    if len(text) > LONGEST_TEXT:
        raise RowRefusedError(TOO_LONG)
    question = _wording(cell(columns.question))
    groups = tuple((group_title(name), cell(name)) for name in columns.groups if cell(name))
    if any(len(value) > LONGEST_GROUP for _, value in groups):
        raise RowRefusedError(GROUP_LONG)
    return question, text, day_of(cell(columns.date), today=today), groups


def _wording(cell: str) -> str:
    # Double braces would be read as a place for an earlier answer.
    wording = " ".join(cell.replace("{", "(").replace("}", ")").split())
    if len(wording) > LONGEST_QUESTION:
        raise RowRefusedError(QUESTION_LONG)
    return wording or NO_QUESTION


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
