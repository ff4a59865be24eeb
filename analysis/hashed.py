"""Words and letters of a text as numbers, each at a place that its spelling alone decides."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.corpus import encodable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse
    from sklearn.feature_extraction.text import HashingVectorizer

WORDS = 2**17
LETTERS = 2**18
WIDTH = WORDS + LETTERS
# What stands in fewer of the texts that are learned from tells nothing.
FEWEST = 3


def counted(texts: Sequence[str]) -> sparse.csr_matrix:
    """Return how often each word, pair of words and run of 2 to 5 letters stands in each text.

    The shape is `(n_texts, 393216)`; nothing is learned, so the same text gives the same row on
    every machine.

    Source: feature hashing, Weinberger et al. (2009), ICML 26, 1113-1120.
    """
    from scipy import sparse  # noqa: PLC0415 - it takes a second, and few processes need it

    texts = [encodable(text) for text in texts]
    words, letters = _vectorizers()
    found: sparse.csr_matrix = sparse.hstack(
        [words.transform(texts), letters.transform(texts)], format="csr"
    )
    return found


def rarity(counts: sparse.csr_matrix) -> NDArray[np.float32]:
    """Return the inverse document frequency of each place, nought where too few texts use it.

    Source: Spärck Jones (1972), Journal of Documentation 28, 11-21.
    """
    texts, used = counts.shape[0], np.bincount(counts.indices, minlength=WIDTH)
    found: NDArray[np.float32] = np.where(
        used >= FEWEST, np.log((1 + texts) / (1 + used)) + 1, 0
    ).astype(np.float32)
    return found


def weighed(counts: sparse.csr_matrix, rare: NDArray[np.float32]) -> sparse.csr_matrix:
    """Return rows of two unit vectors each, the words and the letters; repeats count little."""
    from scipy import sparse  # noqa: PLC0415 - as above
    from sklearn.preprocessing import normalize  # noqa: PLC0415 - as above

    rows = counts.astype(np.float32)
    rows.data = (1 + np.log(rows.data)) * rare[rows.indices]
    words, letters = (normalize(part) for part in (rows[:, :WORDS], rows[:, WORDS:]))
    found: sparse.csr_matrix = sparse.hstack([words, letters], format="csr")
    found.eliminate_zeros()
    return found


@cache
def _vectorizers() -> tuple[HashingVectorizer, HashingVectorizer]:
    from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415 - as above

    kept = {"norm": None, "alternate_sign": False, "strip_accents": "unicode"}
    return (
        HashingVectorizer(ngram_range=(1, 2), n_features=WORDS, **kept),
        HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=LETTERS, **kept),
    )
