"""Words that are like a keyword."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models.likewords import soft_hits
from tests.unit.analysis.samples import LetterEmbedding

KEYWORDS = [["meals"], [], ["rabbit", "dog"]]


class TestSoftHits:
    def test_finds_the_likest_words(self):
        """A keyword itself is wholly alike, another word less, and no keyword is nought."""
        (found,) = soft_hits(["the meals were odd"], KEYWORDS, LetterEmbedding())

        assert 1.0 == pytest.approx(found[0])
        assert 0 == found[1]
        assert 0 < found[2] < 1

    @pytest.mark.parametrize(
        ("texts", "keywords", "embedding"),
        [
            ([], KEYWORDS, LetterEmbedding()),
            (["meals"], [[], []], LetterEmbedding()),
            (["meals"], KEYWORDS, None),
            (["!!", "it was the"], KEYWORDS, LetterEmbedding()),
        ],
    )
    def test_is_nought_where_nothing_can_be_alike(self, texts, keywords, embedding):
        """No texts, keywords, embedding or telling words give nought in the right shape."""
        found = soft_hits(texts, keywords, embedding)

        assert (len(texts), len(keywords)) == found.shape
        assert not found.any()

    @given(st.lists(st.text(max_size=30), max_size=4))
    def test_is_a_likeness(self, texts):
        """Whatever was written, each number is from nought to one."""
        found = soft_hits(texts, KEYWORDS, LetterEmbedding())

        assert np.all((found >= 0) & (found <= 1 + 1e-6))
