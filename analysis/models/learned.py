"""The model that learns from accepted codings: machines on likeness, weighed with the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.model_selection import KFold
from sklearn.svm import SVC

from analysis.corpus import Corpus, Passage
from analysis.models import Coded, ModelError, ThemeModel
from analysis.models.features import closeness, nearness
from analysis.models.kernels import Likeness
from analysis.models.pairs import Combiner, codebook_columns, learned_columns
from analysis.models.thresholds import cuts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.codebook import Codebook
    from analysis.models.embedding import Embedding
    from analysis.models.features import Nearness

FOLDS = 5
FEWEST = 2 * FOLDS
# Likenesses fill a square; at this side it takes half a gigabyte.
MOST = 8000
NEIGHBOURS = 15
COST = 1.0
UNKNOWN = -1.0


class Learned(ThemeModel, key="learned"):
    """Learns which comments carry which themes. Deterministic for one seed.

    Fitted on texts and a 0/1 matrix `(n_texts, n_themes)` whose columns are the codebook's themes
    in their order. The combiner and the cuts come only from scores of comments held out.

    Source: support vector machines, Cortes and Vapnik (1995), Machine Learning 20, 273-297.
    """

    version = "2"

    def __init__(self, codebook: Codebook, embedding: Embedding | None, *, seed: int = 0) -> None:
        self._codebook = codebook
        self._embedding = embedding
        self._seed = seed

    def describe(self) -> str:
        """Say in a sentence how this model finds themes."""
        return "Learns from the codings that people accepted, and from the codebook’s own words."

    def fit(self, texts: Sequence[str], labels: NDArray[np.int64]) -> Learned:
        """Learn from texts and their themes; of more than 8,000 a sample is drawn.

        Raises:
            ModelError: there are too few comments to hold any out.
        """
        if len(texts) < FEWEST:
            raise ModelError("too_few_comments")
        texts, labels = self._sample(texts, labels)
        self._likeness = Likeness(self._embedding)
        near = self._near(texts)
        alike = self._likeness.fit(texts, near)
        known = codebook_columns(near, len(texts))
        self._labels = labels
        self._common = (labels.sum(axis=0) + 1) / len(texts)
        pairs = np.concatenate([self._held_out(alike, labels), known], axis=-1)
        self._cuts = cuts(self._held_out_chances(pairs, labels), labels)
        self._combiner = Combiner().fit(pairs, labels)
        self._machines = [_machine(alike, labels[:, j]) for j in range(labels.shape[1])]
        return self

    def chances(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, that each text carries each theme, `(n_texts, n_themes)`."""
        near = self._near(texts)
        alike = self._likeness.against(texts, near)
        learned = learned_columns(
            _scores(self._machines, alike), _votes(alike, self._labels), self._common
        )
        pairs = np.concatenate([learned, codebook_columns(near, len(texts))], axis=-1)
        return self._combiner.chances(pairs)

    def predict(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Return a 0/1 matrix, `(n_texts, n_themes)`."""
        return (self.chances(texts) >= self._cuts).astype(np.int64)

    def code(self, corpus: Corpus, codebook: Codebook, *, seed: int = 0) -> tuple[Coded, ...]:
        """Return the codings of a corpus, each on the sentence nearest to its theme.

        Raises:
            ModelError: the model learned another codebook.
        """
        del seed
        if codebook.themes != self._codebook.themes:
            raise ModelError("other_codebook")
        if not corpus.passages:
            return ()
        texts = [passage.text for passage in corpus.passages]
        near, chances = self._near(texts), self.chances(texts)
        close = closeness(near)
        found = []
        for row, column in np.argwhere(chances >= self._cuts):
            own = np.flatnonzero(near.owner == row)
            if not own.size:
                continue
            span = near.spans[int(own[np.argmax(close[own, column])])]
            key, score = codebook.themes[column].key, round(float(chances[row, column]), 4)
            found.append(Coded(corpus.passages[row].id, key, score, span.start, span.end))
        return tuple(found)

    def _near(self, texts: Sequence[str]) -> Nearness:
        corpus = Corpus(tuple(Passage(str(n), text) for n, text in enumerate(texts)))
        return nearness(corpus, self._codebook, self._embedding)

    def _sample(
        self, texts: Sequence[str], labels: NDArray[np.int64]
    ) -> tuple[Sequence[str], NDArray[np.int64]]:
        if len(texts) <= MOST:
            return texts, labels
        drawn = np.sort(np.random.default_rng(self._seed).permutation(len(texts))[:MOST])
        return [texts[i] for i in drawn], labels[drawn]

    def _folds(self, count: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        folds = KFold(FOLDS, shuffle=True, random_state=self._seed)
        return list(folds.split(np.arange(count)))

    def _held_out(
        self, alike: NDArray[np.float64], labels: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        scores, votes = np.zeros(labels.shape), np.zeros(labels.shape)
        for train, test in self._folds(len(labels)):
            inside, across = alike[np.ix_(train, train)], alike[np.ix_(test, train)]
            machines = [_machine(inside, labels[train, j]) for j in range(labels.shape[1])]
            scores[test] = _scores(machines, across)
            votes[test] = _votes(across, labels[train])
        return learned_columns(scores, votes, self._common)

    def _held_out_chances(
        self, pairs: NDArray[np.float64], labels: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        chances = np.zeros(labels.shape)
        for train, test in self._folds(len(labels)):
            chances[test] = Combiner().fit(pairs[train], labels[train]).chances(pairs[test])
        return chances


def _machine(alike: NDArray[np.float64], carried: NDArray[np.int64]) -> SVC | None:
    if not 0 < carried.sum() < len(carried):
        return None
    return SVC(C=COST, kernel="precomputed").fit(alike, carried)


def _scores(machines: Sequence[SVC | None], alike: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.full((len(alike), len(machines)), UNKNOWN)
    for column, machine in enumerate(machines):
        if machine is not None:
            found[:, column] = machine.decision_function(alike)
    return found


def _votes(alike: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    # The share of the most alike comments that carry each theme, the more alike the weightier.
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, :NEIGHBOURS]
    weights = np.maximum(np.take_along_axis(alike, nearest, axis=1), 1e-9)
    carried = (weights[:, :, None] * labels[nearest]).sum(axis=1)
    found: NDArray[np.float64] = carried / weights.sum(axis=1, keepdims=True)
    return found
