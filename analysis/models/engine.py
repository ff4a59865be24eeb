"""What every engine that reads meanings can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

ACCURATE, FAST, NONE = "accurate", "fast", "none"
ENGINES = (ACCURATE, FAST, NONE)


class Embedding(Protocol):
    """Turns texts into unit vectors; `words` is the engine for single words."""

    version: str
    width: int

    @property
    def words(self) -> Embedding:
        """The engine that reads single words."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, `(n_texts, width)`; an empty text gives a null one."""
