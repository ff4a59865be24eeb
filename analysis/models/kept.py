"""What was learned, kept as plain arrays: written down once and read by every process.

A kept model is an `npz` without code. Its name is a digest of everything that it depends on, so
that other lessons, another codebook, another engine or another version of this code never meet it.
It holds the words of the lessons: where these are people's own, it is to be guarded like them.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.models import ModelError, plain
from analysis.models.learned import Learned, themes_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from analysis.codebook import Codebook
    from analysis.lessons import Lesson
    from analysis.models.engine import Embedding

FORMAT = 1
HERE = Path(__file__).parent
# What decides what is learned from the same lessons, and what a model reads in words.
CODE = (
    *sorted(HERE.glob("*.py")),
    *(HERE.parent / name for name in ("codebook.py", "corpus.py")),
    *sorted((HERE / "shipped").glob("*.npz")),
)
LIBRARIES = ("numpy", "scipy", "scikit-learn")
# What a file that is no model, or is one no more, makes the readers of arrays say.
UNREADABLE = (
    *(OSError, EOFError, ValueError, KeyError, TypeError, IndexError, AttributeError),
    *(NotImplementedError, MemoryError, OverflowError, zipfile.BadZipFile, zlib.error),
)


def name_of(
    codebook: Codebook, lessons: Sequence[Lesson], embedding: Embedding | None, *, seed: int
) -> str:
    """Return the name of the model that these lessons give: 64 letters, and never their words."""
    themes = [asdict(theme) for theme in themes_read(codebook)]
    said = [(one.text, sorted(one.theme_keys)) for one in lessons]
    reads = embedding.version if embedding else ""
    digest = sha256(json.dumps([FORMAT, _code(), seed, reads, themes]).encode())
    for one in said:
        digest.update(json.dumps(one).encode())
    return digest.hexdigest()


def written(model: Learned, name: str) -> bytes:
    """Return a model written down under its name."""
    arrays = model.arrays()
    about = {"format": FORMAT, "name": name, "digest": _digest(arrays)}
    file = io.BytesIO()
    # Numbers of meaning hardly get smaller, and the file is read more often than written.
    np.savez(file, allow_pickle=False, about=plain.facts(about), **arrays)
    return file.getvalue()


def read(content: bytes, name: str, codebook: Codebook, embedding: Embedding | None) -> Learned:
    """Return the model of a name, as it was written down.

    Raises:
        ModelError: `other_format`, `other_lessons` when it is another model, or `broken`.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as data:
            about = plain.read_facts(data["about"])
            _refuse_others(about, name)
            arrays = {one: data[one] for one in data.files if one != "about"}
        if about["digest"] != _digest(arrays):
            raise ModelError("broken")
        return Learned.of(arrays, codebook, embedding)
    except UNREADABLE as error:
        raise ModelError("broken") from error


def _refuse_others(about: Mapping[str, Any], name: str) -> None:
    if about["format"] != FORMAT:
        raise ModelError("other_format")
    if about["name"] != name:
        raise ModelError("other_lessons")


def _digest(arrays: Mapping[str, NDArray[Any]]) -> str:
    digest = sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.data)
    return digest.hexdigest()


@cache
def _code() -> str:
    digest = sha256(json.dumps([version(name) for name in LIBRARIES]).encode())
    for path in CODE:
        digest.update(path.read_bytes())
    return digest.hexdigest()
