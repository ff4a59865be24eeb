"""Tables out as CSV and XLSX, with no cell that a spreadsheet would take for a formula.

Source of the marks: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from openpyxl import Workbook

from analysis.exchange import markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_CELL = 32_000
MARKED = re.compile("'*[\\s\ufeff]*[=+\\-@\t\r\n＝＋－＠]")


def as_csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return rows as CSV in UTF-8; the mark in front makes Excel read it as that."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([[_cell(cell) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig", errors="replace")


def as_xlsx(rows: Iterable[Sequence[str | int]], title: str) -> bytes:
    """Return rows as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def harmless(text: str) -> str:
    """Return the text of a cell with an apostrophe before what could be a formula."""
    return f"'{text}" if MARKED.match(text) else text


def plain(cell: str) -> str:
    """Return the text that `harmless` was given."""
    return cell[1:] if cell.startswith("'") and MARKED.match(cell) else cell


def _cell(cell: str | int) -> str | int:
    return harmless(markup.clean(cell))[:LONGEST_CELL] if isinstance(cell, str) else cell
