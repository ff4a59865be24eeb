"""Shares, means and changes, with their intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from analysis.prevalence import (
    DOWN,
    TOO_FEW,
    UNCLEAR,
    UP,
    difference,
    mean_change,
    mean_interval,
    prevalence,
)

PAIRS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


class TestPrevalence:
    @pytest.mark.parametrize(
        ("coded", "base", "low", "high"), [(9, 12, 0.468, 0.911), (62, 90, 0.587, 0.775)]
    )
    def test_gives_wilsons_interval(self, coded, base, low, high):
        """The worked examples of the method come out."""
        found = prevalence(coded, base)

        assert (low, high) == (round(found.low, 3), round(found.high, 3))
        assert (coded, base) == (found.count, found.base)

    def test_knows_nothing_of_nobody(self):
        """With no responses anything is possible."""
        found = prevalence(0, 0)

        assert (0.0, 0.0, 1.0) == (found.share, found.low, found.high)

    @pytest.mark.parametrize(("coded", "base"), [(3, 2), (-1, 4)])
    def test_refuses_the_impossible(self, coded, base):
        """No more can raise a theme than answered."""
        with pytest.raises(ValueError, match="coded"):
            prevalence(coded, base)

    @given(PAIRS)
    def test_stays_inside_nought_and_one(self, pair):
        """The share lies in its interval, and the interval between nought and one."""
        found = prevalence(*pair)

        assert 0 <= found.low <= found.share <= found.high <= 1

    @given(PAIRS, st.floats(0.5, 0.9))
    def test_is_wider_when_surer(self, pair, confidence):
        """To be surer is to say less."""
        narrow, wide = prevalence(*pair, confidence=confidence), prevalence(*pair, confidence=0.99)

        assert wide.low <= narrow.low + 1e-12
        assert narrow.high <= wide.high + 1e-12

    @given(PAIRS)
    def test_mirrors(self, pair):
        """Those who did and those who did not have mirrored intervals."""
        coded, base = pair
        did, did_not = prevalence(coded, base), prevalence(base - coded, base)

        assert did.low == pytest.approx(1 - did_not.high, abs=1e-9)


class TestDifference:
    def test_gives_newcombes_interval(self):
        """The published example: 56 of 70 against 48 of 80 differ by .20 (.0524 to .3339)."""
        found = difference(prevalence(48, 80), prevalence(56, 70))

        assert (0.2, 0.0524, 0.3339) == (
            round(found.amount, 4),
            round(found.low, 4),
            round(found.high, 4),
        )
        assert UP == found.verdict

    @pytest.mark.parametrize(
        ("before", "after", "verdict"),
        [
            ((10, 100), (50, 100), UP),
            ((50, 100), (10, 100), DOWN),
            ((10, 100), (12, 100), UNCLEAR),
            ((1, 29), (29, 29), TOO_FEW),
            ((1, 100), (29, 29), TOO_FEW),
        ],
    )
    def test_says_it_in_words(self, before, after, verdict):
        """No change is claimed on fewer than thirty, nor where the interval holds nought."""
        assert verdict == difference(prevalence(*before), prevalence(*after)).verdict

    @given(PAIRS, PAIRS)
    def test_turns_with_its_sides(self, one, other):
        """Change backwards is the same change with the other sign."""
        a, b = prevalence(*one), prevalence(*other)
        there, back = difference(a, b), difference(b, a)

        assert there.low == pytest.approx(-back.high)
        assert there.low <= there.amount + 1e-12
        assert there.amount <= there.high + 1e-12


class TestMeanInterval:
    def test_gives_students_interval(self):
        """Five values have the interval of four degrees of freedom."""
        found = mean_interval([1, 2, 3, 4, 5])

        assert (3, 1.037, 4.963, 5) == (
            found.mean,
            round(found.low, 3),
            round(found.high, 3),
            found.n,
        )

    def test_has_no_width_for_one(self):
        """One value says nothing of its spread."""
        found = mean_interval([4.0])

        assert (4.0, 4.0, 4.0, 1) == (found.mean, found.low, found.high, found.n)

    def test_refuses_none(self):
        """There is no mean of nothing."""
        with pytest.raises(ValueError, match="at least one"):
            mean_interval([])


class TestMeanChange:
    def test_gives_welchs_interval(self):
        """Two groups with one spread change by their means, with 18 degrees of freedom."""
        found = mean_change(list(range(10)), list(range(2, 12)))

        assert (2, -0.845, 4.845) == (found.amount, round(found.low, 3), round(found.high, 3))
        assert TOO_FEW == found.verdict

    def test_agrees_with_another_program_where_spreads_differ(self):
        """Of nine calm values and five wild ones, both programs give the same interval."""
        calm, wild = [50, 51, 49, 50, 52, 48, 50, 51, 49], [10, 90, 35, 80, 20]
        expected = ttest_ind(wild, calm, equal_var=False).confidence_interval()
        found = mean_change(calm, wild)

        assert pytest.approx((expected.low, expected.high)) == (found.low, found.high)

    def test_has_no_width_without_spread(self):
        """Where all said the same, the change is what it is."""
        found = mean_change([2.0] * 30, [3.0] * 30)

        assert (1, 1, 1, UP) == (found.amount, found.low, found.high, found.verdict)

    def test_refuses_one_value(self):
        """One value has no spread to judge a change by."""
        with pytest.raises(ValueError, match="two values"):
            mean_change([1.0], [2.0, 3.0])
