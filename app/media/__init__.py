"""Make photos and recordings of strangers safe, in a child process with limits.

A file is decoded by `python -m app.media`, which may use little memory and time, writes no
file, and sees no setting. What comes back was written by us: a photo is drawn anew from its
pixels, a recording keeps its sound and loses what else it carries. Source: SECURITY R-56.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import Invalid

__all__ = ["TOO_MUCH", "Cleaned", "clean"]

WALL_SECONDS = 20
# How the child says that there is too much in a file.
TOO_MUCH = 3


@dataclass(frozen=True)
class Cleaned:
    """A file that is safe to keep and to show: what it is, and a small picture of a photo.

    `numbers` says its format (`jpeg`, `webm` …), and the width and height, or the seconds.
    """

    media_type: str
    numbers: dict[str, Any]
    content: bytes
    thumbnail: bytes = b""


def clean(kind: str, content: bytes) -> Cleaned:
    """Return a photo or a voice without anything that its maker did not see or say.

    Raises:
        Invalid: `file_broken`, or `file_too_large` when there is more in it than we take.
    """
    try:
        child = subprocess.run(  # noqa: S603 - `kind` is a word of ours, never what was sent
            [sys.executable, "-B", "-m", "app.media", kind],
            input=content,
            capture_output=True,
            cwd=Path(__file__).parents[2],
            env={"OPENBLAS_NUM_THREADS": "1"},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.SubprocessError as error:
        raise Invalid("file_broken") from error
    if child.returncode:
        raise Invalid("file_too_large" if child.returncode == TOO_MUCH else "file_broken")
    head, _, body = child.stdout.partition(b"\n")
    about = json.loads(head)
    cut = about["bytes"]
    return Cleaned(about["media_type"], about["numbers"], body[:cut], body[cut:])
