"""Which model serves a codebook: what was taught where there are lessons, else the first day's.

What was learned is looked for first in this process, then beside the engine, where `make setup`
kept what the shipped lessons give, then where the caller keeps models; else it is learned.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.models import ModelError, kept
from analysis.models.described import Described
from analysis.models.embedding import installed
from analysis.models.learned import FEWEST_COMMENTS, Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.codebook import Codebook
    from analysis.lessons import Lesson

    Find = Callable[[str, Codebook], Learned | None]

SEED = 2026
# Beside the environment it was installed in, so that it goes when that goes.
FOLDER = Path(sys.prefix) / "share" / "earshot" / "learned"


@dataclass(frozen=True)
class _Remembered:
    name: str
    model: Learned
    is_shipped: bool


_latest: list[_Remembered] = []


def taught(
    codebook: Codebook, lessons: Sequence[Lesson], find: Find | None = None
) -> Described | Learned:
    """Return the model that these lessons give; with too few of them, that of the first day.

    `find` looks a model up by its name where the caller keeps models. Deterministic: what is kept
    gives the same codings as what is learned. Reading takes a second, learning up to a minute, so
    it belongs in a job; the last model is remembered.
    """
    if not is_enough(lessons):
        return Described(installed())
    name = name_of(codebook, lessons)
    for one in _latest:
        if one.name == name:
            return one.model
    forget()
    beside = shipped(name, codebook)
    found = beside or (find and find(name, codebook)) or learn(codebook, lessons)
    _latest[:] = [_Remembered(name, found, is_shipped=beside is not None)]
    return found


def is_shipped(name: str) -> bool:
    """Return whether the model remembered by this name was read beside the engine."""
    return any(one.name == name and one.is_shipped for one in _latest)


def is_enough(lessons: Sequence[Lesson]) -> bool:
    """Return whether anything can be learned from these lessons."""
    return len(lessons) >= FEWEST_COMMENTS and any(one.theme_keys for one in lessons)


def name_of(codebook: Codebook, lessons: Sequence[Lesson]) -> str:
    """Return the name of what these lessons teach with the engine of this process."""
    return kept.name_of(codebook, lessons, installed(), seed=SEED)


def learn(codebook: Codebook, lessons: Sequence[Lesson]) -> Learned:
    """Learn, whatever is kept; deterministic."""
    keys = [theme.key for theme in codebook.themes]
    labels = np.array([[key in one.theme_keys for key in keys] for one in lessons], dtype=np.int64)
    return Learned(codebook, installed(), seed=SEED).fit([one.text for one in lessons], labels)


def path_of(name: str) -> Path:
    """Return where the model of a name would lie beside the engine."""
    return FOLDER / f"{name}.npz"


def shipped(name: str, codebook: Codebook) -> Learned | None:
    """Return the model of a name that lies beside the engine; None without it, or if broken."""
    try:
        return kept.read(path_of(name).read_bytes(), name, codebook, installed())
    except (OSError, ModelError):
        return None


def forget() -> None:
    """Forget the model that this process remembers."""
    _latest.clear()
