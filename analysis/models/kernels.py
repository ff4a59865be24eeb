"""How alike two comments are: in words, in letters, in meaning, and in what the codebook sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.models import plain
from analysis.models.features import MOST_HITS, Nearness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from analysis.models.engine import Embedding
    from analysis.models.plain import Arrays

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
ROWS_AT_A_TIME = 512


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
        self._rows = {name: rows for name, (_, rows) in self._dense(texts, near)}
        return self.against(texts, near)

    def arrays(self) -> Arrays:
        """Return the comments fitted, and what reads others beside them, as plain arrays.

        The words and runs of letters that comments share are among them.
        """
        own = {"middle": self._middle, "spread": self._spread}
        return {
            **own,
            **plain.under("words", _written(self._words, self._word_rows)),
            **plain.under("letters", _written(self._letters, self._letter_rows)),
            **plain.under("rows", self._rows),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], embedding: Embedding | None) -> Likeness:
        """Return the likeness that these arrays were taken from, with the same engine.

        Raises:
            KeyError, ValueError: they are not whole.
        """
        found = cls(embedding)
        found._middle, found._spread = arrays["middle"], arrays["spread"]
        found._word_rows = _read(found._words, plain.part("words", arrays))
        found._letter_rows = _read(found._letters, plain.part("letters", arrays))
        found._rows = plain.part("rows", arrays)
        return found

    def against(self, texts: Sequence[str], near: Nearness) -> dict[str, Matrix]:
        """Return by group how alike comments are to those fitted, `(n_texts, n_fitted)` each."""
        found: dict[str, Matrix] = {}
        for name, alike in self._parts(texts, near):
            for group, holds in self._groups().items():
                if name in holds:
                    whole = found.setdefault(group, np.zeros_like(alike))
                    whole += alike * np.float32(WHOLE / len(holds))
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
        yield "words", _products(words, self._word_rows)
        yield "letters", _products(letters, self._letter_rows)
        for name, (width, rows) in self._dense(texts, near):
            yield name, _radial(rows, self._rows[name], width)

    def _dense(
        self, texts: Sequence[str], near: Nearness
    ) -> Iterator[tuple[str, tuple[float, Matrix]]]:
        hits = np.minimum(near.per_passage(near.keywords, len(texts)), MOST_HITS)
        lengths = np.maximum(np.linalg.norm(hits, axis=1, keepdims=True), 1)
        yield "keywords", (1.0, (hits / lengths).astype(np.float32))
        if self._embedding is None:
            return
        likenesses = (_likenesses(near, len(texts)) - self._middle) / self._spread
        yield "likenesses", (0.5 / likenesses.shape[1], likenesses.astype(np.float32))
        yield "meanings", (1.0, near.meanings.astype(np.float32))
        if self._embedding.words is not self._embedding:
            yield "plain meanings", (1.0, self._embedding.words.embed(texts))


def _fitted(vectorizer: TfidfVectorizer, texts: Sequence[str]) -> csr_matrix:
    try:
        return vectorizer.fit_transform(texts)
    except ValueError:
        # Nothing is said twice, or no words at all: a word that nobody says keeps it a table.
        return vectorizer.set_params(min_df=1).fit_transform([*texts, "unsaid"])[:-1]


def _written(vectorizer: TfidfVectorizer, rows: csr_matrix) -> Arrays:
    place = vectorizer.vocabulary_
    return {
        "terms": plain.facts(sorted(place, key=place.__getitem__)),
        "weights": vectorizer.idf_,
        "values": rows.data,
        "columns": rows.indices,
        "starts": rows.indptr,
    }


def _read(vectorizer: TfidfVectorizer, arrays: Mapping[str, NDArray[Any]]) -> csr_matrix:
    terms = plain.read_facts(arrays["terms"])
    vectorizer.set_params(vocabulary=terms).idf_ = arrays["weights"]
    parts = arrays["values"], arrays["columns"], arrays["starts"]
    return csr_matrix(parts, shape=(len(parts[2]) - 1, len(terms)))


def _likenesses(near: Nearness, count: int) -> NDArray[np.float64]:
    parts = near.like_definition, near.like_keywords
    return np.hstack([near.per_passage(part, count) for part in parts])


def _products(a: csr_matrix, b: csr_matrix) -> Matrix:
    # Some rows at a time: most comments share some letters, and a sparse square is larger still.
    found = np.empty((a.shape[0], b.shape[0]), dtype=np.float32)
    turned = b.T.tocsr()
    for start in range(0, len(found), ROWS_AT_A_TIME):
        rows = slice(start, start + ROWS_AT_A_TIME)
        found[rows] = (a[rows] @ turned).toarray()
    return found


def _radial(a: Matrix, b: Matrix, width: float) -> Matrix:
    # In place, because it fills a square.
    found: Matrix = a @ b.T
    found *= -2
    found += np.einsum("ij,ij->i", a, a)[:, None]
    found += np.einsum("ij,ij->i", b, b)[None]
    np.maximum(found, 0, out=found)
    found *= np.float32(-width)
    return np.exp(found, out=found)
