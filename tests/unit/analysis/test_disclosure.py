"""Small numbers withheld, and nothing shown that would reveal them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import THRESHOLD, withhold

COUNTS = st.integers(0, 40)
TABLES = st.dictionaries(st.sampled_from("abcdefg"), COUNTS, min_size=2, max_size=7)
SMALL = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), min_size=2, max_size=3)


def hidden(shown):
    return {name for name, count in shown.items() if count is None}


class TestWithhold:
    def test_hides_the_next_lowest_too(self):
        """One hidden cell could be worked out from the total, so the next lowest goes with it."""
        shown = withhold({"foster": 34, "kinship": 9, "residential": 4, "semi": 12})

        assert {"foster": 34, "kinship": None, "residential": None, "semi": 12} == shown

    def test_hides_nought(self):
        """Nought says something about everybody, and is withheld."""
        assert {"a", "b"} == hidden(withhold({"a": 34, "b": 9, "c": 12} | {"b": 0, "a": 6}))

    def test_hides_a_count_with_its_complement(self):
        """Three of forty who did not would be told by the thirty-seven who did."""
        assert {"raised": None, "not": None} == withhold({"raised": 37, "not": 3})

    def test_hides_more_until_enough_people_are_hidden(self):
        """Two noughts hide nothing when the rest adds up to the total."""
        assert {"a": None, "b": None, "c": None, "d": 9} == withhold(
            {"a": 0, "b": 0, "c": 8, "d": 9}
        )

    def test_shows_a_table_with_no_small_count(self):
        """Nothing is withheld without need."""
        assert {"a": 5, "b": 9} == withhold({"a": 5, "b": 9})
        assert {} == withhold({})

    def test_heeds_those_in_no_cell(self):
        """Two people who gave no answer could be worked out from the base."""
        assert {"a": 30, "b": None} == withhold({"a": 30, "b": 8}, base=40)
        assert {"a": 30, "b": 8} == withhold({"a": 30, "b": 8}, base=50)

    def test_judges_each_alone_where_people_may_be_in_several(self):
        """Of ticks, a small count and one that leaves few out are withheld, each by itself."""
        ticks = {"all but two": 38, "few": 3, "half": 20}

        assert {"all but two": None, "few": None, "half": 20} == withhold(
            ticks, exclusive=False, base=40
        )
        assert {"few"} == hidden(withhold(ticks, exclusive=False))

    def test_takes_another_threshold(self):
        """Outside the team the smallest count shown is ten."""
        assert {"a", "b"} == hidden(withhold({"a": 9, "b": 11, "c": 30}, threshold=10))

    @given(TABLES, st.integers(0, 20))
    def test_never_shows_a_small_count(self, cells, others):
        """No shown count is under the threshold, nor leaves fewer than that outside it."""
        base = sum(cells.values()) + others
        for exclusive in (True, False):
            shown = withhold(cells, exclusive=exclusive, base=base)
            kept = [count for count in shown.values() if count is not None]

            assert all(count >= THRESHOLD for count in kept)
            assert all(base - count == 0 or base - count >= THRESHOLD for count in kept) or (
                others >= THRESHOLD
            )
            assert all(shown[name] in (None, count) for name, count in cells.items())

    @given(SMALL, st.integers(0, 6))
    def test_leaves_nothing_to_work_out(self, cells, others):
        """Whoever knows the base and the shown counts has two values or more for each other."""
        base = sum(cells.values()) + others
        shown = withhold(cells, base=base)
        gone = sorted(hidden(shown))
        # What is in no cell is known when it is large, and a secret like the rest when small.
        known, slack = (others, 0) if others >= THRESHOLD else (0, others)
        if base - known < THRESHOLD or not gone:
            return
        left = base - known - sum(count for count in shown.values() if count is not None)
        fits = [
            values
            for values in product(range(left + 1), repeat=len(gone))
            if (sum(values) == left if not slack else sum(values) <= left)
        ]
        possible = [{values[place] for values in fits} for place in range(len(gone))]

        assert all(len(values) >= 2 for values in possible)

    @pytest.mark.parametrize("cells", [{"a": 3}, {"a": 2, "b": 1}])
    def test_hides_all_when_few_are_there(self, cells):
        """Of too few people nothing is shown at all."""
        assert set(cells) == hidden(withhold(cells))
