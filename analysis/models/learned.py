"""The model that learns from accepted codings, and takes over theme by theme."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from analysis.corpus import Corpus, Passage
from analysis.models import Coded, ModelError, ThemeModel
from analysis.models.combiner import Combiner
from analysis.models.described import Described, codings
from analysis.models.features import nearness
from analysis.models.kernels import ALL, Likeness
from analysis.models.machines import fitted, folds, votes
from analysis.models.pairs import codebook_columns, gap, learned_columns, rank
from analysis.models.thresholds import cuts, sure_cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.codebook import Codebook
    from analysis.models.engine import Embedding
    from analysis.models.features import Nearness

FEWEST_COMMENTS = 10
# A theme with fewer examples than this keeps the model of the first day.
FEWEST_EXAMPLES = 5
# Likenesses fill squares; at this side they take two gigabytes together.
MOST = 8000
# From the chance on where this share of held-out codings is true, a theme is given; below, it is
# suggested.
PRECISION = 0.75
# Where the chance by the model of the first day stands among the columns of a pair.
FIRST = -3


@dataclass(frozen=True)
class ThemeCard:
    """Which model serves a theme, and how well it did on comments held out."""

    theme_key: str
    is_learned: bool
    examples: int
    precision: float
    recall: float
    f1: float


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
        self._judge(self._held_out_chances(pairs, labels), known[..., FIRST], labels)
        self._combiner = Combiner().fit(pairs, labels)
        return self

    def chances(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, that each text carries each theme, `(n_texts, n_themes)`."""
        return self._chances(texts, self._near(texts))

    def predict(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Return a 0/1 matrix, `(n_texts, n_themes)`."""
        return (self.chances(texts) >= self._enough).astype(np.int64)

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
        near = self._near(texts)
        found = self._chances(texts, near)
        return codings(corpus, codebook, near, found, self._enough, self._sure)

    def _chances(self, texts: Sequence[str], near: Nearness) -> NDArray[np.float64]:
        alike = self._likeness.against(texts, near)
        scores = {group: matrix @ self._machines[group] for group, matrix in alike.items()}
        known = self._known(near, len(texts))
        voted = votes(alike[ALL], self._labels)
        pairs = np.concatenate([self._learned(scores, voted), known], axis=-1)
        found = self._combiner.chances(pairs)
        return np.where(self._is_learned, found, known[..., FIRST])

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

    def _judge(
        self, learned: NDArray[np.float64], first: NDArray[np.float64], labels: NDArray[np.int64]
    ) -> None:
        # Each theme goes to the model that does better on comments held out.
        count = labels.shape[1]
        own = cuts(learned, labels)
        enough, sure = self._described.cuts()
        better = np.array(
            [
                _measured(learned[:, j] >= own[j], labels[:, j])[2]
                >= _measured(first[:, j] >= enough, labels[:, j])[2]
                for j in range(count)
            ]
        )
        self._is_learned = better & (labels.sum(axis=0) >= FEWEST_EXAMPLES)
        self._enough = np.where(self._is_learned, own, enough)
        # All themes share one weighing, so one cut for all is steadier than one from few examples.
        surely = sure_cut(learned.ravel(), labels.ravel(), PRECISION)
        self._sure = np.where(self._is_learned, np.maximum(surely, own), sure)
        served = np.where(self._is_learned, learned, first) >= self._enough
        self.cards = tuple(
            ThemeCard(
                theme.key,
                bool(self._is_learned[j]),
                int(labels[:, j].sum()),
                *_measured(served[:, j], labels[:, j]),
            )
            for j, theme in enumerate(self._codebook.themes)
        )

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


def _measured(found: NDArray[np.bool_], labels: NDArray[np.int64]) -> tuple[float, float, float]:
    both = int((found & (labels == 1)).sum())
    called, true = int(found.sum()), int(labels.sum())
    shares = (both / called if called else 0.0, both / true if true else 0.0)
    return *shares, 2 * both / (called + true) if called + true else 0.0


def _digest(texts: Sequence[str], labels: NDArray[np.int64]) -> str:
    digest = sha256("\0".join(texts).encode("utf-8", "surrogatepass"))
    digest.update(labels.astype(np.int8).tobytes())
    return digest.hexdigest()[:12]
