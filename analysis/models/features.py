"""How near each sentence is to each theme: keywords, words like keywords, and meaning."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.corpus import Span, sentences, stems
from analysis.models.likewords import soft_hits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from analysis.codebook import Codebook, Theme
    from analysis.corpus import Corpus
    from analysis.models.engine import Embedding

SHORTEST_WORD = 4
MOST_HITS = 2
# How the parts add up to one number: a keyword counts one, the likenesses are 0 to 1. They order
# the sentences of a passage, and are one column among many of the pair scorer.
WEIGHT_LIKE_DEFINITION = 2.0
WEIGHT_LIKE_KEYWORDS = 3.0


@dataclass(frozen=True)
class Nearness:
    """Features of every sentence against every theme, each `(n_sentences, n_themes)`.

    `owner` is the place of each sentence's passage in the corpus; `spans` are in its text.
    `keywords` counts them, `longest` is the words of the longest, `definition` and `name` count
    words shared, `soft` is how alike the likest words are to a keyword, and the last three are
    likenesses of meaning. `meanings` are those of the whole passages, `(n_passages, width)`.
    Without embeddings these four are nought, and the meanings have no width.
    """

    owner: NDArray[np.int64]
    spans: tuple[Span, ...]
    meanings: NDArray[np.float64]
    keywords: NDArray[np.float64]
    longest: NDArray[np.float64]
    definition: NDArray[np.float64]
    name: NDArray[np.float64]
    soft: NDArray[np.float64]
    like_definition: NDArray[np.float64]
    like_keywords: NDArray[np.float64]
    like_name: NDArray[np.float64]

    def per_passage(self, matrix: NDArray[np.float64], passages: int) -> NDArray[np.float64]:
        """Return the highest value of each passage's sentences, `(n_passages, n_themes)`."""
        found = np.zeros((passages, matrix.shape[1]))
        np.maximum.at(found, self.owner, matrix)
        return found


def nearness(corpus: Corpus, codebook: Codebook, embedding: Embedding | None) -> Nearness:
    """Return how near every sentence of a corpus is to every theme. Deterministic."""
    owner, spans, texts = [], [], []
    for place, passage in enumerate(corpus.passages):
        for span in sentences(passage.text):
            owner.append(place)
            spans.append(span)
            texts.append(passage.text[span.start : span.end])
    stemmed = [stems(text) for text in texts]
    keywords, longest = _keywords(stemmed, codebook)
    owners = np.array(owner, dtype=np.int64)
    meanings = embedding.embed(texts) if embedding else np.zeros((len(texts), 0), np.float32)
    likenesses = _likenesses(meanings, codebook, embedding)
    return Nearness(
        owners,
        tuple(spans),
        _joined(meanings, owners, spans, len(corpus.passages)),
        keywords,
        longest,
        _shared(stemmed, [theme.definition for theme in codebook.themes]),
        _shared(stemmed, [theme.name for theme in codebook.themes]),
        soft_hits(texts, [theme.keywords for theme in codebook.themes], embedding),
        *likenesses,
    )


def closeness(near: Nearness) -> NDArray[np.float64]:
    """Return one number for every sentence and theme, `(n_sentences, n_themes)`; 0 is far."""
    found: NDArray[np.float64] = (
        np.minimum(near.keywords, MOST_HITS)
        + near.soft
        + WEIGHT_LIKE_DEFINITION * near.like_definition
        + WEIGHT_LIKE_KEYWORDS * near.like_keywords
    )
    return found


def _keywords(
    stemmed: Sequence[Sequence[str]], codebook: Codebook
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # Themes by keyword, so that a sentence's runs of words are looked up once for all themes.
    themes_of: dict[tuple[str, ...], list[int]] = {}
    for column, theme in enumerate(codebook.themes):
        for phrase in _phrases(theme):
            themes_of.setdefault(phrase, []).append(column)
    most = max((len(phrase) for phrase in themes_of), default=0)
    keywords = np.zeros((len(stemmed), len(codebook.themes)))
    longest = np.zeros_like(keywords)
    for row, words in enumerate(stemmed):
        for phrase in _runs(words, most) & themes_of.keys():
            for column in themes_of[phrase]:
                keywords[row, column] += 1
                longest[row, column] = max(longest[row, column], len(phrase))
    return keywords, longest


def _phrases(theme: Theme) -> frozenset[tuple[str, ...]]:
    stemmed = (tuple(stems(keyword)) for keyword in theme.keywords)
    return frozenset(phrase for phrase in stemmed if phrase)


def _runs(found: Sequence[str], longest: int) -> set[tuple[str, ...]]:
    return {
        tuple(found[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(found) - length + 1)
    }


def _shared(stemmed: Sequence[Iterable[str]], texts: Sequence[str]) -> NDArray[np.float64]:
    # A word that the descriptions of many themes use tells little about any of them.
    words = [{stem for stem in stems(text) if len(stem) >= SHORTEST_WORD} for text in texts]
    used = Counter(word for mine in words for word in mine)
    themes_of: dict[str, list[int]] = {}
    for column, mine in enumerate(words):
        for word in mine:
            themes_of.setdefault(word, []).append(column)
    found = np.zeros((len(stemmed), len(texts)))
    for row, said in enumerate(stemmed):
        for word in themes_of.keys() & set(said):
            found[row, themes_of[word]] += 1 / used[word]
    return found


def _joined(
    meanings: NDArray[np.float32],
    owners: NDArray[np.int64],
    spans: Sequence[Span],
    passages: int,
) -> NDArray[np.float64]:
    # A passage means what its sentences mean, the longer ones more, so that nothing is read
    # twice. On the public feedback this tells themes better than reading it as one text does.
    found = np.zeros((passages, meanings.shape[1]))
    weights = np.sqrt([span.end - span.start for span in spans]).reshape(-1, 1)
    np.add.at(found, owners, meanings * weights)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    return found


def _likenesses(
    meanings: NDArray[np.float32], codebook: Codebook, embedding: Embedding | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    shape = (len(meanings), len(codebook.themes))
    if embedding is None or not all(shape):
        return np.zeros(shape), np.zeros(shape), np.zeros(shape)
    # In double precision: with less, the last digit depends on what is read together, and a tree
    # that splits just there would let a comment's neighbours change its themes.
    said = meanings.astype(np.float64)
    definitions, keywords, names = (
        np.maximum(said @ embedding.embed(described).astype(np.float64).T, 0)
        for described in (
            [f"{theme.name}. {theme.definition}" for theme in codebook.themes],
            [", ".join(theme.keywords) for theme in codebook.themes],
            [theme.name for theme in codebook.themes],
        )
    )
    return definitions, keywords, names
