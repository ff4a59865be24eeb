"""Files of strangers: whatever can be read becomes rows, and whatever cannot is refused."""

import io
import json
import resource
import sys
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import tabular
from app.domain.errors import Invalid
from app.tabular import BrokenFileError, Row, Table, parse, table
from app.tabular import __main__ as child


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(content, part, text):
    """Return a workbook in which one part is replaced."""
    source = zipfile.ZipFile(io.BytesIO(content))
    members = {name: source.read(name) for name in source.namelist()}
    return zipped(**(members | {part: text}))


class TestRead:
    def test_reads_a_text_file_in_a_child(self):
        """A comma-separated file becomes a header and numbered rows."""
        table = tabular.read(b"text,date\nGood,2026-01-02\n")

        assert Table(("text", "date"), (Row(2, ("Good", "2026-01-02")),)) == table

    def test_reads_a_workbook_in_a_child(self):
        """The first sheet of a workbook becomes a header and numbered rows."""
        table = tabular.read(workbook(["text", "age"], ["Good", 12]))

        assert Table(("text", "age"), (Row(2, ("Good", "12")),)) == table

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"PK\x03\x04 not a zip",
            b"text\n\x00\x01",
            b'text\n"never closed',
            zipped(**{"a.xml": "<a/>"}),
        ],
        ids=["empty", "no zip", "binary", "quote", "no book"],
    )
    def test_refuses_what_it_cannot_read(self, content):
        """Anything unreadable is a broken file, and nothing else happens."""
        with pytest.raises(Invalid) as refused:
            tabular.read(content)

        assert "file_broken" == refused.value.code

    @pytest.mark.parametrize(
        "content",
        [
            zipped(**{f"{n}.xml": "" for n in range(201)}),
            zipped(**{"xl/workbook.xml": b" " * (51 * 1024 * 1024)}),
            b"a\n" * 100_001,
            b"text\n" + b"x" * 32_001 + b"\n",
        ],
        ids=["members", "bomb", "cells", "cell"],
    )
    def test_says_when_there_is_too_much(self, content):
        """Anything enormous is told apart from what is broken, so that people know what to do."""
        with pytest.raises(Invalid) as refused:
            tabular.read(content)

        assert "file_too_large" == refused.value.code

    def test_refuses_entities(self):
        """A sheet that declares an entity is not opened."""
        bad = (
            '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]>'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            "<sheetData><row><c t='inlineStr'><is><t>&a;</t></is></c></row></sheetData></worksheet>"
        )

        with pytest.raises(Invalid):
            tabular.read(with_part(workbook(["text"]), "xl/worksheets/sheet1.xml", bad))


class TestMain:
    def test_limits_itself_and_prints_the_table(self, monkeypatch, capsys):
        """The child bounds memory, time and files before it reads anything."""
        limits = {}
        monkeypatch.setattr(
            resource, "setrlimit", lambda which, pair: limits.update({which: pair})
        )
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"text\nGood\n")))

        assert 0 == child.main()
        read = Table.from_data(json.loads(capsys.readouterr().out))
        assert Table(("text",), (Row(2, ("Good",)),)) == read
        assert (0, 0) == limits[resource.RLIMIT_FSIZE]
        assert {resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE} == set(limits)

    def test_tells_its_parent_that_there_is_too_much(self, monkeypatch):
        """The child ends with a number of its own."""
        monkeypatch.setattr(resource, "setrlimit", lambda which, pair: None)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\n" * 100_001)))

        assert child.TOO_MUCH == child.main()


class TestParse:
    def test_gives_every_column_a_name_of_its_own(self):
        """A missing name is a number, and a repeated one gets its number."""
        table = parse(b"text,,text\na,b,c\n")

        assert ("text", "Column 2", "text (3)") == table.header

    def test_pads_short_rows(self):
        """A row that ends early has empty cells, and empty ones beyond the header are nothing."""
        assert [("1", ""), ("1", "2")] == [row.cells for row in parse(b"a,b\n1\n1,2,,\n").rows]

    def test_knows_a_row_that_runs_over(self):
        """Words with a comma and no quotation marks are noticed, and no cell is lost."""
        table = parse(b"words,area\nGood, but slow,North\nGood,North\n")

        assert ("words", "area") == table.header
        assert [True, False] == [row.runs_over for row in table.rows]
        assert ("Good", "but slow", "North") == table.rows[0].cells

    def test_takes_commas_in_one_column_for_what_they_are(self):
        """A file of one column has nothing that parts cells, so its words stay whole."""
        table = parse(b'words\nBad, very bad\n"Good; ""really"", good"\n')

        assert [("Bad, very bad",), ('Good; "really", good',)] == [row.cells for row in table.rows]

    def test_keeps_an_unnamed_column_of_a_sheet(self):
        """Cells of a sheet cannot run over, so a column without a name is a column."""
        table = parse(workbook(["a"], ["1", "2"]))

        assert (("a", "Column 2"), ("1", "2")) == (table.header, table.rows[0].cells)

    @pytest.mark.parametrize("line", [b"sep=;\r\n", b"SEP=;\n"])
    def test_takes_the_line_of_excel_for_no_row(self, line):
        """A first line that says what parts the cells is obeyed and left out."""
        table = parse(line + b"text;date\nGood, well;2026-01-02\n")

        assert Table(("text", "date"), (Row(2, ("Good, well", "2026-01-02")),)) == table

    def test_knows_a_formula_without_its_result(self):
        """A row whose formula was never worked out is there, and says which cell it is."""
        table = parse(workbook(["text", None, "n"], ["Good", None, 1], ["=A2", None, 2]))

        assert [(), (0,)] == [row.unread for row in table.rows]
        assert table == Table.from_data(json.loads(json.dumps(table.as_data())))

    def test_numbers_rows_as_a_spreadsheet_does(self):
        """Blank rows are left out, and the others keep their numbers."""
        table = parse(b"\ntext,\n\nGood,\n,\nBad,\n")

        assert [(4, ("Good",)), (6, ("Bad",))] == [(row.number, row.cells) for row in table.rows]

    def test_reads_the_cells_of_a_workbook_as_text(self):
        """Dates, whole numbers and gaps are written as people would write them."""
        table = parse(
            workbook(
                ["a", "b", "c", "d", "e"],
                [datetime(2026, 1, 2), datetime(2026, 1, 2, 9, 5), 3.0, 2.5, None],
                [True, "x", None, None, "y"],
            )
        )

        assert ("2026-01-02", "2026-01-02 09:05", "3", "2.5", "") == table.rows[0].cells

    def test_takes_control_characters_away(self):
        """Characters that say nothing are left out, and line ends stay."""
        assert (("a\nb",),) == tuple(row.cells for row in parse(b'text\n"a\x07\nb"\n').rows)

    def test_needs_a_header(self):
        """A file in which nothing is written is broken."""
        with pytest.raises(BrokenFileError):
            parse(b"\n,,\n")

    def test_counts_the_cells_that_padding_would_make(self):
        """One wide row cannot make every other row as wide."""
        with pytest.raises(BrokenFileError):
            parse(b",".join([b"a"] * 1_000) + b"\n" + b"b\n" * 1_000)

    def test_refuses_to_open_a_workbook_without_its_guard(self, monkeypatch):
        """Without defusedxml no spreadsheet is opened."""
        monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)

        with pytest.raises(BrokenFileError):
            parse(workbook(["text"]))

    def test_refuses_a_long_cell_of_a_workbook(self, monkeypatch):
        """A cell of a workbook is no longer than one of a text file."""
        monkeypatch.setattr(table, "LONGEST_CELL", 3)

        with pytest.raises(BrokenFileError):
            parse(workbook(["text"]))

    @given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=8))
    def test_makes_rows_as_wide_as_the_header(self, records):
        """Whatever the cells hold, each row has one cell a column and survives its own data."""
        table = parse(workbook_free(records))

        assert {len(table.header)} >= {len(row.cells) for row in table.rows}
        assert table == Table.from_data(json.loads(json.dumps(table.as_data())))


def workbook_free(records):
    import csv

    stream = io.StringIO(newline="")
    clean = [[c.replace("\0", "").encode("utf-8", "ignore").decode() for c in r] for r in records]
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["one", "two"], *clean])
    return stream.getvalue().encode()
