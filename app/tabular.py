"""Read a CSV or XLSX file of strangers into rows of text, in a child process with limits.

A spreadsheet is a zip of XML, and a small one can unpack to fill the memory. So a file is read
by `python -m app.tabular`, which may use little memory and time, write no file, and sees no
setting; whatever goes wrong in it, the caller only learns that the file is broken.

Source of the limits: SECURITY R-54, where each was measured.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 40
MOST_CELLS = 100_000
LONGEST_CELL = 32_000
MOST_TEXT = 50 * 1024 * 1024
MOST_MEMBERS = 200
MOST_UNPACKED = 50 * 1024 * 1024
CHUNK = 64 * 1024
SAMPLE = 64 * 1024
ZIP_MARK = b"PK\x03\x04"
DELIMITERS = (",", ";", "\t", "|")
# Control characters say nothing to people and some databases refuse them; line ends stay.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BrokenFileError(Exception):
    """The file cannot be read, or is larger than anything we take."""


@dataclass(frozen=True)
class Row:
    """One row under the header; `number` counts as a spreadsheet does, the header included."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A header of distinct names, and rows that are as wide as it."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"header": self.header, "rows": [[row.number, *row.cells] for row in self.rows]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Table:
        """Return the table that `as_data` described."""
        rows = tuple(Row(number, tuple(cells)) for number, *cells in data["rows"])
        return cls(tuple(data["header"]), rows)


def read(content: bytes) -> Table:
    """Read a file in a child process.

    Raises:
        Invalid: `file_broken`, whatever the reason.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-B", "-m", "app.tabular"],
            input=content,
            capture_output=True,
            cwd=Path(__file__).parents[1],
            env={"OPENBLAS_NUM_THREADS": "1"},
            timeout=WALL_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise Invalid("file_broken") from error
    return Table.from_data(json.loads(child.stdout))


def main() -> int:
    """Read a file from standard input and write the table to standard output, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    json.dump(parse(sys.stdin.buffer.read()).as_data(), sys.stdout)
    return 0


def parse(content: bytes) -> Table:
    """Read a file in this process; only the child may do that with a file of a stranger.

    Raises:
        BrokenFileError: there is no header, or too much of something.
        Exception: whatever the readers meet.
    """
    records = _workbook(content) if content.startswith(ZIP_MARK) else _text(content)
    return _table(_counted(records))


def _text(content: bytes) -> Iterator[list[str]]:
    text = decode(content)
    if "\0" in text:
        raise BrokenFileError("not a text")
    csv.field_size_limit(LONGEST_CELL)
    lines = io.StringIO(text, newline="")
    # Strict, because a quotation mark that never closes would swallow every row after it.
    yield from csv.reader(lines, delimiter=delimiter_of(text[:SAMPLE]), strict=True)


def decode(content: bytes) -> str:
    """Return the text of a file, in whichever of the usual encodings it is.

    Raises:
        BrokenFileError: it is in none of them.
    """
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BrokenFileError("unknown encoding")


def delimiter_of(sample: str) -> str:
    """Return what parts the cells: whatever gives the most rows as wide as the header."""
    best, found = (0.0, 0), ","
    for delimiter in DELIMITERS:
        records = [
            r for r in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if r
        ]
        if not records or len(records[0]) == 1:
            continue
        same = sum(len(record) == len(records[0]) for record in records) / len(records)
        if (same, len(records[0])) > best:
            best, found = (same, len(records[0])), delimiter
    return found


def _workbook(content: bytes) -> Iterator[list[str]]:
    _unpack_within_limits(content)
    import openpyxl  # noqa: PLC0415 - a text file does not need it

    if not openpyxl.DEFUSEDXML:
        raise BrokenFileError("defusedxml is missing, so no spreadsheet is safe to open")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(values_only=True):
        yield [_as_text(value) for value in cells]


def _unpack_within_limits(content: bytes) -> None:
    # Counted while unpacking: the sizes that a zip gives for its members may be lies.
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise BrokenFileError("too many members")
        for member in members:
            with archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    unpacked += len(chunk)
                    if unpacked > MOST_UNPACKED:
                        raise BrokenFileError("too large when unpacked")


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _counted(records: Iterable[list[str]]) -> Iterator[list[str]]:
    cells = letters = 0
    for record in records:
        cells += max(len(record), 1)
        letters += sum(map(len, record))
        if cells > MOST_CELLS or letters > MOST_TEXT:
            raise BrokenFileError("too many cells")
        if any(len(cell) > LONGEST_CELL for cell in record):
            raise BrokenFileError("a cell is too long")
        yield [CONTROL.sub("", cell).strip() for cell in record]


def _table(records: Iterable[list[str]]) -> Table:
    filled = [(n, record) for n, record in enumerate(records, 1) if any(record)]
    if not filled:
        raise BrokenFileError("no header")
    width = max(len(record) for _, record in filled)
    if width * len(filled) > MOST_CELLS:
        raise BrokenFileError("too many cells")
    padded = [(n, record + [""] * (width - len(record))) for n, record in filled]
    # A column in which nothing is written, header included, is an accident of the spreadsheet.
    used = [place for place in range(width) if any(record[place] for _, record in padded)]
    header = _names([padded[0][1][place] for place in used])
    rows = (Row(n, tuple(record[place] for place in used)) for n, record in padded[1:])
    return Table(header, tuple(rows))


def _names(header: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for number, given in enumerate(header, 1):
        name = given[:100] or f"Column {number}"
        while name in names:
            name = f"{name[:90]} ({number})"
        names.append(name)
    return tuple(names)


if __name__ == "__main__":
    raise SystemExit(main())
