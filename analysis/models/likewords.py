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
    engine = embedding.words
    wanted = engine.embed([word for mine in keywords for word in mine])
    themes = [column for column, mine in enumerate(keywords) if mine]
    starts = np.cumsum([0, *(len(keywords[column]) for column in themes)])[:-1]
    rows, windows = _windows(texts)
    if not windows:
        return found
    sums = _sums(windows, engine)
    best = np.zeros((len(windows), len(keywords)))
    for start in range(0, len(windows), ROWS_AT_A_TIME):
        alike = sums[start : start + ROWS_AT_A_TIME] @ wanted.T
        best[start : start + ROWS_AT_A_TIME, themes] = np.maximum.reduceat(alike, starts, axis=1)
    place = {window: number for number, window in enumerate(windows)}
    for row, mine in enumerate(rows):
        if mine:
            found[row] = np.maximum(best[[place[window] for window in mine]].max(axis=0), 0)
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


def _sums(windows: Sequence[tuple[str, ...]], embedding: Embedding) -> NDArray[np.float32]:
    # A window means the mean of its words; each word is embedded once.
    single = list(dict.fromkeys(word for window in windows for word in window))
    place = {word: number for number, word in enumerate(single)}
    meanings = np.vstack([embedding.embed(single), np.zeros((1, embedding.width), np.float32)])
    empty = len(single)
    places = np.array(
        [
            [place[word] for word in window] + [empty] * (LONGEST_WINDOW - len(window))
            for window in windows
        ]
    )
    found: NDArray[np.float32] = meanings[places[:, 0]]
    for further in range(1, LONGEST_WINDOW):
        found += meanings[places[:, further]]
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    return found
