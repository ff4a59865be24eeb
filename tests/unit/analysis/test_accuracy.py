"""A machine against a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.accuracy import accuracy, pooled_accuracy, weighted_share
from analysis.prevalence import prevalence

rows = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 1), st.floats(0.1, 500)), min_size=1, max_size=40
)


class TestAccuracy:
    def test_counts_what_is_right_and_what_is_found(self):
        """Of four codings three are right, and of six passages three are found."""
        machine = [1, 1, 1, 1, 0, 0, 0, 0]
        person = [1, 1, 1, 0, 1, 1, 1, 0]
        found = accuracy(machine, person)

        assert (0.75, 0.5, 0.6) == (found.precision.value, found.recall.value, found.f1)
        assert (4, 6, False) == (found.found, found.given, found.is_enough)

    def test_gives_the_published_interval(self):
        """Wilson's interval for 81 of 263 is .2553 to .3662, as Newcombe printed it in 1998."""
        found = accuracy([1] * 263, [1] * 81 + [0] * 182)

        assert (0.2553, 0.3662) == (
            round(found.precision.low, 4),
            round(found.precision.high, 4),
        )

    def test_does_not_flatter_a_sample_that_raises_rare_themes(self):
        """One missed passage that stands for ninety weighs more than ten found ones."""
        found = accuracy([1] * 10 + [0], [1] * 11, [1.0] * 10 + [90.0])

        assert 0.1 == found.recall.value
        assert 1.0 == found.precision.value
        assert found.recall.high - found.recall.low > 0.5

    def test_says_nothing_where_there_is_nothing(self):
        """A theme that neither gave has no figure."""
        found = accuracy([0, 0], [0, 0])

        assert (None, None, None) == (found.precision, found.recall, found.f1)

    def test_is_enough_with_twelve_on_each_side(self):
        """Twelve of the machine's and twelve of the person's are enough to say something."""
        assert accuracy([1] * 12, [1] * 12).is_enough

    @given(rows)
    def test_has_an_f1_between_precision_and_recall(self, drawn):
        """F1 lies between the two, and is their harmonic mean where both are there."""
        machine, person, weights = zip(*drawn, strict=True)
        found = accuracy(machine, person, weights)
        if found.precision and found.recall and found.f1:
            p, r = found.precision.value, found.recall.value

            assert 2 * p * r / (p + r) == pytest.approx(found.f1)

        assert found.f1 is None or -1e-9 <= found.f1 <= 1 + 1e-9

    def test_refuses_codings_of_different_passages(self):
        """There is one weight and one coding of each kind for each passage."""
        with pytest.raises(ValueError, match="shorter"):
            accuracy([1, 0], [1])


class TestPooledAccuracy:
    def test_counts_every_theme_and_each_passage_once(self):
        """Shares are of themes; the interval is as wide as the number of passages deserves."""
        found = pooled_accuracy([(3, 1, 0)] * 20)

        assert (0.75, 1.0, 20) == (found.precision.value, found.recall.value, found.precision.n)
        assert prevalence(15, 20).low == pytest.approx(found.precision.low)


class TestWeightedShare:
    @given(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 1000))
    def test_is_wilsons_with_equal_weights(self, yes, no, weight):
        """Equal weights, whatever they are, give Wilson's own interval."""
        found = weighted_share([(1, 1, weight)] * yes + [(0, 1, weight)] * no)
        plain = prevalence(yes, yes + no)

        assert (yes + no == 0) == (found is None)
        if found:
            assert (plain.share, plain.low, plain.high) == pytest.approx(
                (found.value, found.low, found.high), abs=1e-9
            )

    def test_refuses_a_weight_of_nothing(self):
        """A passage that stands for nothing cannot have been drawn."""
        with pytest.raises(ValueError, match="over 0"):
            weighted_share([(1, 1, 0.0)])
