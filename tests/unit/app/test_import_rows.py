"""Each row of a file says something, or is refused with its reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import import_rows
from app.services.import_rows import Columns, RowRefusedError, day_of, judge
from app.tabular import Row, Table

TODAY = date(2026, 11, 20)
cells = st.text(max_size=30)


def table(*rows, header=("text", "question", "date", "band")):
    return Table(header, tuple(Row(n, tuple(row)) for n, row in enumerate(rows, 2)))


def judged(*rows, columns=None):
    columns = columns or Columns("text", "question", "date", ("band",))
    return judge(table(*rows), columns, today=TODAY)


class TestJudge:
    @given(st.lists(st.tuples(cells, cells, cells, cells), max_size=10))
    def test_leaves_no_row_out(self, rows):
        """Every row is either a comment or a refusal, in the order of the file."""
        found = judged(*rows)

        numbers = [one.number for one in (*found.comments, *found.refused)]
        assert list(range(2, 2 + len(rows))) == sorted(numbers)

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ((" ", "", "", ""), import_rows.NO_WORDS),
            (("#NAME?", "", "", ""), import_rows.BROKEN_CELL),
            (("x" * 5001, "", "", ""), import_rows.TOO_LONG),
            (("x", "q" * 301, "", ""), import_rows.QUESTION_LONG),
            (("x", "", "soon", ""), import_rows.DAY_UNREADABLE),
            (("x", "", "2026-11-21", ""), import_rows.DAY_FUTURE),
            (("x", "", "1850-01-01", ""), import_rows.DAY_OLD),
            (("x", "", "", "g" * 81), import_rows.GROUP_LONG),
        ],
    )
    def test_says_why_a_row_is_refused(self, row, reason):
        """Each reason is one a person can act on."""
        assert [reason] == [one.reason for one in judged(row).refused]

    def test_refuses_a_row_that_runs_over(self):
        """Words that were cut at their comma are not taken in as if they were whole."""
        rows = (
            Row(2, ("Good", "but slow", "", "", ""), runs_over=True),
            Row(3, ("Good", "", "", "")),
        )
        found = judge(
            Table(("text", "question", "date", "band"), rows), Columns("text"), today=TODAY
        )

        assert [(2, import_rows.RUNS_OVER)] == [(one.number, one.reason) for one in found.refused]
        assert [3] == [one.number for one in found.comments]

    def test_refuses_a_formula_where_it_matters(self):
        """A formula without its result is refused in a column that is taken in, and only there."""
        rows = (Row(2, ("Good", "", "", ""), unread=(1,)),)
        whole = Table(("text", "question", "date", "band"), rows)
        refused = judge(whole, Columns("text", "question"), today=TODAY).refused

        assert [import_rows.FORMULA] == [one.reason for one in refused]
        assert () == judge(whole, Columns("text"), today=TODAY).refused

    def test_counts_identical_rows(self):
        """Two people who say the same are told apart by their order."""
        found = judged(("Good", "", "", ""), ("Bad", "", "", ""), ("Good", "", "", ""))

        assert [1, 1, 2] == [one.copy for one in found.comments]

    def test_makes_a_wording_that_asks_for_no_earlier_answer(self):
        """Double braces in a question are only brackets."""
        assert ("What ((x)) now?",) == judged(("Good", "What {{x}}\n now?", "", "")).questions

    def test_names_groups_as_people_say_them(self):
        """An empty group is no group."""
        columns = Columns("text", groups=("question", "band"))
        found = judged(("Good", "", "", "11 to 17"), columns=columns)

        assert (("Band", "11 to 17"),) == found.comments[0].groups


class TestDayOf:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-11-14",
            "2026-11-14T09:05:00Z",
            "2026-11-14 09:05",
            "14/11/2026",
            "14/11/2026 09:05:00",
            "14/11/2026 9:05 AM",
            "2026-11-14 09:05:00 UTC",
            "14/11/26",
            "14.11.2026",
            "14-11-2026",
            "14 November 2026",
            "14  Nov 2026",
        ],
    )
    def test_reads_iso_and_british_days(self, text):
        """The usual ways of writing a day mean the same, and a time is left out."""
        assert date(2026, 11, 14) == day_of(text, today=TODAY)

    def test_takes_an_empty_cell_for_no_day(self):
        """A row need not say when."""
        assert day_of("", today=TODAY) is None

    @given(st.text(min_size=1, max_size=20))
    def test_never_gives_a_day_that_cannot_be(self, text):
        """Whatever the cell holds, the day is between 1990 and today, or refused."""
        try:
            day = day_of(text, today=TODAY)
        except RowRefusedError:
            return

        assert day is None or import_rows.OLDEST <= day <= TODAY

    @pytest.mark.parametrize("text", ["11/14/2026", "09:05", "31/02/2026", "2026"])
    def test_refuses_other_ways(self, text):
        """A day that might be another one is not guessed."""
        with pytest.raises(RowRefusedError):
            day_of(text, today=TODAY)


class TestColumns:
    def test_comes_back_as_it_was(self):
        """What was chosen survives its column in the database."""
        columns = Columns("a", "b", "c", ("d",))

        assert columns == Columns.from_data(columns.as_data())
