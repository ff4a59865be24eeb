"""Records become a table: a header of distinct names, and rows with what is wrong with each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Source of the limits: SECURITY R-54.
MOST_CELLS = 100_000
LONGEST_CELL = 32_000
MOST_TEXT = 50 * 1024 * 1024
LONGEST_NAME = 100
# Control characters say nothing to people and some databases refuse them; line ends stay.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BrokenFileError(Exception):
    """The file cannot be read."""


class TooMuchError(BrokenFileError):
    """The file holds more than anything we take."""


@dataclass(frozen=True)
class Record:
    """The cells of one line as they were found, and the places of those that hid what they say."""

    cells: list[str]
    unread: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row under the header; `number` counts as a spreadsheet does, the header included.

    A row that runs over has more cells than the header, as when a comma stood in words without
    quotation marks. `unread` are the places of formulas whose result was not saved.
    """

    number: int
    cells: tuple[str, ...]
    runs_over: bool = False
    unread: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """A header of distinct names, and rows that are as wide as it, or run over."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "header": self.header,
            "rows": [[row.number, *row.cells] for row in self.rows],
            "runs_over": [row.number for row in self.rows if row.runs_over],
            "unread": [[row.number, *row.unread] for row in self.rows if row.unread],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Table:
        """Return the table that `as_data` described; older data says nothing of bad rows."""
        over = set(data.get("runs_over", ()))
        unread = {number: tuple(places) for number, *places in data.get("unread", ())}
        rows = (
            Row(number, tuple(cells), number in over, unread.get(number, ()))
            for number, *cells in data["rows"]
        )
        return cls(tuple(data["header"]), tuple(rows))


def table_of(records: Iterable[Record], *, may_run_over: bool) -> Table:
    """Return the table of some records; where no row may run over, the widest is the width.

    Raises:
        BrokenFileError: nothing is written in them.
        TooMuchError: there is too much of something.
    """
    filled = [(n, r) for n, r in enumerate(_tidied(records), 1) if r.unread or any(r.cells)]
    if not filled:
        raise BrokenFileError("no header")
    first = filled[0][1].cells
    width = len(first) if may_run_over else max(len(record.cells) for _, record in filled)
    if width * len(filled) > MOST_CELLS:
        raise TooMuchError("too many cells")
    # A column in which nothing is written, header included, is an accident of the spreadsheet.
    used = [place for place in range(width) if any(_says(r, place) for _, r in filled)]
    header = _names([_at(first, place) for place in used])
    return Table(header, tuple(_row(number, record, used, width) for number, record in filled[1:]))


def _tidied(records: Iterable[Record]) -> Iterator[Record]:
    cells = letters = 0
    for record in records:
        cells += max(len(record.cells), 1)
        letters += sum(map(len, record.cells))
        if cells > MOST_CELLS or letters > MOST_TEXT:
            raise TooMuchError("too many cells")
        if any(len(cell) > LONGEST_CELL for cell in record.cells):
            raise TooMuchError("a cell is too long")
        yield Record([CONTROL.sub("", cell).strip() for cell in record.cells], record.unread)


def _row(number: int, record: Record, used: Sequence[int], width: int) -> Row:
    over = tuple(record.cells[width:]) if any(record.cells[width:]) else ()
    cells = tuple(_at(record.cells, place) for place in used)
    unread = tuple(new for new, place in enumerate(used) if place in record.unread)
    return Row(number, cells + over, bool(over), unread)


def _says(record: Record, place: int) -> bool:
    return place in record.unread or bool(_at(record.cells, place))


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _names(header: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for number, given in enumerate(header, 1):
        name = given[:LONGEST_NAME] or f"Column {number}"
        while name in names:
            name = f"{name[:90]} ({number})"
        names.append(name)
    return tuple(names)
