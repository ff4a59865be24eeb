"""The accurate engine: meanings of sentences by all-MiniLM-L6-v2, in whole numbers of eight bits.

`python -m analysis.models.minilm_graph` makes its file once, when Earshot is installed.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from analysis.corpus import encodable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.models.engine import Embedding

# Beside the environment it was installed in, so that it goes when that goes.
FOLDER = Path(sys.prefix) / "share" / "earshot" / "minilm"
MODEL, TOKENIZER, VERSION = "model.onnx", "tokenizer.json", "version.txt"
RUNTIME = "onnxruntime"
LONGEST = 256
WORKERS, PART = 2, 64
MOST_KNOWN = 16384


class SentenceEmbedding:
    """Turns sentences into unit vectors by a transformer that reads words in their order.

    Deterministic: every text is read by itself, so that its neighbours in a batch change nothing
    (whole numbers of eight bits are scaled by what is read together). `words` is the engine for
    single words, about which a transformer knows no more and needs a thousand times as long.

    Source: Wang et al. (2020), MiniLM, NeurIPS 33; Reimers and Gurevych (2019), Sentence-BERT,
    EMNLP; weights all-MiniLM-L6-v2, Apache-2.0.
    """

    def __init__(self, folder: Path, words: Embedding) -> None:
        import onnxruntime  # noqa: PLC0415 - it takes a moment, and only this engine needs it

        options = onnxruntime.SessionOptions()
        # One thread a text, two texts at a time; arenas would keep a gigabyte.
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self.words = words
        self.width = int(self._session.get_outputs()[0].shape[1])
        self.version = (folder / VERSION).read_text("utf-8").strip()
        self._known: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, `(n_texts, 384)`; an empty text gives a null vector."""
        found = np.zeros((len(texts), self.width), dtype=np.float32)
        wanted = {_digest(text): text for text in texts if text.strip()}
        vectors = {one: self._known[one] for one in wanted if one in self._known}
        vectors |= self._new({one: text for one, text in wanted.items() if one not in vectors})
        self._remember(vectors)
        for row, text in enumerate(texts):
            if text.strip():
                found[row] = vectors[_digest(text)]
        return found

    def _new(self, wanted: dict[bytes, str]) -> dict[bytes, NDArray[np.float32]]:
        encoded = [
            one.ids
            for one in self._tokenizer.encode_batch([encodable(text) for text in wanted.values()])
        ]
        # In large parts, because handing over costs more than reading a text.
        parts = [encoded[start : start + PART] for start in range(0, len(encoded), PART)]
        with ThreadPoolExecutor(WORKERS) as workers:
            read = [vector for part in workers.map(self._read_part, parts) for vector in part]
        return dict(zip(wanted, read, strict=True))

    def _remember(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        # A codebook is asked for with every batch, and a sentence is often the whole comment.
        for one, vector in vectors.items():
            self._known[one] = vector
            self._known.move_to_end(one)
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    def _read_part(self, part: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        return [self._read(ids) for ids in part]

    def _read(self, ids: Sequence[int]) -> NDArray[np.float32]:
        row = np.array([ids], dtype=np.int32)
        (found,) = self._session.run(None, {"ids": row, "mask": np.ones_like(row)})
        vector: NDArray[np.float32] = found[0]
        return vector


def _digest(text: str) -> bytes:
    # Never the words themselves: what is remembered outlives the reading of them.
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def is_built(folder: Path) -> bool:
    """Return whether the engine's files, and what runs them, are on this machine."""
    whole = all((folder / name).is_file() for name in (MODEL, TOKENIZER, VERSION))
    return whole and find_spec(RUNTIME) is not None
