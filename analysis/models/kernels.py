"""How alike two comments are: in words, in letters, in meaning, and in what the codebook sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.models.features import MOST_HITS, Nearness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.models.embedding import Embedding

# Equal parts; no other mixture that was tried was better by more than chance.
WORDS = LETTERS = MEANINGS = KEYWORDS = LIKENESSES = 0.4
WIDTH = 1.0


class Likeness:
    """Says how alike comments are to the comments it was fitted on. Deterministic.

    The sum of five kernels is a kernel itself, so a support vector machine can learn on it
    (Shawe-Taylor and Cristianini, 2004, Kernel Methods for Pattern Analysis, ch. 3). Memory and
    time grow with the square of the comments fitted.
    """

    def __init__(self, embedding: Embedding | None) -> None:
        self._embedding = embedding
        self._words = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode"
        )
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True
        )

    def fit(self, texts: Sequence[str], near: Nearness) -> NDArray[np.float64]:
        """Return how alike every two comments are, `(n_texts, n_texts)`."""
        self._word_rows = self._words.fit_transform(texts)
        self._letter_rows = self._letters.fit_transform(texts)
        self._dense_rows = self._dense(texts, near, is_new=True)
        return self.against(texts, near)

    def against(self, texts: Sequence[str], near: Nearness) -> NDArray[np.float64]:
        """Return how alike comments are to those fitted, `(n_texts, n_fitted)`."""
        found = WORDS * (self._words.transform(texts) @ self._word_rows.T).toarray()
        found += LETTERS * (self._letters.transform(texts) @ self._letter_rows.T).toarray()
        fresh = self._dense(texts, near, is_new=False)
        for (weight, width, rows), (_, _, fitted) in zip(fresh, self._dense_rows, strict=True):
            found += weight * _radial(rows, fitted, width)
        return np.asarray(found, dtype=np.float64)

    def _dense(
        self, texts: Sequence[str], near: Nearness, *, is_new: bool
    ) -> list[tuple[float, float, NDArray[np.float64]]]:
        hits = np.minimum(near.per_passage(near.keywords, len(texts)), MOST_HITS)
        lengths = np.maximum(np.linalg.norm(hits, axis=1, keepdims=True), 1)
        dense = [(KEYWORDS, WIDTH, hits / lengths)]
        if self._embedding:
            likenesses = np.hstack(
                [
                    near.per_passage(near.like_definition, len(texts)),
                    near.per_passage(near.like_keywords, len(texts)),
                ]
            )
            if is_new:
                self._middle, self._spread = likenesses.mean(axis=0), likenesses.std(axis=0) + 1e-9
            scaled = (likenesses - self._middle) / self._spread
            meanings = self._embedding.embed(texts).astype(np.float64)
            dense.append((MEANINGS, WIDTH, meanings))
            dense.append((LIKENESSES, 0.5 * WIDTH / scaled.shape[1], scaled))
        return dense


def _radial(a: NDArray[np.float64], b: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    apart = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None] - 2 * a @ b.T
    found: NDArray[np.float64] = np.exp(-width * np.maximum(apart, 0))
    return found
