"""The child that reads one file from standard input and writes what is left of it."""

from __future__ import annotations

import json
import sys

from app.child import TOO_MUCH, limit
from app.media import photo, voice
from app.media.broken import TooMuchError

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 10
READERS = {"photo": photo.clean, "voice": voice.clean}


def main() -> int:
    """Clean a file within limits: a line of JSON, then its bytes; 3 when there is too much."""
    limit(MEMORY_BYTES, CPU_SECONDS)
    try:
        found = READERS[sys.argv[1]](sys.stdin.buffer.read())
    except TooMuchError:
        return TOO_MUCH
    about = {
        "media_type": found.media_type,
        "numbers": found.numbers,
        "bytes": len(found.content),
    }
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + found.content + found.thumbnail)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
