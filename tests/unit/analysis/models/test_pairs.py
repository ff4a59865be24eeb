"""What is known of a pair of comment and theme."""

import numpy as np

from analysis.corpus import Corpus
from analysis.models.features import nearness
from analysis.models.pairs import (
    CODEBOOK_RISES,
    codebook_columns,
    gap,
    learned_columns,
    rank,
)
from tests.unit.analysis.samples import CODEBOOK, a_corpus


class TestCodebookColumns:
    def test_counts_keywords_in_one_sentence_and_in_all(self):
        """Food is said once in the first sentence and twice in the second."""
        corpus = a_corpus("More food. The food and the meals.")
        pairs = codebook_columns(nearness(corpus, CODEBOOK, None), 1)

        assert (1, 3, len(CODEBOOK_RISES)) == pairs.shape
        assert [3.0, 2.0] == pairs[0, 0, :2].tolist()
        assert [0.0, 0.0] == pairs[0, 1, :2].tolist()

    def test_has_no_rows_for_no_words(self):
        """An empty corpus gives no pairs, and an empty passage a pair of noughts."""
        nothing = codebook_columns(nearness(Corpus(()), CODEBOOK, None), 0)
        empty = codebook_columns(nearness(a_corpus(""), CODEBOOK, None), 1)

        assert 0 == len(nothing)
        assert not empty[0, :, :6].any()


class TestLearnedColumns:
    def test_tells_scores_ranks_gaps_votes_and_commonness(self):
        """Each column stands where the combiner looks for it."""
        scores = np.array([[1.0, -1.0]])
        others = [np.array([[3.0, 4.0]])]
        pairs = learned_columns(scores, np.array([[0.75, 0.25]]), np.array([1.0, np.e]), others)

        assert [
            [1.0, 1.0, 0.0, 0.75, 0.0, 3.0],
            [-1.0, 0.5, -2.0, 0.25, 1.0, 4.0],
        ] == pairs[0].tolist()


class TestRank:
    def test_halves_from_the_best_down(self):
        """The best has one, the second a half, and of equals the first comes first."""
        assert [[0.5, 1.0, 1 / 3]] == rank(np.array([[2.0, 5.0, 2.0]])).tolist()


class TestGap:
    def test_is_nought_for_the_best(self):
        """Every other theme lies behind."""
        assert [[-3.0, 0.0]] == gap(np.array([[2.0, 5.0]])).tolist()

    def test_has_nothing_to_tell_of_no_themes(self):
        """Without themes there is no best."""
        assert (2, 0) == gap(np.zeros((2, 0))).shape
