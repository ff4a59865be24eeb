"""Read a CSV or XLSX file of strangers into rows of text, in a child process with limits.

A spreadsheet is a zip of XML, and a small one can unpack to fill the memory. So a file is read
by `python -m app.tabular`, which may use little memory and time, write no file, and sees no
setting; whatever goes wrong in it, the caller only learns that the file is broken, or that
there is too much in it.
"""

from __future__ import annotations

import json

from app import child
from app.tabular import text, workbook
from app.tabular.table import BrokenFileError, Row, Table, TooMuchError, table_of

__all__ = ["BrokenFileError", "Row", "Table", "TooMuchError", "parse", "read"]

WALL_SECONDS = 40


def read(content: bytes) -> Table:
    """Read a file in a child process.

    Raises:
        Invalid: `file_broken`, or `file_too_large` when there is more in it than we take.
    """
    found = child.output_of("app.tabular", content=content, seconds=WALL_SECONDS)
    return Table.from_data(json.loads(found))


def parse(content: bytes) -> Table:
    """Read a file in this process; only the child may do that with a file of a stranger.

    Raises:
        BrokenFileError: there is no header, or too much of something.
        Exception: whatever the readers meet.
    """
    if content.startswith(workbook.MARK):
        # An unnamed column of a sheet is a column all the same: its cells cannot run over.
        return table_of(workbook.records(content), may_run_over=False)
    return table_of(text.records(content), may_run_over=True)
