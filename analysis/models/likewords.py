"""Words that mean nearly what a keyword means: “dinner” where the codebook says “meals”."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.corpus import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.models.engine import Embedding

LONGEST_WINDOW = 3
# More at a time take memory and win nothing.
ROWS_AT_A_TIME = 512
TINY = 1e-9
# Words that carry no theme by themselves; a window of nothing else is not looked at.
EMPTY_WORDS = frozenset(
    {
        "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by",
        "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her",
        "here", "his", "how", "i", "if", "in", "into", "is", "it", "just", "me", "more",
        "most", "my", "no", "not", "of", "on", "or", "our", "out", "she", "should", "so",
        "than", "that", "the", "them", "then", "there", "they", "this", "to", "too", "up",
        "very", "was", "we", "were", "what", "when", "which", "who", "will", "with", "would",
        "you", "your",
    }
)  # fmt: skip


def soft_hits(
    texts: Sequence[str], keywords: Sequence[Sequence[str]], embedding: Embedding | None
) -> NDArray[np.float64]:
    """Return how alike, 0 to 1, the likest one to three words of a text are to a keyword.

    The shape is `(n_texts, n_themes)`; a theme without keywords, and no embedding, give nought.
    Deterministic.
    """
    found = np.zeros((len(texts), len(keywords)))
    if embedding is None or not texts or not any(keywords):
        return found
    rows, windows = _windows(texts)
    if not windows:
        return found
    best = _best(windows, keywords, embedding.words)
    place = {window: number for number, window in enumerate(windows)}
    for row, mine in enumerate(rows):
        if mine:
            found[row] = np.maximum(best[[place[window] for window in mine]].max(axis=0), 0)
    return found


def _best(
    windows: Sequence[tuple[str, ...]], keywords: Sequence[Sequence[str]], engine: Embedding
) -> NDArray[np.float32]:
    # A window means the sum of its words, so each word is compared once. In double precision, and
    # then only added up: with less, the last digit depends on what is read together, and a tree
    # that splits just there would let a comment's neighbours change its themes.
    themes = [column for column, mine in enumerate(keywords) if mine]
    starts = np.cumsum([0, *(len(keywords[column]) for column in themes)])[:-1]
    wanted = engine.embed([word for mine in keywords for word in mine]).astype(np.float64)
    meanings, places = _words(windows, engine)
    alike = (meanings.astype(np.float64) @ wanted.T).astype(np.float32)
    best = np.zeros((len(windows), len(keywords)), dtype=np.float32)
    for start in range(0, len(windows), ROWS_AT_A_TIME):
        rows = slice(start, start + ROWS_AT_A_TIME)
        lengths = np.linalg.norm(_summed(meanings, places[rows]), axis=1, keepdims=True)
        likest = np.maximum.reduceat(_summed(alike, places[rows]), starts, axis=1)
        best[rows, themes] = likest / np.maximum(lengths, TINY)
    return best


def _summed(of_words: NDArray[np.float32], places: NDArray[np.int64]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = of_words[places[:, 0]]
    for further in range(1, LONGEST_WINDOW):
        found += of_words[places[:, further]]
    return found


def _windows(
    texts: Sequence[str],
) -> tuple[list[list[tuple[str, ...]]], list[tuple[str, ...]]]:
    rows = []
    for text in texts:
        said = words(text)
        rows.append(
            [
                window
                for length in range(1, LONGEST_WINDOW + 1)
                for start in range(len(said) - length + 1)
                if not EMPTY_WORDS.issuperset(window := tuple(said[start : start + length]))
            ]
        )
    return rows, list(dict.fromkeys(window for row in rows for window in row))


def _words(
    windows: Sequence[tuple[str, ...]], engine: Embedding
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    # The meaning of every word, last of all of none, and where the words of each window are.
    single = list(dict.fromkeys(word for window in windows for word in window))
    place = {word: number for number, word in enumerate(single)}
    none = len(single)
    places = [
        [place[word] for word in window] + [none] * (LONGEST_WINDOW - len(window))
        for window in windows
    ]
    meanings = np.vstack([engine.embed(single), np.zeros((1, engine.width), np.float32)])
    return meanings, np.array(places)
