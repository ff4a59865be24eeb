"""Learns the shipped lessons once, when Earshot is installed, and keeps what was learned.

    python -m analysis.models.first_learning

Every process then reads it in a second. Without it the first job learns in its place.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from analysis.codebook import shipped
from analysis.lessons import lessons_for
from analysis.models import kept, serving

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000


def main() -> int:
    """Learn and keep, unless it is kept already; models of other lessons go."""
    codebook = shipped()
    lessons = lessons_for(codebook)
    name = serving.name_of(codebook, lessons)
    path = serving.path_of(name)
    if serving.shipped(name, codebook) is None:
        _replace(path, kept.written(serving.learn(codebook, lessons), name))
    for other in path.parent.glob("*.npz"):
        if other != path:
            other.unlink()
    size = path.stat().st_size / MEGABYTE
    sys.stdout.write(f"Kept what {len(lessons):,} invented comments teach ({size:.0f} MB).\n")
    return 0


def _replace(path: Path, content: bytes) -> None:
    # Whole or not at all: another process may read it at this moment.
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_bytes(content)
    half.replace(path)


if __name__ == "__main__":
    raise SystemExit(main())
