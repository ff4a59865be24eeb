"""Meanings of sentences as vectors: which engine serves, and the fast one.

The fast engine is WordLlama's static weights, read from its package's files as they lie; the
package's own loader looks for them on the network. The accurate one is `analysis.models.minilm`.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from analysis.corpus import encodable
from analysis.models import minilm
from analysis.models.engine import ACCURATE, ENGINES, FAST, NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.models.engine import Embedding

PACKAGE = "wordllama"
WEIGHTS = Path("weights/l2_supercat_256.safetensors")
TOKENIZER = Path("tokenizers/l2_supercat_tokenizer_config.json")
LONGEST = 256


class WordEmbedding:
    """Turns texts into unit vectors of 256 numbers: the mean of their words. Deterministic.

    Source: WordLlama (Miller, 2024), token tables distilled from large language models, MIT.
    """

    version = "wordllama-256"

    def __init__(self, folder: Path) -> None:
        tensors = load_file(folder / WEIGHTS)
        # As it lies in its file, in half the digits: every process that reads holds it.
        self._table: NDArray[np.floating] = next(iter(tensors.values()))
        self.width = self._table.shape[1]
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    @property
    def words(self) -> WordEmbedding:
        """The engine itself."""
        return self

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, `(n_texts, 256)`; an empty text gives a null vector."""
        found = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        encoded = self._tokenizer.encode_batch(
            [encodable(one) for one in texts], add_special_tokens=False
        )
        for row, tokens in enumerate(encoded):
            if tokens.ids:
                found[row] = self._table[tokens.ids].astype(np.float32).mean(axis=0)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        np.divide(found, lengths, out=found, where=lengths > 0)
        return found


_asked = ACCURATE


def use(engine: str) -> None:
    """Set the engine that this process asks for: `accurate`, `fast` or `none`.

    Raises:
        ValueError: there is no such engine.
    """
    global _asked  # noqa: PLW0603 - set once, when a process starts
    if engine not in ENGINES:
        raise ValueError(engine)
    _asked = engine


def installed(engine: str | None = None) -> Embedding | None:
    """Return the best engine on this machine up to the one asked for, else None. No network."""
    return _loaded(engine or _asked)


@cache
def _loaded(engine: str) -> Embedding | None:
    if engine == NONE:
        return None
    fast = _fast()
    if engine == FAST or fast is None or not minilm.is_built(minilm.FOLDER):
        return fast
    return minilm.SentenceEmbedding(minilm.FOLDER, fast)


@cache
def _fast() -> WordEmbedding | None:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    whole = all((folder / part).is_file() for part in (WEIGHTS, TOKENIZER))
    return WordEmbedding(folder) if whole else None
