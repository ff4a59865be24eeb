"""How far two coders agree: counted, and put into a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.agreement import agreement, table_of

# Krippendorff (2011), Computing Krippendorff's alpha-reliability: the worked examples.
MEG, OWEN = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
pairs = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60)


def split(both):
    return [a for a, _ in both], [b for _, b in both]


class TestAgreement:
    def test_counts_and_measures(self):
        """Ten passages read by two people give one table and three figures."""
        found = agreement(MEG, OWEN)

        assert (1, 1, 3, 5, 10) == (
            found.both,
            found.only_first,
            found.only_second,
            found.neither,
            found.n,
        )
        assert 0.6 == found.percent
        assert 0.0909 == round(found.kappa.value, 4)
        assert 0.0952 == round(found.alpha, 4)

    @given(pairs)
    def test_is_the_same_both_ways_round(self, both):
        """Which coder comes first changes none of the figures."""
        first, second = split(both)
        one, other = agreement(first, second), agreement(second, first)

        assert (one.percent, one.alpha, one.n) == (other.percent, other.alpha, other.n)
        assert (one.kappa is None) == (other.kappa is None)
        assert one.kappa is None or one.kappa.value == pytest.approx(other.kappa.value)

    @given(pairs)
    def test_keeps_figures_in_their_ranges(self, both):
        """No figure is over one, and an interval holds its figure."""
        found = agreement(*split(both))

        assert 0 <= found.percent <= 1
        assert found.alpha is None or -1 <= found.alpha <= 1
        assert found.kappa is None or (
            -1 <= found.kappa.low <= found.kappa.value <= found.kappa.high <= 1
        )

    @given(st.lists(st.integers(0, 1), min_size=1, max_size=40))
    def test_is_whole_with_oneself(self, one):
        """Who codes the same twice agrees wholly, or undefinably when all is alike."""
        found = agreement(one, one)

        assert 1 == found.percent
        assert (1 if len(set(one)) == 2 else None) == (found.kappa and found.kappa.value)
        assert (1 if len(set(one)) == 2 else None) == found.alpha

    def test_says_nothing_of_nothing(self):
        """Without passages nothing is measured."""
        found = agreement([], [])

        assert (0, None, None, None) == (found.n, found.kappa, found.alpha, found.percent)


class TestTableOf:
    @pytest.mark.parametrize(("first", "second"), [([1], [1, 0]), ([2], [1])])
    def test_refuses_what_is_no_pair_of_codings(self, first, second):
        """Codings are of the same passages, and say 1 or 0."""
        with pytest.raises(ValueError, match=r"1 or 0|shorter|longer"):
            table_of(first, second)
