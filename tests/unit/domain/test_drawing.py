"""Drawing cases by chance."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drawing import draw, shares

SIZES = st.dictionaries(st.text("abcde", min_size=1, max_size=3), st.integers(0, 40), max_size=6)
STRATA = st.dictionaries(
    st.integers(0, 500).map(str), st.sampled_from(["N", "S", "E"]), min_size=1, max_size=60
)
# The value that chi-square with 19 degrees of freedom exceeds once in a thousand times.
# Source: Pearson and Hartley (1966), Biometrika Tables for Statisticians 1, table 8.
CHI_SQUARE_19 = 43.82


class TestShares:
    def test_are_in_proportion(self):
        """Sixty, thirty and ten in a hundred are six, three and one in ten."""
        assert {"a": 6, "b": 3, "c": 1} == shares({"a": 60, "b": 30, "c": 10}, 10)

    def test_round_by_the_largest_remainder(self):
        """Of 3.5, 3.3 and 3.2 the largest remainder is rounded up."""
        assert {"a": 4, "b": 3, "c": 3} == shares({"a": 35, "b": 33, "c": 32}, 10)

    def test_give_a_small_stratum_one(self):
        """A stratum whose share is nearly nothing still gives one case, which the rest make up."""
        assert {"a": 8, "b": 1, "c": 1} == shares({"a": 998, "b": 1, "c": 1}, 10)

    def test_go_by_size_when_the_sample_is_too_small(self):
        """A sample of one from two strata comes from the larger."""
        assert {"a": 0, "b": 1} == shares({"a": 2, "b": 9}, 1)

    def test_skip_an_empty_stratum(self):
        """Nothing is drawn where there is nothing."""
        assert {"a": 2, "b": 0} == shares({"a": 5, "b": 0}, 2)

    def test_refuse_no_sample(self):
        """A sample of none is a mistake."""
        with pytest.raises(ValueError, match="at least one"):
            shares({"a": 5}, 0)

    @given(SIZES, st.integers(1, 300))
    def test_add_up_and_never_exceed(self, sizes, size):
        """The shares add up to the sample, and no stratum gives more than it has."""
        found = shares(sizes, size)

        assert min(size, sum(sizes.values())) == sum(found.values())
        assert all(found[name] <= sizes[name] for name in sizes)

    @given(SIZES, st.integers(1, 300))
    def test_reach_every_stratum_when_possible(self, sizes, size):
        """When the sample is large enough, each stratum that holds anything gives one."""
        filled = [name for name, held in sizes.items() if held]
        found = shares(sizes, size)

        assert size < len(filled) or all(found[name] for name in filled)

    @given(SIZES, st.integers(1, 300))
    def test_stay_within_one_of_the_exact_share(self, sizes, size):
        """No stratum gets a whole case more than its exact share, but for its first."""
        total = sum(sizes.values())
        found = shares(sizes, size)
        taken = min(size, total)

        over = [
            name for name, n in found.items() if n > 1 and (n - 1) * total >= taken * sizes[name]
        ]

        assert [] == over


class TestDraw:
    def test_is_the_same_for_the_same_seed(self):
        """The recorded seed draws the same cases again, in the same order."""
        strata = {str(n): "NS"[n % 2] for n in range(30)}

        assert draw(strata, 8, seed=4) == draw(strata, 8, seed=4)

    def test_is_another_for_another_seed(self):
        """Another seed draws other cases."""
        strata = {str(n): "NS"[n % 2] for n in range(30)}

        assert draw(strata, 8, seed=4) != draw(strata, 8, seed=5)

    @given(STRATA, st.integers(1, 40), st.integers(0, 2**31), st.randoms())
    def test_does_not_depend_on_the_order(self, strata, size, seed, chance):
        """The order in which a list was uploaded changes nothing."""
        keys = list(strata)
        chance.shuffle(keys)

        shuffled = {key: strata[key] for key in keys}

        assert draw(strata, size, seed=seed) == draw(shuffled, size, seed=seed)

    @given(STRATA, st.integers(1, 80), st.integers(0, 2**31))
    def test_draws_each_once_and_by_the_shares(self, strata, size, seed):
        """No case is drawn twice, and each stratum gives its share."""
        drawn = draw(strata, size, seed=seed)

        assert len(set(drawn)) == len(drawn)
        wanted = shares(Counter(strata.values()), size)
        assert Counter(wanted) == Counter(strata[key] for key in drawn)

    def test_is_random(self):
        """In a thousand draws every case of a stratum comes up as often as chance would have it."""
        strata = {f"C{n}": "all" for n in range(20)}

        drawn = Counter(key for seed in range(1000) for key in draw(strata, 5, seed=seed))

        # Each appears 250 times by chance; without replacement the spread is 15/19 as wide, so
        # the statistic is scaled up (Cochran, 1977, section 2.2: the correction for a finite
        # population).
        expected = 1000 * 5 / 20
        chi_square = sum((drawn[key] - expected) ** 2 / expected for key in strata) * 19 / 15
        assert chi_square < CHI_SQUARE_19

    def test_is_random_within_each_stratum(self):
        """In a thousand draws no place in the list is preferred in a stratum of twenty."""
        strata = {f"C{n:02}": "big" if n < 20 else "small" for n in range(25)}

        drawn = Counter(key for seed in range(1000) for key in draw(strata, 10, seed=seed))

        big = [key for key, name in strata.items() if name == "big"]
        expected = 1000 * 8 / 20
        chi_square = sum((drawn[key] - expected) ** 2 / expected for key in big) * 19 / 12
        assert chi_square < CHI_SQUARE_19
