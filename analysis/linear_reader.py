"""Reads texts with weights: what speaks for each outcome, word by word and measure by measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.hashed import WIDTH, weighed

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from scipy import sparse

TEXT_SHARE = 0.7
MEASURE_SHARE = 0.15


@dataclass(frozen=True)
class Reader:
    """Weights `(width, k)` of the places of a text and `(n_measures, k)` of its measures.

    `rare` weighs the places; `middle` and `spread` put the measures on one scale. Where `places`
    are given, `words` holds the weights of these alone: nine in ten weigh nothing.
    """

    rare: NDArray[np.float32]
    middle: NDArray[np.float64]
    spread: NDArray[np.float64]
    words: NDArray[np.float32]
    measures: NDArray[np.float64]
    start: NDArray[np.float64]
    places: NDArray[np.int32] | None = None

    def outcomes(
        self, counts: sparse.csr_matrix, measured: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return what each text says for each outcome, `(n_texts, k)`. Deterministic."""
        text, dense = scaled(self, counts, measured)
        if self.places is not None:
            text = text[:, self.places]
        found: NDArray[np.float64] = text @ self.words + dense @ self.measures + self.start
        return found

    def save(self, path: Path) -> None:
        """Write the weights as arrays without code, leaving out places that weigh nothing."""
        places = np.flatnonzero(self.rare)
        np.savez_compressed(
            path,
            places=places.astype(np.int32),
            rare=self.rare[places].astype(np.float16),
            words=(self.words[places] if self.places is None else self.words).astype(np.float16),
            middle=self.middle,
            spread=self.spread,
            measures=self.measures,
            start=self.start,
        )


def load(path: Path) -> Reader:
    """Return the weights of a file."""
    with np.load(path, allow_pickle=False) as data:
        rare = np.zeros(WIDTH, dtype=np.float32)
        rare[data["places"]] = data["rare"]
        rest = {name: data[name] for name in ("middle", "spread", "measures", "start", "places")}
        return Reader(rare=rare, words=data["words"].astype(np.float32), **rest)


def scaled(
    reader: Reader, counts: sparse.csr_matrix, measured: NDArray[np.float64]
) -> tuple[sparse.csr_matrix, NDArray[np.float64]]:
    """Return a text's places and measures as the weights expect them."""
    dense = (measured - reader.middle) / reader.spread
    return weighed(counts, reader.rare) * TEXT_SHARE, dense * MEASURE_SHARE
