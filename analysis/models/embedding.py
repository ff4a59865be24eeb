"""Meanings of sentences as vectors: WordLlama's static weights, read from its package's files.

The package's own loader looks for its files on the network; here they are read as they lie.
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PACKAGE = "wordllama"
WEIGHTS = Path("weights/l2_supercat_256.safetensors")
TOKENIZER = Path("tokenizers/l2_supercat_tokenizer_config.json")
LONGEST = 256


class Embedding:
    """Turns sentences into unit vectors of 256 numbers. Deterministic."""

    version = "wordllama-256"

    def __init__(self, folder: Path) -> None:
        tensors = load_file(folder / WEIGHTS)
        self._table: NDArray[np.float32] = next(iter(tensors.values())).astype(np.float32)
        self.width = self._table.shape[1]
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, `(n_texts, 256)`; an empty text gives a null vector."""
        found = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        encoded = self._tokenizer.encode_batch(
            [encodable(one) for one in texts], add_special_tokens=False
        )
        for row, tokens in enumerate(encoded):
            if tokens.ids:
                found[row] = self._table[tokens.ids].mean(axis=0)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        np.divide(found, lengths, out=found, where=lengths > 0)
        return found


@cache
def installed() -> Embedding | None:
    """Return the embedding when its weights are on this machine, else None. No network."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    whole = all((folder / part).is_file() for part in (WEIGHTS, TOKENIZER))
    return Embedding(folder) if whole else None
