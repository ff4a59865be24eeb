"""One machine a theme, and the votes of neighbours."""

import numpy as np

from analysis.models.machines import UNKNOWN, fitted, folds, held_out, scores, votes

POINTS = np.vstack([np.eye(2)[[0] * 10], np.eye(2)[[1] * 10]])
ALIKE = POINTS @ POINTS.T
LABELS = np.column_stack([[1] * 10 + [0] * 10, [0] * 20])


class TestFolds:
    def test_holds_each_place_out_once(self):
        """Nothing is learned from and held out in the same turn."""
        turns = folds(20, seed=1)

        assert list(range(20)) == sorted(np.concatenate([out for _, out in turns]).tolist())
        assert all(not set(inside) & set(outside) for inside, outside in turns)


class TestScores:
    def test_tells_the_theme_apart(self):
        """Comments of the theme score above nought, others below."""
        found = scores(fitted(ALIKE, LABELS), ALIKE)

        assert (found[:10, 0] > 0).all()
        assert (found[10:, 0] < 0).all()

    def test_knows_nothing_of_a_theme_nobody_raised(self):
        """A theme without examples has one score for all."""
        assert {UNKNOWN} == set(scores(fitted(ALIKE, LABELS), ALIKE)[:, 1])


class TestHeldOut:
    def test_scores_every_comment_by_others(self):
        """Likeness to the others of its theme is enough to be told apart."""
        found, voted = held_out(ALIKE, LABELS, seed=0)

        assert (found[:10, 0] > 0).all()
        assert (voted[:10, 0] > voted[10:, 0]).all()


class TestVotes:
    def test_weighs_by_likeness(self):
        """A neighbour twice as alike has twice the vote."""
        found = votes(np.array([[1.0, 0.5]]), np.array([[1], [0]]))

        assert 2 / 3 == found[0, 0]
