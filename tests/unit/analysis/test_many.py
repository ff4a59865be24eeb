"""Many comparisons at once."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.many import SURE, corrected

CHANCES = st.lists(st.floats(0, 1), max_size=12)


class TestCorrected:
    def test_gives_holms_worked_numbers(self):
        """Of four the smallest counts four times, the next three times, and none falls back."""
        assert (0.04, 0.06, 0.06, 0.5) == pytest.approx(corrected([0.01, 0.02, 0.03, 0.5]))
        assert (1.0, 0.04) == pytest.approx(corrected([0.5, 0.01], of=4))

    def test_refuses_more_than_were_looked_at(self):
        """No more comparisons can be given than there were."""
        with pytest.raises(ValueError, match="more were given"):
            corrected([0.1, 0.2], of=1)

    @given(CHANCES)
    def test_never_makes_one_surer(self, chances):
        """A corrected chance is no smaller, no more than 1, and in the same order."""
        found = corrected(chances)

        assert all(old <= new <= 1 for old, new in zip(chances, found, strict=True))
        pairs = sorted(zip(chances, found, strict=True))
        assert [new for _, new in pairs] == sorted(found)

    def test_marks_nothing_by_chance_on_most_pages(self):
        """Of a thousand pages of twenty idle comparisons, about one in twenty marks something."""
        rng = random.Random(1)
        pages = [corrected([rng.random() for _ in range(20)]) for _ in range(1000)]

        assert 30 <= sum(min(page) <= SURE for page in pages) <= 70
