"""Krippendorff's alpha."""

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.alpha import krippendorffs_alpha

# Krippendorff (2011), Computing Krippendorff's alpha-reliability: the worked examples of
# sections A, B and C, and of D the ordinal one.
MEG, OWEN = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]

ranks = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=40)


class TestKrippendorffsAlpha:
    @pytest.mark.parametrize(
        ("coders", "alpha"), [((MEG, OWEN), 0.095), ((BEN, GERRY), 0.692), (FOUR, 0.743)]
    )
    def test_gives_the_published_examples(self, coders, alpha):
        """Two values, many values, and four coders with gaps give what was published."""
        assert alpha == round(krippendorffs_alpha(list(zip(*coders, strict=True))), 3)

    def test_gives_the_published_example_of_ranks(self):
        """Four coders with gaps, whose values are ranks, have an alpha of .815."""
        assert 0.815 == round(krippendorffs_alpha(list(zip(*FOUR, strict=True)), ordered=True), 3)

    @pytest.mark.parametrize("units", [[], [(1, 1), (1, 1)], [(1, None), (0, None)]])
    @pytest.mark.parametrize("ordered", [False, True])
    def test_is_undefined_without_difference(self, units, ordered):
        """Where all is alike, or nothing can be compared, there is no alpha."""
        assert krippendorffs_alpha(units, ordered=ordered) is None

    @given(st.lists(st.tuples(*[st.none() | st.integers(1, 4)] * 3), min_size=2), st.booleans())
    def test_gives_what_a_library_gives(self, units, ordered):
        """Three coders with gaps have the alpha of the library by Santiago Castro, by name and rank."""
        alpha = krippendorffs_alpha(units, ordered=ordered)
        assume(alpha is not None)
        coders = np.array(units, dtype=float).T
        level = "ordinal" if ordered else "nominal"

        assert alpha == pytest.approx(krippendorff.alpha(coders, level_of_measurement=level))

    @given(ranks, st.booleans())
    def test_leaves_out_what_one_coder_read(self, both, ordered):
        """A passage that only one person read changes nothing."""
        more = [*both, (1, None), (None, 0)]

        assert krippendorffs_alpha(both, ordered=ordered) == krippendorffs_alpha(
            more, ordered=ordered
        )

    @given(ranks)
    def test_is_the_same_both_ways_round(self, both):
        """Which coder comes first, and which end of the scale, change nothing."""
        found = krippendorffs_alpha(both, ordered=True)
        turned = [(5 - second, 5 - first) for first, second in both]

        assert found == pytest.approx(krippendorffs_alpha(turned, ordered=True))
