"""Make photos and recordings of strangers safe, in a child process with limits.

A file is decoded by `python -m app.media`, which may use little memory and time, writes no
file, and sees no setting. What comes back was written by us: a photo is drawn anew from its
pixels, a recording keeps its sound and loses what else it carries. Source: SECURITY R-56.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from app import child

__all__ = ["Cleaned", "clean"]

WALL_SECONDS = 20


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
    found = child.output_of("app.media", kind, content=content, seconds=WALL_SECONDS)
    head, _, body = found.partition(b"\n")
    about = json.loads(head)
    cut = about["bytes"]
    return Cleaned(about["media_type"], about["numbers"], body[:cut], body[cut:])
