"""Emergent themes: what people say that no theme explains, gathered into proposals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log
from typing import TYPE_CHECKING

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.corpus import is_non_answer, stem, stems, words
from analysis.redaction import hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from analysis.corpus import Corpus, Passage
    from analysis.models.engine import Embedding

FEWEST = 20  # passages to work from
SMALLEST = 5  # passages of a proposal; fewer would point at persons
MOST_CLUSTERS = 20
WIDTH = 50  # numbers a passage is brought down to
WORDS_READ = 2_000  # words that the words-only way tells passages apart by
COMPARED = 1_500  # passages that a number of clusters is judged on
NAMED_BY, SHOWN = 6, 3
WORD_OF = 3  # a word that fewer passages use may be a name, and says little
# What people write around what they mean, beyond the usual stop words.
_FILLERS = """
  also always bit came come did didn didnt does doesn doesnt doing don dont each feel felt gave
  get gets getting give given go goes going gone got had has have im isn isnt ive just know let
  like lot lots made make makes many me more much my need never nice no not now ok okay one
  only other people quite really said say says see she so some someone something stuff take
  than thank thanks that their them then there they thing things think thought told took too us
  use very want wanted was wasn wasnt way we well went were when why will with would yes you
  your good great bad better best time times day able
"""


@dataclass(frozen=True)
class Proposal:
    """A theme that may be there: its most distinctive words, and its passages by id.

    `passage_ids` are all of them, the nearest to the centre first; `shown` are a few that differ.
    """

    words: tuple[str, ...]
    passage_ids: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it can be called until a person finds its name."""
        return ", ".join(self.words[:3]).capitalize()


def unexplained(corpus: Corpus, coded: Collection[str]) -> tuple[Passage, ...]:
    """Return the passages that say something and whose ids are not among the coded."""
    known = frozenset(coded)
    return tuple(
        passage
        for passage in corpus.passages
        if passage.id not in known and not is_non_answer(passage.text)
    )


def propose(
    passages: Sequence[Passage], embedding: Embedding | None, *, seed: int = 0
) -> tuple[Proposal, ...]:
    """Return the themes that passages may have in common, the most common first.

    Nothing comes of fewer than 20 passages, and no proposal has fewer than 5. Without an
    embedding the words alone tell. Deterministic: the same passages, in any order, and seed give
    the same proposals.

    Source: k-means on principal components (Ding and He 2004, ICML); the number of clusters has
    the best mean silhouette (Rousseeuw 1987, J. Comput. Appl. Math. 20, 53-65).
    """
    said = sorted(passages, key=lambda passage: passage.id)
    if len(said) < FEWEST:
        return ()
    texts = [passage.text for passage in said]
    places = vectors(texts, embedding, seed=seed)
    labels, centres = _clusters(places, seed)
    named = distinctive(texts, labels)
    found = []
    for label, centre in enumerate(centres):
        rows = np.flatnonzero(labels == label)
        if len(rows) < SMALLEST or not named[label]:
            continue
        away = np.linalg.norm(places[rows] - centre, axis=1).round(6)
        nearest = [int(row) for _, row in sorted(zip(away, rows, strict=True))]
        ids = tuple(said[row].id for row in nearest)
        shown = tuple(said[row].id for row in few_that_differ(nearest, texts))
        found.append(Proposal(named[label], ids, shown))
    return tuple(sorted(found, key=lambda one: (-len(one.passage_ids), one.words)))


def vectors(
    texts: Sequence[str], embedding: Embedding | None, *, seed: int = 0
) -> NDArray[np.float64]:
    """Return the texts as rows of at most 50 numbers: their principal components."""
    with threadpool_limits(1):  # sums in one order, so that the same input gives the same bytes
        if embedding is not None:
            high = embedding.embed(texts).astype(np.float64)
        else:
            reader = TfidfVectorizer(analyzer=_meaningful, max_features=WORDS_READ)
            high = _read(reader, texts)
        width = min(WIDTH, len(texts) - 1, high.shape[1])
        if width < 1 or not high.var(axis=0).any():
            return np.zeros((len(texts), 1))
        low: NDArray[np.float64] = PCA(width, random_state=seed).fit_transform(high)
    # Only the direction of a text is its meaning; how far out it lies is how long it is.
    lengths = np.linalg.norm(low, axis=1, keepdims=True)
    np.divide(low, lengths, out=low, where=lengths > 0)
    return low


def distinctive(texts: Sequence[str], labels: NDArray[np.int_]) -> dict[int, tuple[str, ...]]:
    """Return the words that tell each cluster from the rest, the most telling first.

    Names, numbers and places that the redactor knows are left out, and so is a word of fewer
    than three passages.

    Source: class-based TF-IDF, Grootendorst (2022), arXiv:2203.05794, equation 3.
    """
    uses: dict[int, Counter[str]] = {int(label): Counter() for label in set(labels.tolist())}
    passages_of: dict[int, Counter[str]] = {label: Counter() for label in uses}
    forms: dict[str, Counter[str]] = {}
    for text, label in zip(texts, labels.tolist(), strict=True):
        spoken = [word for word in words(_unnamed(text)) if _tells(word)]
        for word in spoken:
            forms.setdefault(stem(word), Counter())[word] += 1
        uses[label].update(stem(word) for word in spoken)
        passages_of[label].update({stem(word) for word in spoken})
    everywhere = sum(uses.values(), Counter[str]())
    usual = everywhere.total() / max(len(uses), 1)
    found = {}
    for label, mine in uses.items():
        weights = {
            word: count * log(1 + usual / everywhere[word])
            for word, count in mine.items()
            if passages_of[label][word] >= WORD_OF
        }
        best = sorted(weights, key=lambda word: (-weights[word], word))[:NAMED_BY]
        found[label] = tuple(_commonest(forms[word]) for word in best)
    return found


def apartness(places: NDArray[np.float64], labels: NDArray[np.int_]) -> float:
    """Return the mean silhouette of clusters, -1 to 1; of many passages, of some spread evenly.

    Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65.
    """
    step = -(-len(places) // COMPARED)
    some, theirs = places[::step], labels[::step]
    if not 1 < len(set(theirs.tolist())) < len(some):
        return -1.0
    return float(silhouette_score(some, theirs))


def _clusters(
    places: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.int_], NDArray[np.float64]]:
    most = min(MOST_CLUSTERS, len(places) // SMALLEST, len(np.unique(places.round(6), axis=0)))
    best_labels = np.zeros(len(places), dtype=np.int_)
    best_centres, best = places.mean(axis=0, keepdims=True), -1.0
    with threadpool_limits(1):
        for number in range(2, most + 1):
            model = KMeans(number, n_init=5, random_state=seed).fit(places)
            score = apartness(places, model.labels_)
            if score > best:
                best_labels, best_centres, best = model.labels_, model.cluster_centers_, score
    return best_labels, best_centres


def few_that_differ(nearest: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Return the first three rows whose texts do not say the same in the same words."""
    chosen: dict[frozenset[str], int] = {}
    for row in nearest:
        chosen.setdefault(frozenset(stems(texts[row])), row)
    return list(chosen.values())[:SHOWN]


def _read(reader: TfidfVectorizer, texts: Sequence[str]) -> NDArray[np.float64]:
    if not any(_meaningful(text) for text in texts):
        return np.zeros((len(texts), 1))
    read: NDArray[np.float64] = reader.fit_transform(texts).toarray()
    return read


def _meaningful(text: str) -> list[str]:
    return [stem(word) for word in words(text) if _tells(word)]


def _unnamed(text: str) -> str:
    pieces, position = [], 0
    for one in hidden(text):
        pieces.append(text[position : one.start])
        position = one.end
    return " ".join([*pieces, text[position:]])


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda word: (-forms[word], word))


def _tells(word: str) -> bool:
    plain = word.replace("'", "")
    return len(plain) > 2 and not plain.isnumeric() and not {word, plain} & _stop_words()  # noqa: PLR2004


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(ENGLISH_STOP_WORDS) | frozenset(_FILLERS.split())
