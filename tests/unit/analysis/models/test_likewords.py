"""Words that are like a keyword."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import shipped
from analysis.lessons import lessons_for
from analysis.models.embedding import installed
from analysis.models.engine import FAST
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

    def test_is_the_same_whatever_else_is_read(self):
        """To the last digit, a text is as like a keyword alone as it is among many."""
        texts = [one.text for one in lessons_for(shipped())[:120]]
        keywords = [theme.keywords for theme in shipped().themes]
        together = soft_hits(texts, keywords, installed(FAST))
        alone = np.vstack([soft_hits([text], keywords, installed(FAST)) for text in texts[:20]])

        assert together.any()
        assert np.array_equal(together[:20], alone)

    @given(st.lists(st.text(max_size=30), max_size=4))
    def test_is_a_likeness(self, texts):
        """Whatever was written, each number is from nought to one."""
        found = soft_hits(texts, KEYWORDS, LetterEmbedding())

        assert np.all((found >= 0) & (found <= 1 + 1e-6))
