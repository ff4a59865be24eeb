"""The model that learns from accepted codings, and takes over theme by theme."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from analysis.corpus import Corpus, Passage
from analysis.models import Coded, ModelError, ThemeModel, plain
from analysis.models.combiner import Combiner
from analysis.models.described import Described, codings
from analysis.models.features import nearness
from analysis.models.judged import Judged, judge
from analysis.models.kernels import ALL, Likeness
from analysis.models.machines import fitted, folds, votes
from analysis.models.pairs import codebook_columns, gap, learned_columns, rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from analysis.codebook import Codebook, Theme
    from analysis.models.engine import Embedding
    from analysis.models.features import Nearness
    from analysis.models.judged import ThemeCard
    from analysis.models.plain import Arrays

FEWEST_COMMENTS = 10
# Likenesses fill squares; at this side learning took three and a half gigabytes.
MOST = 8000
# Where the chance by the model of the first day stands among the columns of a pair.
FIRST = -3


class Learned(ThemeModel, key="learned"):
    """Learns which comments carry which themes. Deterministic for one seed.

    Fitted on texts and a 0/1 matrix `(n_texts, n_themes)` whose columns are the codebook's themes
    in their order. Machines learn from likeness, one from all of it and one from each side of it;
    a combiner that all themes share weighs them with what the codebook says. Cuts come only from
    chances of comments held out.

    Source: kernel ridge regression, Saunders et al. (1998), ICML 15; stacked generalisation,
    Wolpert (1992), Neural Networks 5, 241-259.
    """

    def __init__(self, codebook: Codebook, embedding: Embedding | None, *, seed: int = 0) -> None:
        self._codebook = codebook
        self._embedding = embedding
        self._seed = seed
        self._described = Described(embedding)
        self.notice = self._described.notice
        self._reads = embedding.version if embedding else "words"
        self.version = f"4+{self._reads}"

    def describe(self) -> str:
        """Say in a sentence how this model finds themes."""
        return "Learns from the codings that people accepted, and from the codebook’s own words."

    def fit(self, texts: Sequence[str], labels: NDArray[np.int64]) -> Learned:
        """Learn from texts and their themes; of more than 8,000 a sample is drawn.

        Raises:
            ModelError: there are too few comments to hold any out.
        """
        if len(texts) < FEWEST_COMMENTS:
            raise ModelError("too_few_comments")
        self.version = f"4+{self._reads}+{_digest(texts, labels)}"
        texts, labels = self._sample(texts, labels)
        self._labels = labels
        self._common = (labels.sum(axis=0) + 1) / len(texts)
        self._likeness = Likeness(self._embedding)
        near = self._near(texts)
        alike = self._likeness.fit(texts, near)
        self._machines, unseen = {}, {}
        for group, matrix in alike.items():
            self._machines[group], unseen[group] = fitted(matrix, labels)
        voted = votes(alike[ALL], labels, is_own=True)
        known = self._known(near, len(texts))
        pairs = np.concatenate([self._learned(unseen, voted), known], axis=-1)
        keys = [theme.key for theme in self._codebook.themes]
        chances = self._held_out_chances(pairs, labels)
        self._judged = judge(chances, known[..., FIRST], labels, self._described.cuts(), keys)
        self._combiner = Combiner().fit(pairs, labels)
        return self

    def chances(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, that each text carries each theme, `(n_texts, n_themes)`."""
        return self._chances(texts, self._near(texts))

    def predict(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Return a 0/1 matrix, `(n_texts, n_themes)`."""
        return (self.chances(texts) >= self._judged.enough).astype(np.int64)

    def code(self, corpus: Corpus, codebook: Codebook, *, seed: int = 0) -> tuple[Coded, ...]:
        """Return the codings of a corpus, each on the sentence nearest to its theme.

        Raises:
            ModelError: the model learned another codebook.
        """
        del seed
        if themes_read(codebook) != themes_read(self._codebook):
            raise ModelError("other_codebook")
        if not corpus.passages:
            return ()
        texts = [passage.text for passage in corpus.passages]
        near = self._near(texts)
        found = self._chances(texts, near)
        return codings(corpus, codebook, near, found, self._judged.enough, self._judged.sure)

    @property
    def cards(self) -> tuple[ThemeCard, ...]:
        """Which model serves each theme, and how well it did."""
        return self._judged.cards

    def arrays(self) -> Arrays:
        """Return all that was learned as plain arrays.

        They hold the words of the comments learned from, and are to be guarded like these.
        """
        return {
            "version": plain.facts(self.version),
            "labels": self._labels.astype(np.int8),
            "common": self._common,
            **plain.under("likeness", self._likeness.arrays()),
            **plain.under("machines", self._machines),
            **plain.under("combiner", self._combiner.arrays()),
            **plain.under("judged", self._judged.arrays()),
        }

    @classmethod
    def of(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        codebook: Codebook,
        embedding: Embedding | None,
    ) -> Learned:
        """Return the model that these arrays were taken from; its codings are the same.

        Codebook and engine must be those it learned with: see `analysis.models.kept`.

        Raises:
            KeyError, ValueError: the arrays are not whole.
        """
        found = cls(codebook, embedding)
        found.version = plain.read_facts(arrays["version"])
        found._labels = arrays["labels"].astype(np.int64)
        found._common = arrays["common"]
        found._likeness = Likeness.of(plain.part("likeness", arrays), embedding)
        found._machines = plain.part("machines", arrays)
        found._combiner = Combiner.of(plain.part("combiner", arrays))
        found._judged = Judged.of(plain.part("judged", arrays))
        return found

    def _chances(self, texts: Sequence[str], near: Nearness) -> NDArray[np.float64]:
        alike = self._likeness.against(texts, near)
        scores = {group: matrix @ self._machines[group] for group, matrix in alike.items()}
        known = self._known(near, len(texts))
        voted = votes(alike[ALL], self._labels)
        pairs = np.concatenate([self._learned(scores, voted), known], axis=-1)
        found = self._combiner.chances(pairs)
        return np.where(self._judged.is_learned, found, known[..., FIRST])

    def _learned(
        self, scores: dict[str, NDArray[np.float64]], voted: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        others = [scores[group] for group in scores if group != ALL]
        return learned_columns(scores[ALL], voted, self._common, others)

    def _known(self, near: Nearness, count: int) -> NDArray[np.float64]:
        # The codebook's columns, and last what the model of the first day makes of them.
        pairs = codebook_columns(near, count)
        first = self._described.of_pairs(pairs)
        return np.concatenate([pairs, np.stack([first, rank(first), gap(first)], -1)], axis=-1)

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

    def _held_out_chances(
        self, pairs: NDArray[np.float64], labels: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        chances = np.zeros(labels.shape)
        for train, test in folds(len(labels), seed=self._seed):
            chances[test] = Combiner().fit(pairs[train], labels[train]).chances(pairs[test])
        return chances


def themes_read(codebook: Codebook) -> tuple[Theme, ...]:
    """Return the themes of a codebook as a model may read them: whom they concern is no matter."""
    return tuple(replace(theme, cohorts=()) for theme in codebook.themes)


def _digest(texts: Sequence[str], labels: NDArray[np.int64]) -> str:
    digest = sha256("\0".join(texts).encode("utf-8", "surrogatepass"))
    digest.update(labels.astype(np.int8).tobytes())
    return digest.hexdigest()[:12]
