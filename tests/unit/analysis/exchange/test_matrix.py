"""Matrices of noughts and ones: written, read back equal, and read as people make them."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.exchange import ExchangeError, matrix, tables
from analysis.exchange.matrix import Line, Matrix

WORD = st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc"]))
NAME = st.text("abcdefg hij", min_size=1, max_size=8).map(str.strip).filter(bool)
TAKEN = matrix.IDS | matrix.TEXTS | matrix.ABOUT


@st.composite
def matrices(draw):
    names = draw(st.lists(NAME.filter(lambda name: name not in TAKEN), min_size=1, unique=True))
    lines = []
    for key in draw(st.lists(NAME, min_size=1, max_size=4, unique=True)):
        themes = frozenset(draw(st.sets(st.sampled_from(names))))
        machine = frozenset(name for name in themes if draw(st.booleans()))
        groups = draw(st.dictionaries(st.sampled_from(["Age", "Area"]), NAME))
        groups = tuple(sorted(groups.items()))
        lines.append(Line(key, draw(WORD), themes, machine, "P1", draw(WORD), "Why?", groups))
    return Matrix(tuple(names), tuple(lines))


def table(content):
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return header, rows


class TestCsv:
    @given(matrices())
    def test_reads_back(self, made):
        """What is written as CSV is read back equal."""
        assert made == matrix.read(*table(matrix.as_csv(made)))

    def test_has_no_formula(self):
        """A comment that begins like a formula gets an apostrophe in front, and loses it again."""
        made = Matrix(("Home",), (Line("1", '=HYPERLINK("x")'),))
        header, rows = table(matrix.as_csv(made))

        assert '\'=HYPERLINK("x")' == rows[0][4]
        assert made == matrix.read(header, rows)

    def test_keeps_apart_names_that_hold_what_stands_between_names(self):
        """A machine's “Food; drink” comes back as the machine's, and a person's “Food” as theirs."""
        given = frozenset({"Food", "Food; drink"})
        line = Line("1", "Cold soup", given, frozenset({"Food; drink"}))
        made = Matrix(("Food", "Food; drink", "drink"), (line,))

        assert made == matrix.read(*table(matrix.as_csv(made)))

    def test_refuses_no_theme(self):
        """A matrix without a theme is none."""
        with pytest.raises(ExchangeError, match="no_themes"):
            matrix.as_csv(Matrix((), ()))


class TestXlsx:
    def test_reads_back(self):
        """The workbook holds the same rows, its marks as numbers, and no illegal letter."""
        made = Matrix(("Home",), (Line("1", "Cold\x00 room", frozenset({"Home"})),))
        book = openpyxl.load_workbook(io.BytesIO(matrix.as_xlsx(made)))
        rows = list(book.active.iter_rows(values_only=True))

        assert 1 == rows[1][5]
        assert "Cold room" == rows[1][4]

    @given(WORD)
    def test_takes_any_words(self, text):
        """Whatever people wrote, the workbook can be made."""
        assert tables.as_xlsx([[text]], "x")


class TestHarmless:
    @given(st.text(st.sampled_from("'=+-@ \tab"), max_size=6))
    def test_can_be_undone(self, text):
        """Every text comes back from its harmless form."""
        assert text == tables.plain(tables.harmless(text))


class TestRead:
    def test_reads_what_people_make(self):
        """Yes and x count, an empty cell is no, other columns are left out, capitals do not matter."""
        header = ["Comment", "Place", "Home", "Food"]
        found = matrix.read(header, [["It is cold", "York", "x", ""], ["Nice tea", "", "", "Yes"]])

        assert ("Home", "Food") == found.themes
        assert [{"Home"}, {"Food"}] == [set(line.themes) for line in found.lines]
        assert "It is cold" == found.lines[0].text

    @pytest.mark.parametrize(
        ("header", "rows", "code"),
        [
            (["a", "b"], [["1", "0"]], "no_sources"),
            (["comment", "Home"], [], "no_sources"),
            (["comment", "place"], [["x", "York"]], "no_themes"),
        ],
    )
    def test_refuses_what_is_no_matrix(self, header, rows, code):
        """Without comments or without themes there is nothing to read."""
        with pytest.raises(ExchangeError) as raised:
            matrix.read(header, rows)
        assert code == raised.value.code

    @given(
        st.integers(1, 4).flatmap(
            lambda n: st.lists(st.lists(st.text(max_size=8), min_size=n, max_size=n), min_size=1)
        )
    )
    def test_meets_any_table_with_its_own_error(self, records):
        """Any table is a matrix or refused."""
        try:
            assert matrix.read(records[0], records[1:]).themes
        except ExchangeError as error:
            assert error.code
