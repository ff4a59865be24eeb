"""Which model serves a codebook: what was taught where there are lessons, else the first day's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.models.described import Described
from analysis.models.embedding import installed
from analysis.models.learned import FEWEST_COMMENTS, Learned

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.lessons import Lesson

SEED = 2026


@lru_cache(maxsize=2)
def taught(codebook: Codebook, lessons: tuple[Lesson, ...]) -> Described | Learned:
    """Return the model that these lessons give; with too few of them, that of the first day.

    Deterministic. It takes seconds for hundreds of lessons and up to a minute for thousands, so
    it belongs in a job; the last two are remembered.
    """
    if len(lessons) < FEWEST_COMMENTS or not any(one.theme_keys for one in lessons):
        return Described(installed())
    keys = [theme.key for theme in codebook.themes]
    labels = np.array([[key in one.theme_keys for key in keys] for one in lessons], dtype=np.int64)
    return Learned(codebook, installed(), seed=SEED).fit([one.text for one in lessons], labels)
