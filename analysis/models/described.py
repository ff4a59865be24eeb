"""The model of the first day: themes found from their names, definitions and keywords alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.codebook import SET_ASIDE
from analysis.models import WORDS_ONLY, Coded, ThemeModel
from analysis.models.features import closeness, nearness
from analysis.models.forest import Forest, read
from analysis.models.pairs import codebook_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.models.embedding import Embedding
    from analysis.models.features import Nearness

SHIPPED = Path(__file__).parent / "shipped"
# Which scorer is read with meanings, and which without.
FILES = {True: "pair_scorer.npz", False: "pair_scorer_words.npz"}


class Described(ThemeModel, key="described"):
    """Scores every pair of a comment and a theme; needs no labelled comment of its themes.

    The scorer that ships learned on the themes of other services, so it reads a theme that it
    never saw by the same signs: `analysis.models.pair_scorer` trains it.
    """

    def __init__(self, embedding: Embedding | None) -> None:
        self._embedding = embedding
        self.version = f"2+{embedding.version}" if embedding else "2+words"
        self.notice = "" if embedding else WORDS_ONLY

    def describe(self) -> str:
        """Say in a sentence how this model finds themes."""
        reads = "words and meanings" if self._embedding else "words"
        return f"Compares the {reads} of each comment with the codebook’s descriptions."

    def code(self, corpus: Corpus, codebook: Codebook, *, seed: int = 0) -> tuple[Coded, ...]:
        """Return the codings of a corpus, each on the sentence nearest to its theme.

        `seed` changes nothing: there is no chance in it.
        """
        del seed
        if not corpus.passages or not codebook.themes:
            return ()
        near = nearness(corpus, codebook, self._embedding)
        chances = self.chances(near, len(corpus.passages))
        enough, sure = self.cuts()
        cuts = np.full(len(codebook.themes), enough), np.full(len(codebook.themes), sure)
        return codings(corpus, codebook, near, chances, *cuts)

    def chances(self, near: Nearness, passages: int) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, that each passage carries each theme."""
        pairs = codebook_columns(near, passages)
        return self.of_pairs(pairs)

    def of_pairs(self, pairs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the chances of pairs whose codebook columns are known already."""
        forest, _ = _scorer(has_meanings=self._embedding is not None)
        return forest.chances(pairs.reshape(-1, pairs.shape[-1])).reshape(pairs.shape[:2])

    def cuts(self) -> tuple[float, float]:
        """Return the chance from which a theme is suggested, and from which it is given."""
        _, numbers = _scorer(has_meanings=self._embedding is not None)
        return float(numbers["enough"]), float(numbers["sure"])


def codings(
    corpus: Corpus,
    codebook: Codebook,
    near: Nearness,
    chances: NDArray[np.float64],
    enough: NDArray[np.float64],
    sure: NDArray[np.float64],
) -> tuple[Coded, ...]:
    """Return a coding for every chance that is enough, on the sentence nearest to its theme."""
    close = closeness(near)
    found = []
    is_said = np.array(
        [theme.key != SET_ASIDE and theme.says_something for theme in codebook.themes]
    )
    for row, column in np.argwhere((chances >= enough) & is_said):
        own = np.flatnonzero(near.owner == row)
        if not own.size:
            continue
        span = near.spans[int(own[np.argmax(close[own, column])])]
        chance = float(chances[row, column])
        found.append(
            Coded(
                passage_id=corpus.passages[row].id,
                theme_key=codebook.themes[column].key,
                score=round(chance, 4),
                start=span.start,
                end=span.end,
                is_sure=chance >= sure[column],
            )
        )
    return tuple(found)


@cache
def _scorer(*, has_meanings: bool) -> tuple[Forest, dict[str, NDArray[np.float64]]]:
    return read(SHIPPED / FILES[has_meanings])
