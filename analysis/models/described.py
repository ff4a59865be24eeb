"""The model of the first day: themes found from their names, definitions and keywords alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.models import WORDS_ONLY, Coded, ThemeModel
from analysis.models.features import Nearness, closeness, nearness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.models.embedding import Embedding

# Chosen with the weights of `closeness`, in the same way.
ENOUGH = 1.6
# Without meanings a keyword must be there, as the sum of the rest cannot reach it.
ENOUGH_WORDS = 1.0
STEEPNESS = 2.0


class Described(ThemeModel, key="described"):
    """Reads each sentence against every theme's description; needs no labelled comment."""

    def __init__(self, embedding: Embedding | None) -> None:
        self._embedding = embedding
        self.version = f"1+{embedding.version}" if embedding else "1+words"
        self.notice = "" if embedding else WORDS_ONLY

    def describe(self) -> str:
        """Say in a sentence how this model finds themes."""
        reads = "words and meanings" if self._embedding else "words"
        return f"Compares the {reads} of each sentence with the codebook’s descriptions."

    def code(self, corpus: Corpus, codebook: Codebook, *, seed: int = 0) -> tuple[Coded, ...]:
        """Return the codings of a corpus: for each passage and theme its nearest sentence.

        `seed` changes nothing: there is no chance in it.
        """
        del seed
        if not corpus.passages or not codebook.themes:
            return ()
        near = nearness(corpus, codebook, self._embedding)
        return tuple(_codings(corpus, codebook, near, self.scores(near)))

    def scores(self, near: Nearness) -> NDArray[np.float64]:
        """Return a score of 0 to 1 for every sentence and theme; 0.5 is just enough."""
        enough = ENOUGH if self._embedding else ENOUGH_WORDS
        scores: NDArray[np.float64] = 1 / (1 + np.exp(-STEEPNESS * (closeness(near) - enough)))
        return scores


def _codings(
    corpus: Corpus, codebook: Codebook, near: Nearness, scores: NDArray[np.float64]
) -> list[Coded]:
    best: dict[tuple[int, int], int] = {}
    for row, column in np.argwhere(scores >= 0.5):  # noqa: PLR2004
        place = (int(near.owner[row]), int(column))
        if place not in best or scores[row, column] > scores[best[place], column]:
            best[place] = int(row)
    return [
        Coded(
            passage_id=corpus.passages[passage].id,
            theme_key=codebook.themes[column].key,
            score=round(float(scores[row, column]), 4),
            start=near.spans[row].start,
            end=near.spans[row].end,
        )
        for (passage, column), row in sorted(best.items())
    ]
