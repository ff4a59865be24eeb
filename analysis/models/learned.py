"""The model that learns from accepted codings: words, meanings and the codebook together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from analysis.corpus import Corpus, Passage
from analysis.models import ModelError
from analysis.models.features import MOST_HITS, nearness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.codebook import Codebook
    from analysis.models.embedding import Embedding

FOLDS = 5
# A theme with few examples leans on the threshold that serves all themes.
SHRINK = 15
COST = 0.35
EMBEDDING_WEIGHT = 1.0
CODEBOOK_WEIGHT = 0.5


class Learned:
    """Learns which comments carry which themes. Deterministic for one seed.

    Fitted on texts and a 0/1 matrix `(n_texts, n_themes)` whose columns are the codebook's themes
    in their order. Thresholds come from scores of comments that were held out.

    Source: linear support vector machines, Fan and others (2008), JMLR 9, 1871-1874.
    """

    def __init__(self, codebook: Codebook, embedding: Embedding | None, *, seed: int = 0) -> None:
        self._codebook = codebook
        self._embedding = embedding
        self._seed = seed
        self._machines: list[LinearSVC | None] = []
        self._thresholds: NDArray[np.float64] = np.zeros(0)

    def fit(self, texts: Sequence[str], labels: NDArray[np.int64]) -> Learned:
        """Learn from texts and their themes.

        Raises:
            ModelError: there are too few comments to hold any out.
        """
        if len(texts) < 2 * FOLDS:
            raise ModelError("too_few_comments")
        held_out = np.full(labels.shape, -2.0)
        folds = KFold(FOLDS, shuffle=True, random_state=self._seed)
        for train, test in folds.split(np.arange(len(texts))):
            self._learn([texts[i] for i in train], labels[train])
            held_out[test] = self.scores([texts[i] for i in test])
        self._thresholds = _thresholds(held_out, labels)
        self._learn(texts, labels)
        return self

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how surely each text carries each theme, `(n_texts, n_themes)`."""
        features = self._features(texts)
        found = np.full((len(texts), len(self._machines)), -2.0)
        for column, machine in enumerate(self._machines):
            if machine is not None:
                found[:, column] = machine.decision_function(features)
        return found

    def predict(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Return a 0/1 matrix, `(n_texts, n_themes)`."""
        return (self.scores(texts) >= self._thresholds).astype(np.int64)

    def _learn(self, texts: Sequence[str], labels: NDArray[np.int64]) -> None:
        self._words = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode"
        )
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True
        )
        self._words.fit(texts)
        self._characters.fit(texts)
        features = self._features(texts)
        self._machines = [self._machine(features, labels[:, j]) for j in range(labels.shape[1])]

    def _machine(self, features: csr_matrix, carried: NDArray[np.int64]) -> LinearSVC | None:
        if not 0 < carried.sum() < len(carried):
            return None
        machine = LinearSVC(C=COST, class_weight="balanced", random_state=self._seed)
        return machine.fit(features, carried)

    def _features(self, texts: Sequence[str]) -> csr_matrix:
        parts = [self._words.transform(texts), self._characters.transform(texts)]
        corpus = Corpus(tuple(Passage(str(n), text) for n, text in enumerate(texts)))
        near = nearness(corpus, self._codebook, self._embedding)
        n = len(texts)
        columns = [
            np.minimum(near.per_passage(near.keywords, n), MOST_HITS),
            near.per_passage(near.definition, n),
            3 * near.per_passage(near.like_definition, n),
            3 * near.per_passage(near.like_keywords, n),
        ]
        parts.append(csr_matrix(CODEBOOK_WEIGHT * np.hstack(columns)))
        if self._embedding:
            parts.append(csr_matrix(EMBEDDING_WEIGHT * self._embedding.embed(list(texts))))
        return csr_matrix(hstack(parts))


def _thresholds(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    overall = _best(scores.ravel(), labels.ravel())
    found = np.empty(labels.shape[1])
    for column in range(labels.shape[1]):
        carried = int(labels[:, column].sum())
        own = _best(scores[:, column], labels[:, column]) if carried else overall
        found[column] = (carried * own + SHRINK * overall) / (carried + SHRINK)
    return found


def _best(scores: NDArray[np.float64], carried: NDArray[np.int64]) -> float:
    # The cut with the highest F1 along the sorted scores.
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(carried[order])
    taken = np.arange(1, len(order) + 1)
    f1 = 2 * hits / (taken + carried.sum())
    best = int(np.argmax(f1))
    following = scores[order[best + 1]] if best + 1 < len(order) else scores[order[best]]
    return float((scores[order[best]] + following) / 2)
