"""Whether shown shares differ: exact chances of what is seen, and changes on a page of many."""

import random
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.differences import chances, changes
from analysis.prevalence import DOWN, TOO_FEW, UNCLEAR, UP, difference, prevalence


def counted_out(cells, place):
    """Count every table that would be shown, and those in which one count lies as far out."""
    total, mine = sum(one.count for one in cells), cells[place].count
    ways = {"all": 0, "more": 0, "less": 0}
    for counts in product(*(range(5, one.base - 4) for one in cells)):
        if sum(counts) != total:
            continue
        number = 1
        for one, count in zip(cells, counts, strict=True):
            number *= comb(one.base, count)
        ways["all"] += number
        ways["more"] += number * (counts[place] >= mine)
        ways["less"] += number * (counts[place] <= mine)
    return min(1.0, 2 * min(ways["more"], ways["less"]) / ways["all"])


SHOWN = st.integers(10, 30).flatmap(
    lambda base: st.builds(prevalence, st.integers(5, base - 5), st.just(base))
)


class TestChances:
    @given(st.lists(SHOWN, min_size=2, max_size=3))
    def test_are_those_of_every_table_counted_out(self, cells):
        """Each chance is that of all tables which would be shown, counted one by one."""
        expected = [counted_out(cells, place) for place in range(len(cells))]

        assert pytest.approx(expected, rel=1e-9) == list(chances(cells))

    def test_are_the_same_of_two(self):
        """Whether one is above the other is one question, so both have one answer."""
        one, other = chances([prevalence(20, 40), prevalence(10, 60)])

        assert pytest.approx(one) == other
        assert 0.0005 < one < 0.002

    def test_do_not_wonder_at_five_of_a_small_group(self):
        """Five of thirty, beside one in twenty, is what a cell that may be shown looks like."""
        small, _ = chances([prevalence(5, 30), prevalence(50, 1000)])

        assert small > 0.5

    def test_hold_for_many_people(self):
        """Of a hundred thousand people the chance is found as well, and what is plain is plain."""
        alike = chances([prevalence(30_000, 100_000), prevalence(30_010, 100_000)])
        apart = chances([prevalence(30_000, 100_000), prevalence(40_000, 100_000)])

        assert (True, True) == (alike[0] > 0.9, apart[0] < 1e-12)

    def test_are_certain_where_no_other_table_would_be_shown(self):
        """A hundred groups of ten can show five of ten and nothing else, so the rest is given."""
        cells = [prevalence(5, 1_000_000), *[prevalence(5, 10)] * 100]

        assert {1.0} == set(chances(cells))

    def test_are_of_what_is_shown(self):
        """A share of nine people is never shown, so nobody can ask about it."""
        with pytest.raises(ValueError, match="fewer than ten people"):
            chances([prevalence(4, 9), prevalence(20, 40)])


class TestChanges:
    def test_are_the_difference_with_a_verdict(self):
        """A theme alone that rose from a tenth to four tenths changed up, and back down."""
        few, many = prevalence(10, 100), prevalence(40, 100)

        assert (difference(few, many),) == changes([(few, many)])
        assert [UP, DOWN] == [one.verdict for one in changes([(few, many), (many, few)])]

    def test_are_strict_where_there_are_many(self):
        """What one theme alone would show is doubted among twenty; its interval stays."""
        sure, even = (prevalence(12, 60), prevalence(24, 60)), (prevalence(20, 60),) * 2
        among = changes([sure, *[even] * 20])

        assert [UP] == [one.verdict for one in changes([sure])]
        assert {UNCLEAR} == {one.verdict for one in among}
        assert changes([sure])[0].low == among[0].low

    def test_say_of_few_that_they_are_few(self):
        """Of twenty-nine people nothing is said, and they make nothing else doubtful."""
        few, sure = (prevalence(9, 29),) * 2, (prevalence(12, 60), prevalence(24, 60))
        found = [one.verdict for one in changes([few, sure, *[few] * 9])]

        assert [TOO_FEW, UP, *[TOO_FEW] * 9] == found

    def test_are_found_as_seldom_as_they_say(self):
        """Where nothing changed, no more than about one page of twelve themes in twenty says so."""
        rng = random.Random(5)
        claims = 0
        for _ in range(100):
            counts = [
                [sum(rng.random() < 0.2 for _ in range(60)) for _ in "ba"] for _ in range(12)
            ]
            shown = [[prevalence(one, 60) for one in two] for two in counts if min(two) >= 5]
            claims += any(one.verdict in {UP, DOWN} for one in changes(map(tuple, shown)))

        assert claims <= 8
