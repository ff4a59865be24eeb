"""Boosted trees that are written down as plain numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier

from analysis.models.forest import grow, read

ROWS = np.random.default_rng(7).uniform(size=(300, 3))
CARRIED = (ROWS[:, 0] + ROWS[:, 1] > 1).astype(int)
RISING = (True, True, False)


@pytest.fixture(scope="module")
def forest():
    """Return a forest that learned which rows are high in their first two columns."""
    return grow(ROWS, CARRIED, rising=RISING, leaf=10, rounds=40)


class TestGrow:
    def test_says_what_the_library_says(self, forest):
        """Laid out as numbers, the trees give the chances of the machine that grew them."""
        machine = HistGradientBoostingClassifier(
            max_iter=40,
            learning_rate=0.05,
            max_leaf_nodes=15,
            min_samples_leaf=10,
            l2_regularization=10.0,
            max_features=0.5,
            early_stopping=False,
            monotonic_cst=[1, 1, 0],
            random_state=0,
        ).fit(ROWS, CARRIED)

        assert np.allclose(machine.predict_proba(ROWS)[:, 1], forest.chances(ROWS))

    def test_tells_high_from_low(self, forest):
        """What it learned holds for rows it did not see."""
        high, low = forest.chances(np.array([[0.9, 0.9, 0.5], [0.1, 0.1, 0.5]]))

        assert high > 0.7
        assert low < 0.3


class TestChances:
    @given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.floats(0, 1))
    def test_never_falls_where_it_must_rise(self, forest, row, more):
        """More of a column that rises never lowers the chance."""
        raised = [min(1.0, row[0] + more), *row[1:]]
        before, after = forest.chances(np.array([row, raised]))

        assert before <= after


class TestRead:
    def test_reads_what_was_written(self, forest, tmp_path):
        """Trees and the numbers beside them come back from the file as they were."""
        path = tmp_path / "forest.npz"
        forest.save(path, enough=0.25)
        again, more = read(path)

        assert np.array_equal(forest.chances(ROWS), again.chances(ROWS))
        assert {"enough": 0.25} == {name: float(value) for name, value in more.items()}
