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
    from analysis.models.engine import Embedding
    from analysis.models.features import Nearness

SHIPPED = Path(__file__).parent / "shipped"
# The scorer that each engine is read with; words alone have one of their own.
WORDS = "words"
FILES = {
    "minilm": "pair_scorer_minilm.npz",
    "wordllama": "pair_scorer_wordllama.npz",
    WORDS: "pair_scorer_words.npz",
}


class Described(ThemeModel, key="described"):
    """Scores every pair of a comment and a theme; needs no labelled comment of its themes.

    The scorer that ships learned on the themes of other services, so it reads a theme that it
    never saw by the same signs: `analysis.models.pair_scorer` trains it.
    """

    def __init__(self, embedding: Embedding | None) -> None:
        self._embedding = embedding
        self._engine = engine_of(embedding)
        self.version = f"3+{embedding.version}" if embedding else "3+words"
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
        forest, _ = _scorer(FILES[self._engine])
        return forest.chances(pairs.reshape(-1, pairs.shape[-1])).reshape(pairs.shape[:2])

    def cuts(self) -> tuple[float, float]:
        """Return the chance from which a theme is suggested, and from which it is given."""
        _, numbers = _scorer(FILES[self._engine])
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


def engine_of(embedding: Embedding | None) -> str:
    """Return the engine whose scorer is read: its version's first part, else the fast one."""
    if embedding is None:
        return WORDS
    own = embedding.version.split("-")[0]
    return own if own in FILES else "wordllama"


@cache
def _scorer(file: str) -> tuple[Forest, dict[str, NDArray[np.float64]]]:
    return read(SHIPPED / file)
