"""How alike two comments are: in words, in letters, in meaning, and in what the codebook sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.models.features import MOST_HITS, Nearness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from analysis.models.engine import Embedding

    Matrix = NDArray[np.float32]

# Which likenesses each group adds up, in equal parts; a machine learns from each group.
ALL = "all"
GROUPS = {
    ALL: ("words", "letters", "meanings", "plain meanings", "keywords", "likenesses"),
    "words": ("words", "letters"),
    "meanings": ("meanings", "plain meanings"),
    "codebook": ("keywords", "likenesses"),
}
# What the parts of a group add up to for a comment and itself.
WHOLE = 2.0


class Likeness:
    """Says how alike comments are to the comments it was fitted on. Deterministic.

    A sum of kernels is a kernel itself, so a machine can learn on it (Shawe-Taylor and
    Cristianini, 2004, Kernel Methods for Pattern Analysis, ch. 3). Memory and time grow with the
    square of the comments fitted. Without an embedding there are no meanings and no likenesses.
    """

    def __init__(self, embedding: Embedding | None) -> None:
        self._embedding = embedding
        self._words = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode"
        )
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True
        )

    def fit(self, texts: Sequence[str], near: Nearness) -> dict[str, Matrix]:
        """Return by group how alike every two comments are, `(n_texts, n_texts)` each."""
        self._word_rows = _fitted(self._words, texts)
        self._letter_rows = _fitted(self._letters, texts)
        likenesses = _likenesses(near, len(texts))
        self._middle, self._spread = likenesses.mean(axis=0), likenesses.std(axis=0) + 1e-9
        self._rows = dict(self._dense(texts, near))
        return self.against(texts, near)

    def against(self, texts: Sequence[str], near: Nearness) -> dict[str, Matrix]:
        """Return by group how alike comments are to those fitted, `(n_texts, n_fitted)` each."""
        found: dict[str, Matrix] = {}
        for name, alike in self._parts(texts, near):
            for group, holds in self._groups().items():
                if name in holds:
                    share = alike * np.float32(WHOLE / len(holds))
                    found[group] = found[group] + share if group in found else share
        return found

    def _groups(self) -> dict[str, tuple[str, ...]]:
        there = {"words", "letters", *self._rows}
        groups = {
            group: tuple(name for name in holds if name in there)
            for group, holds in GROUPS.items()
        }
        return {group: holds for group, holds in groups.items() if holds}

    def _parts(self, texts: Sequence[str], near: Nearness) -> Iterator[tuple[str, Matrix]]:
        # One at a time, because each fills a square.
        words, letters = self._words.transform(texts), self._letters.transform(texts)
        yield "words", (words @ self._word_rows.T).toarray().astype(np.float32)
        yield "letters", (letters @ self._letter_rows.T).toarray().astype(np.float32)
        for name, (width, rows) in self._dense(texts, near):
            yield name, _radial(rows, self._rows[name][1], width)

    def _dense(
        self, texts: Sequence[str], near: Nearness
    ) -> Iterator[tuple[str, tuple[float, NDArray[np.float64]]]]:
        hits = np.minimum(near.per_passage(near.keywords, len(texts)), MOST_HITS)
        lengths = np.maximum(np.linalg.norm(hits, axis=1, keepdims=True), 1)
        yield "keywords", (1.0, hits / lengths)
        if self._embedding is None:
            return
        likenesses = (_likenesses(near, len(texts)) - self._middle) / self._spread
        yield "likenesses", (0.5 / likenesses.shape[1], likenesses)
        yield "meanings", (1.0, near.meanings)
        if self._embedding.words is not self._embedding:
            yield "plain meanings", (1.0, self._embedding.words.embed(texts).astype(np.float64))


def _fitted(vectorizer: TfidfVectorizer, texts: Sequence[str]) -> csr_matrix:
    try:
        return vectorizer.fit_transform(texts)
    except ValueError:
        # Nothing is said twice, or no words at all: a word that nobody says keeps it a table.
        return vectorizer.set_params(min_df=1).fit_transform([*texts, "unsaid"])[:-1]


def _likenesses(near: Nearness, count: int) -> NDArray[np.float64]:
    parts = near.like_definition, near.like_keywords
    return np.hstack([near.per_passage(part, count) for part in parts])


def _radial(a: NDArray[np.float64], b: NDArray[np.float64], width: float) -> Matrix:
    apart = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None] - 2 * a @ b.T
    found: Matrix = np.exp(-width * np.maximum(apart, 0)).astype(np.float32)
    return found
