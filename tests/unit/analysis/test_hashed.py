"""Words and letters as numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.hashed import WIDTH, WORDS, counted, rarity, weighed

TEXTS = ["a warm welcome", "a warm coat", "a warm room"]


class TestCounted:
    def test_counts_words_and_pairs_of_words(self):
        """Three words make three places, and two pairs two more; one-letter words have none."""
        found = counted(["kind warm staff"])

        assert (1, WIDTH) == found.shape
        assert 5 == found[:, :WORDS].sum()


class TestRarity:
    def test_leaves_out_what_few_used(self):
        """What stands in one text of three weighs nought, what stands in all the least."""
        rare = rarity(counted(TEXTS))
        (warm,) = counted(["warm"])[:, :WORDS].indices
        (coat,) = counted(["coat"])[:, :WORDS].indices

        assert 1.0 == pytest.approx(rare[warm])
        assert 0.0 == rare[coat]


class TestWeighed:
    @given(st.lists(st.text(max_size=40), min_size=1, max_size=3))
    def test_gives_two_unit_vectors_at_most(self, texts):
        """Whatever was written, words and letters each have the length one, or none."""
        rows = weighed(counted(texts), np.ones(WIDTH, dtype=np.float32)).toarray()
        lengths = [
            np.linalg.norm(rows[:, :WORDS], axis=1),
            np.linalg.norm(rows[:, WORDS:], axis=1),
        ]

        assert all(length == pytest.approx(1) or length == 0 for length in np.ravel(lengths))
