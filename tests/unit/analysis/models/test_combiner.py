"""What weighs the signs of a pair."""

import numpy as np

from analysis.models.combiner import Combiner


class TestCombiner:
    def test_learns_which_signs_count(self):
        """Pairs with a high score of their machine become likely, and the same each time."""
        drawn = np.random.default_rng(0)
        pairs = drawn.uniform(size=(80, 2, 6))
        labels = (pairs[..., 0] > 0.5).astype(int)
        one, other = (Combiner().fit(pairs, labels).chances(pairs) for _ in range(2))

        assert np.array_equal(one, other)
        assert one[labels == 1].min() > one[labels == 0].mean()
        assert ((one >= 0) & (one <= 1)).all()
