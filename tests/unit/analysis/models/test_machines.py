"""Machines over likeness, and the votes of neighbours."""

import numpy as np
import pytest

from analysis.models.machines import RIDGE, fitted, folds, votes

POINTS = np.vstack([np.eye(2)[[0] * 10], np.eye(2)[[1] * 10]])
ALIKE = (POINTS @ POINTS.T).astype(np.float32)
LABELS = np.column_stack([[1] * 10 + [0] * 10, [0] * 20])


class TestFolds:
    def test_holds_each_place_out_once(self):
        """Nothing is learned from and held out in the same turn."""
        turns = folds(20, seed=1)

        assert list(range(20)) == sorted(np.concatenate([out for _, out in turns]).tolist())
        assert all(not set(inside) & set(outside) for inside, outside in turns)


class TestFitted:
    def test_tells_the_theme_apart(self):
        """Comments of the theme score above others, whether seen or held out."""
        weights, unseen = fitted(ALIKE, LABELS)

        for found in (ALIKE @ weights, unseen):
            assert (found[:10, 0] > 0).all()
            assert (found[10:, 0] < 0).all()

    def test_holds_out_as_learning_without_would(self):
        """The score of a comment held out is that of a machine taught with all the others."""
        drawn = np.random.default_rng(3)
        points = drawn.normal(size=(12, 4))
        alike, labels = points @ points.T, (points[:, :1] > 0).astype(int)
        _, unseen = fitted(alike, labels)
        others = np.arange(12) != 5
        middle = (2.0 * labels - 1).mean(axis=0)
        ridge = alike[np.ix_(others, others)] + RIDGE * np.eye(11)
        taught = np.linalg.solve(ridge, 2.0 * labels[others] - 1 - middle)

        assert unseen[5] == pytest.approx(alike[5, others] @ taught, abs=1e-6)

    def test_knows_nothing_of_a_theme_nobody_raised(self):
        """A theme without examples has one score for all."""
        weights, unseen = fitted(ALIKE, LABELS)

        assert not (ALIKE @ weights)[:, 1].any()
        assert not unseen[:, 1].any()


class TestVotes:
    def test_weighs_by_likeness(self):
        """A neighbour twice as alike has twice the vote."""
        found = votes(np.array([[1.0, 0.5]]), np.array([[1], [0]]))

        assert 2 / 3 == found[0, 0]

    def test_gives_nobody_a_vote_for_themselves(self):
        """Among its own examples a comment is judged by the others."""
        alike = np.eye(20) + 0.1
        own, another = np.eye(20, dtype=int)[:, :1], 1 - np.eye(20, dtype=int)[:, :1]

        assert 0 == votes(alike, own, is_own=True)[0, 0]
        assert 1 == pytest.approx(votes(alike, another, is_own=True)[0, 0])
