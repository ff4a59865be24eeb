"""How alike comments are."""

import numpy as np
import pytest

from analysis.models.features import nearness
from analysis.models.kernels import ALL, GROUPS, WHOLE, Likeness
from tests.unit.analysis.samples import CODEBOOK, FOOD, FRIENDS, LetterEmbedding, a_corpus

TEXTS = [*FOOD, *FRIENDS]


class WholeEmbedding(LetterEmbedding):
    """An engine that leaves single words to another."""

    @property
    def words(self):
        """The engine for single words."""
        return LetterEmbedding()


class TestLikeness:
    @pytest.mark.parametrize("engine", [None, LetterEmbedding(), WholeEmbedding()])
    def test_adds_up_to_the_same_for_every_engine(self, engine):
        """A comment is wholly like itself in every group, whatever can be read of it."""
        near = nearness(a_corpus(*TEXTS), CODEBOOK, engine)
        found = Likeness(engine).fit(TEXTS, near)

        assert set(found) == set(GROUPS) - (set() if engine else {"meanings"})
        for matrix in found.values():
            assert (8, 8) == matrix.shape
            assert np.allclose(matrix, matrix.T, atol=1e-5)
        assert np.diag(found[ALL])[0] == pytest.approx(WHOLE, abs=1e-4)

    def test_finds_a_comment_again(self):
        """A comment that is read later is as like the fitted ones as it was when fitted."""
        near = nearness(a_corpus(*TEXTS), CODEBOOK, LetterEmbedding())
        likeness = Likeness(LetterEmbedding())
        fitted = likeness.fit(TEXTS, near)
        again = likeness.against(
            TEXTS[2:3], nearness(a_corpus(TEXTS[2]), CODEBOOK, LetterEmbedding())
        )

        for group, matrix in fitted.items():
            assert np.allclose(matrix[2:3], again[group], atol=1e-5)

    @pytest.mark.parametrize("texts", [["one", "two"], ["", " "], ["!", "\U0001f600"]])
    def test_reads_comments_that_share_no_word(self, texts):
        """Comments without a word in common, or without any, are like nothing but themselves."""
        found = Likeness(None).fit(texts, nearness(a_corpus(*texts), CODEBOOK, None))

        assert found["words"][0, 1] == 0
