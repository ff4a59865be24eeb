"""The child that reads one file from standard input and writes its table to standard output."""

from __future__ import annotations

import json
import sys

from app.child import TOO_MUCH, limit
from app.tabular import TooMuchError, parse

# Source of the limits: SECURITY R-54, where each was measured.
MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 20


def main() -> int:
    """Read a file within limits and write its table as JSON; 3 when there is too much in it."""
    limit(MEMORY_BYTES, CPU_SECONDS)
    try:
        table = parse(sys.stdin.buffer.read())
    except TooMuchError:
        return TOO_MUCH
    json.dump(table.as_data(), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
