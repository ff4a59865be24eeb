"""Where scores are cut."""

import numpy as np
import pytest

from analysis.models.thresholds import SHRINK, best_cut, cuts, sure_cut


class TestBestCut:
    def test_stands_between_the_true_and_the_false(self):
        """A cut between the last true and the first false score makes no mistake."""
        assert 0.5 == best_cut(np.array([0.9, 0.6, 0.4, 0.1]), np.array([1, 1, 0, 0]))

    def test_takes_all_where_all_are_true(self):
        """Where everything is true the cut is the lowest score."""
        assert 0.1 == best_cut(np.array([0.9, 0.1]), np.array([1, 1]))


class TestCuts:
    def test_draws_the_rare_towards_all(self):
        """A theme without examples has the cut of all; one with few stands between."""
        scores = np.array([[0.9, 0.3], [0.8, 0.2], [0.2, 0.1], [0.1, 0.0]])
        labels = np.array([[1, 0], [1, 0], [0, 0], [0, 0]])
        overall = best_cut(scores.ravel(), labels.ravel())

        found = cuts(scores, labels)

        assert overall == found[1]
        assert found[0] == pytest.approx((2 * 0.5 + SHRINK * overall) / (2 + SHRINK))


class TestSureCut:
    def test_goes_as_low_as_the_share_allows(self):
        """Half of the four highest are true; from the third on, two in three."""
        scores, labels = np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 0, 1, 0])

        assert 0.6 == sure_cut(scores, labels, 0.5)
        assert 0.7 == sure_cut(scores, labels, 0.6)
        assert 0.9 == sure_cut(scores, labels, 0.75)

    def test_is_out_of_reach_where_nothing_is_sure(self):
        """Where no cut is good enough, no score passes."""
        assert float("inf") == sure_cut(np.array([0.9, 0.1]), np.array([0, 1]), 0.75)
