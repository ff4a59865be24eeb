"""How near each sentence is to each theme: keywords, words of the definition, and meaning."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.corpus import Span, sentences, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.codebook import Codebook, Theme
    from analysis.corpus import Corpus
    from analysis.models.embedding import Embedding

SHORTEST_WORD = 4
MOST_HITS = 2
# Chosen by macro-F1 over the 28 themes of the training comments named in
# docs/measures/theming.md: three numbers for all themes, none for any one of them.
WEIGHT_DEFINITION = 0.3
WEIGHT_LIKE_DEFINITION = 2.0
WEIGHT_LIKE_KEYWORDS = 3.0


@dataclass(frozen=True)
class Nearness:
    """Features of every sentence against every theme, each `(n_sentences, n_themes)`.

    `owner` is the place of each sentence's passage in the corpus; `spans` are in its text.
    Without embeddings both likenesses are nought.
    """

    owner: NDArray[np.int64]
    spans: tuple[Span, ...]
    keywords: NDArray[np.float64]
    definition: NDArray[np.float64]
    like_definition: NDArray[np.float64]
    like_keywords: NDArray[np.float64]

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
    keywords, definition = _words(texts, codebook)
    like_definition, like_keywords = _meanings(texts, codebook, embedding)
    return Nearness(
        np.array(owner, dtype=np.int64),
        tuple(spans),
        keywords,
        definition,
        like_definition,
        like_keywords,
    )


def closeness(near: Nearness) -> NDArray[np.float64]:
    """Return one number for every sentence and theme, `(n_sentences, n_themes)`; 0 is far."""
    return (
        np.minimum(near.keywords, MOST_HITS)
        + WEIGHT_DEFINITION * near.definition
        + WEIGHT_LIKE_DEFINITION * near.like_definition
        + WEIGHT_LIKE_KEYWORDS * near.like_keywords
    )


def _words(
    texts: Sequence[str], codebook: Codebook
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    phrases = [_phrases(theme) for theme in codebook.themes]
    telling = _telling_words(codebook)
    keywords = np.zeros((len(texts), len(phrases)))
    definition = np.zeros_like(keywords)
    for row, text in enumerate(texts):
        found = stems(text)
        runs = _runs(found)
        for column, wanted in enumerate(phrases):
            keywords[row, column] = len(runs & wanted)
            weights = telling[column]
            definition[row, column] = sum(weights.get(word, 0.0) for word in set(found))
    return keywords, definition


def _phrases(theme: Theme) -> frozenset[tuple[str, ...]]:
    stemmed = (tuple(stems(keyword)) for keyword in theme.keywords)
    return frozenset(phrase for phrase in stemmed if phrase)


def _runs(found: Sequence[str], longest: int = 5) -> set[tuple[str, ...]]:
    return {
        tuple(found[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(found) - length + 1)
    }


def _telling_words(codebook: Codebook) -> list[dict[str, float]]:
    # A word that many definitions use tells little about any of them.
    words = [
        {stem for stem in stems(theme.definition) if len(stem) >= SHORTEST_WORD}
        for theme in codebook.themes
    ]
    used = Counter(word for mine in words for word in mine)
    return [{word: 1 / used[word] for word in sorted(mine)} for mine in words]


def _meanings(
    texts: Sequence[str], codebook: Codebook, embedding: Embedding | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    shape = (len(texts), len(codebook.themes))
    if embedding is None or not texts:
        return np.zeros(shape), np.zeros(shape)
    sentence = embedding.embed(texts)
    definitions = embedding.embed([f"{t.name}. {t.definition}" for t in codebook.themes])
    keywords = embedding.embed([", ".join(t.keywords) for t in codebook.themes])
    return (
        np.maximum(sentence @ definitions.T, 0).astype(np.float64),
        np.maximum(sentence @ keywords.T, 0).astype(np.float64),
    )
