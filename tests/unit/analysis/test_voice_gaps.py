"""Two voices over many audits: counted in pairs, with intervals, and nothing small told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import THRESHOLD
from analysis.voice_gaps import HIGHER, LOWER, SAME, paired_gap

PLACES = st.integers(1, 5)
PAIRS = st.lists(st.tuples(PLACES, PLACES), max_size=60)


class TestPairedGap:
    def test_counts_who_stands_lower(self):
        """Six children lower than their worker, five the same and five higher are told as such."""
        gap = paired_gap([(2, 4)] * 6 + [(3, 3)] * 5 + [(4, 3)] * 5)

        assert {LOWER: 6, SAME: 5, HIGHER: 5} == gap.counts
        assert 16 == gap.pairs
        assert pytest.approx(6 / 16) == gap.lower.share
        # Wilson's interval of 6 of 16, computed by hand from Wilson (1927).
        assert pytest.approx((0.1848, 0.6136), abs=1e-4) == (gap.lower.low, gap.lower.high)
        assert pytest.approx((6 * -2 + 5) / 16) == gap.steps.mean

    @pytest.mark.parametrize("pairs", [0, 1, 4])
    def test_says_nothing_of_fewer_than_five(self, pairs):
        """Below five pairs there is no gap to show."""
        assert paired_gap([(1, 5)] * pairs) is None

    def test_withholds_a_small_count_with_another(self):
        """One child who stands higher can't be worked out from the others, nor from the mean."""
        gap = paired_gap([(2, 4)] * 12 + [(3, 3)] * 8 + [(4, 3)])

        assert {LOWER: 12, SAME: None, HIGHER: None} == gap.counts
        assert gap.steps is None
        assert 12 == gap.lower.count

    def test_keeps_how_many_stand_lower_before_the_others(self):
        """Where one of three must be hidden with the small one, it is not who sees it worse."""
        gap = paired_gap([(2, 4)] * 6 + [(3, 3)] * 9 + [(4, 3)] * 2)

        assert {LOWER: 6, SAME: None, HIGHER: None} == gap.counts

    def test_hides_how_many_stand_lower_where_few_do(self):
        """Two who stand lower are told neither by themselves nor by all the others."""
        gap = paired_gap([(2, 4)] * 2 + [(3, 3)] * 9 + [(4, 3)] * 6)

        assert gap.counts[LOWER] is None
        assert gap.lower is None

    @given(PAIRS)
    def test_shows_no_count_under_the_threshold(self, pairs):
        """Whatever is shown is at least five, and what is hidden holds at least five in two."""
        gap = paired_gap(pairs)
        if gap is None:
            assert len(pairs) < THRESHOLD
            return
        shown = [count for count in gap.counts.values() if count is not None]
        assert all(count >= THRESHOLD for count in shown)
        assert len(gap.counts) - len(shown) != 1
        assert (gap.steps is None) == (len(shown) < len(gap.counts))
        assert (gap.lower is None) == (gap.counts[LOWER] is None)

    @given(st.lists(st.tuples(PLACES, PLACES), min_size=5, max_size=40))
    def test_turns_round_with_the_voices(self, pairs):
        """The second beside the first is the first beside the second, turned round."""
        gap = paired_gap(pairs)
        turned = paired_gap([(second, first) for first, second in pairs])

        if None not in gap.counts.values():
            assert gap.counts[LOWER] == turned.counts[HIGHER]
            assert pytest.approx(-gap.steps.mean) == turned.steps.mean
        assert gap.pairs == turned.pairs
