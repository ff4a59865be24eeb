"""Means with the bootstrap's interval: right, the same each time, and within their ends."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap

from analysis.prevalence import DOWN, TOO_FEW, UNCLEAR, UP, mean_change, mean_interval
from analysis.resampling import MANY, resampled_change, resampled_mean

VALUES = st.lists(st.integers(0, 6).map(lambda n: n * 100 / 6), min_size=1, max_size=40)
PAIRS = st.tuples(VALUES, VALUES).filter(lambda pair: min(map(len, pair)) > 1)
# Efron and Tibshirani (1993), table 2.1: the survival in days of treated and of other mice.
TREATED = [94, 197, 16, 38, 99, 141, 23]
OTHERS = [52, 104, 146, 10, 51, 30, 40, 27, 46]


def close(one, other, tolerance):
    return abs(one - other) <= tolerance


class TestResampledMean:
    def test_agrees_with_the_books_example(self):
        """The mice's mean is 86.86, and a standard error of about 23 to 25 lies in its interval."""
        found = resampled_mean(TREATED)

        assert (86.86, 7) == (round(found.mean, 2), found.n)
        assert 25 < found.mean - found.low < 75
        assert found.high - found.mean > found.mean - found.low

    def test_gives_these_numbers(self):
        """The draws, and what moves and widens the limits, are the same wherever it runs."""
        found = resampled_mean(TREATED)

        assert (37.5894, 157.0032) == (round(found.low, 4), round(found.high, 4))

    def test_agrees_with_another_program_on_values_that_lean(self):
        """Of many low values and a few high ones, another program's BCa limits are near."""
        values = [float(n * n * n % 997) ** 2 / 1000 for n in range(200)]
        expected = bootstrap(
            (np.array(values),), np.mean, method="BCa", n_resamples=9_999, rng=1
        ).confidence_interval
        found = resampled_mean(values)
        near = 0.05 * (expected.high - expected.low)

        assert close(found.low, expected.low, near)
        assert close(found.high, expected.high, near)

    def test_agrees_with_students_for_even_values(self):
        """Where values are even and not few, the two intervals are all but the same."""
        values = [float(n) for n in range(60)]
        drawn, student = resampled_mean(values), mean_interval(values)

        assert close(drawn.low, student.low, 0.6)
        assert close(drawn.high, student.high, 0.6)

    def test_is_students_for_very_many(self):
        """Of more than five hundred values nothing is drawn."""
        values = [float(n % 7) for n in range(MANY + 1)]

        assert mean_interval(values) == resampled_mean(values)

    def test_covers_the_truth_as_often_as_it_says(self):
        """Of two hundred samples of ten, the interval holds the true mean in nine of ten or more."""
        # Each value is the share of six good things; the true mean is 70.
        rng = random.Random(3)
        samples = [
            [sum(rng.random() < 0.7 for _ in range(6)) * 100 / 6 for _ in range(10)]
            for _ in range(200)
        ]
        held = sum(one.low <= 70 <= one.high for one in map(resampled_mean, samples))

        assert 180 <= held <= 200

    def test_refuses_none(self):
        """There is no mean of nothing."""
        with pytest.raises(ValueError, match="at least one"):
            resampled_mean([])

    @given(VALUES)
    @settings(max_examples=30)
    def test_stays_within_the_values(self, values):
        """The interval holds the mean, and lies between the lowest and the highest value."""
        found = resampled_mean(values)

        assert min(values) - 1e-9 <= found.low <= found.mean <= found.high <= max(values) + 1e-9

    @given(VALUES, st.randoms(use_true_random=False))
    @settings(max_examples=20)
    def test_is_the_same_whatever_the_order(self, values, rng):
        """The same people in another order give the same interval, to the last digit."""
        shuffled = [*values]
        rng.shuffle(shuffled)
        one, other = resampled_mean(values), resampled_mean(shuffled)

        assert (one.low, one.high) == (other.low, other.high)

    @given(VALUES)
    @settings(max_examples=20)
    def test_is_wider_when_surer(self, values):
        """To be surer is to say less."""
        narrow, wide = resampled_mean(values, confidence=0.8), resampled_mean(values)

        assert wide.low <= narrow.low
        assert narrow.high <= wide.high

    def test_takes_another_seed(self):
        """Another seed draws otherwise, and says nearly the same."""
        one, other = resampled_mean(TREATED), resampled_mean(TREATED, seed=7)

        assert one.low != other.low
        assert close(one.low, other.low, 8)


class TestResampledChange:
    def test_agrees_with_the_books_example(self):
        """The treated mice lived 30.63 days longer, and seven and nine are too few to say."""
        found = resampled_change(OTHERS, TREATED)

        assert 30.63 == round(found.amount, 2)
        assert (-33.1417, 104.7339) == (round(found.low, 4), round(found.high, 4))
        assert found.low < 0 < found.high
        assert TOO_FEW == found.verdict

    @pytest.mark.parametrize(("moved", "verdict"), [(30, UP), (-30, DOWN), (0, UNCLEAR)])
    def test_says_it_in_words(self, moved, verdict):
        """A change is claimed where the interval leaves nought out."""
        before = [float(n) for n in range(30, 60)]

        assert verdict == resampled_change(before, [value + moved for value in before]).verdict

    def test_is_welchs_for_very_many(self):
        """Of more than five hundred values nothing is drawn."""
        before, after = [0.0, 1.0] * MANY, [1.0, 2.0] * 20

        assert mean_change(before, after) == resampled_change(before, after)

    def test_has_no_width_without_spread(self):
        """Where all said the same, the change is what it is."""
        found = resampled_change([20.0] * 30, [30.0] * 30)

        assert (10, 10, 10, UP) == (found.amount, found.low, found.high, found.verdict)

    def test_refuses_one_value(self):
        """One value has no spread to judge a change by."""
        with pytest.raises(ValueError, match="two values"):
            resampled_change([1.0], [2.0, 3.0])

    @given(PAIRS)
    @settings(max_examples=30)
    def test_holds_the_change(self, pair):
        """The change lies in its interval."""
        found = resampled_change(*pair)

        assert found.low <= found.amount <= found.high
