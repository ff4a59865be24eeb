"""Tables of rows by columns: nothing small is shown, and nothing withheld can be worked out."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.disclosure import THRESHOLD, give_up_totals, withhold_table

COLUMNS = "abcd"


@st.composite
def tables(draw, *, most=16, rows=2):
    """Draw how many people stand in each column, and how many of them are in each row."""
    names = COLUMNS[: draw(st.integers(1, 4))]
    columns = {name: draw(st.integers(1, most)) for name in names}
    cells = {
        f"row {number}": {name: draw(st.integers(0, columns[name])) for name in names}
        for number in range(draw(st.integers(1, rows)))
    }
    return cells, columns


def bounds(shown):
    """Return the least and the most that each withheld number can be, by linear programming.

    It knows only what is shown: the people, and whichever columns, totals and cells are.
    """
    names, rows = [*shown.columns], [*shown.cells]
    place = {("", name): number for number, name in enumerate(names)}
    for row, name in product(rows, names):
        place[row, name] = len(place)
    equal, value, less = [], [], []

    def equation(keys, total):
        equal.append([float(key in keys) for key in place])
        value.append(total)

    if shown.people is not None:
        equation([("", name) for name in names], shown.people)
    for name, count in shown.columns.items():
        if count is not None:
            equation([("", name)], count)
    for row in rows:
        if shown.totals[row] is not None:
            equation([(row, name) for name in names], shown.totals[row])
        for name, count in shown.cells[row].items():
            if count is not None:
                equation([(row, name)], count)
            less.append([float(key == (row, name)) - float(key == ("", name)) for key in place])
    return {
        key: tuple(sign * _least(sign, number, len(place), equal, value, less) for sign in (1, -1))
        for key, number in place.items()
        if (shown.cells[key[0]] if key[0] else shown.columns)[key[1]] is None
    }


def _least(sign, number, width, equal, value, less):
    aim = np.zeros(width)
    aim[number] = sign
    found = linprog(
        aim,
        A_ub=less,
        b_ub=np.zeros(len(less)),
        A_eq=equal or None,
        b_eq=value or None,
        bounds=[(0, 10_000)] * width,
    )
    assert found.success, found.message
    return found.fun


class TestWithholdTable:
    def test_shows_a_table_with_no_small_count(self):
        """Nothing is withheld without need."""
        shown = withhold_table({"moves": {"a": 9, "b": 5}}, {"a": 20, "b": 10})

        assert (30, {"a": 20, "b": 10}) == (shown.people, shown.columns)
        assert ({"moves": 14}, {"moves": {"a": 9, "b": 5}}) == (shown.totals, shown.cells)

    def test_withholds_the_next_smallest_of_a_row(self):
        """A small cell could be worked out from its row, so the next smallest goes with it."""
        shown = withhold_table({"moves": {"a": 9, "b": 3, "c": 7}}, {"a": 20, "b": 30, "c": 20})

        assert {"moves": {"a": 9, "b": None, "c": None}} == shown.cells
        assert {"moves": 19} == shown.totals

    def test_withholds_a_cell_that_nearly_all_are_in(self):
        """Of ten people eight in a row leave two outside it, and tell of them."""
        shown = withhold_table({"moves": {"a": 8, "b": 10}}, {"a": 10, "b": 30})

        assert {"a": None, "b": None} == shown.cells["moves"]

    def test_withholds_more_until_enough_people_are_hidden(self):
        """Two noughts hide nothing while the rest adds up to the row."""
        cells = {"moves": {"a": 0, "b": 0, "c": 8, "d": 9}}
        shown = withhold_table(cells, {"a": 9, "b": 9, "c": 20, "d": 20})

        assert {"a": None, "b": None, "c": None, "d": 9} == shown.cells["moves"]

    def test_withholds_a_column_of_few_in_every_row(self):
        """A column of three people is withheld with the next smallest, all the way down."""
        cells = {"moves": {"a": 3, "b": 6, "c": 12}, "money": {"a": 0, "b": 7, "c": 9}}
        shown = withhold_table(cells, {"a": 3, "b": 12, "c": 40})

        assert {"a": None, "b": None, "c": 40} == shown.columns
        assert {"a": None, "b": None, "c": 12} == shown.cells["moves"]
        assert {"a": None, "b": None, "c": 9} == shown.cells["money"]

    def test_withholds_a_row_of_few(self):
        """A row that four people are in says nothing at all, and so does one that four are not."""
        cells = {"few": {"a": 2, "b": 2}, "most": {"a": 18, "b": 18}}
        shown = withhold_table(cells, {"a": 20, "b": 20})

        assert {"few": None, "most": None} == shown.totals
        assert {None} == {count for row in shown.cells.values() for count in row.values()}

    def test_shows_nothing_of_very_few_people(self):
        """Of four people not even their number is shown."""
        shown = withhold_table({"moves": {"a": 2}}, {"a": 4})

        assert (None, {"a": None}, {"moves": None}) == (shown.people, shown.columns, shown.totals)

    @given(tables(most=40, rows=3))
    def test_shows_only_what_is_so_and_not_small(self, table):
        """A shown number is the true one, and leaves the threshold on either side."""
        cells, columns = table
        shown = withhold_table(cells, columns)

        for row, name in product(cells, columns):
            count = shown.cells[row][name]
            if count is not None:
                assert cells[row][name] == count
                assert THRESHOLD <= count <= columns[name] - THRESHOLD
                assert columns[name] == shown.columns[name]
        for row, total in shown.totals.items():
            assert total in (None, sum(cells[row].values()))

    @given(tables())
    @settings(max_examples=200, deadline=None)
    def test_leaves_withheld_numbers_wide_bounds(self, table):
        """By linear programming, no withheld number is known to within the threshold."""
        shown = withhold_table(*table)

        if shown.people is not None:
            assert [] == [
                (key, low, high)
                for key, (low, high) in bounds(shown).items()
                if high - low < THRESHOLD - 1e-6
            ]

    @given(tables(most=4, rows=1), st.integers(2, 3))
    def test_leaves_more_than_one_way_to_fill_each_gap(self, table, threshold):
        """Counting every small table that shows the same, each gap has several values."""
        cells, columns = table
        shown = withhold_table(cells, columns, threshold=threshold)
        if shown.people is None:
            return
        worlds = [*_worlds(shown, "row 0")]
        for name, count in shown.cells["row 0"].items():
            assert count is not None or len({world[name] for world in worlds}) > threshold

    @pytest.mark.parametrize("cells", [{"row": {"a": 6, "b": 5}}, {"row": {"a": 5, "b": 6}}])
    def test_can_fail(self, cells):
        """The judge of these tests notices a table with one gap that its row fills."""
        shown = withhold_table(cells, {"a": 20, "b": 20})
        shown.cells["row"]["a"] = None

        assert {("row", "a"): (cells["row"]["a"],) * 2} == bounds(shown)


def _worlds(shown, row):
    # Every way to fill in a table of one row that agrees with all that is shown.
    names = [*shown.columns]
    total, people = shown.totals[row], shown.people
    sizes = [
        [count] if count is not None else range(people + 1) for count in shown.columns.values()
    ]
    for size in product(*sizes):
        if sum(size) != people:
            continue
        ranges = [
            [shown.cells[row][name]] if shown.cells[row][name] is not None else range(most + 1)
            for name, most in zip(names, size, strict=True)
        ]
        for counts in product(*ranges):
            if total is None or sum(counts) == total:
                yield dict(zip(names, counts, strict=True))


class TestGiveUpTotals:
    def test_shows_a_large_column_in_the_place_of_the_total(self):
        """Where one tiny column would hide every other, the total is withheld and they stand."""
        cells, columns = {"moves": {"large": 30, "tiny": 1}}, {"large": 60, "tiny": 2}
        shown = give_up_totals(withhold_table(cells, columns), cells, columns)

        assert {"large": 30, "tiny": None} == shown.cells["moves"]
        assert {"moves": None} == shown.totals

    def test_keeps_the_total_beside_shown_columns(self):
        """A row with a column that is shown keeps its total and what is withheld."""
        cells = {"moves": {"a": 30, "b": 12, "c": 1}}
        columns = {"a": 60, "b": 30, "c": 3}
        shown = withhold_table(cells, columns)

        assert {"a": 30, "b": None, "c": None} == shown.cells["moves"]
        assert shown == give_up_totals(shown, cells, columns)

    def test_shows_no_hidden_column(self):
        """A column that must not be shown does not stand in the place of the total."""
        cells, columns = {"moves": {"large": 30, "tiny": 1}}, {"large": 60, "tiny": 2}
        shown = withhold_table(cells, columns, hidden=["large"])

        assert shown == give_up_totals(shown, cells, columns, hidden=["large"])
        assert 31 == shown.totals["moves"]

    @given(tables())
    def test_leaves_nothing_small(self, table):
        """Whatever stands in the place of a total has five in it and five not."""
        cells, columns = table
        shown = give_up_totals(withhold_table(cells, columns), cells, columns)

        assert all(
            count is None or min(count, columns[name] - count) >= THRESHOLD
            for row in shown.cells.values()
            for name, count in row.items()
        )
