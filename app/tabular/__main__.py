"""The child that reads one file from standard input and writes its table to standard output."""

from __future__ import annotations

import json
import resource
import sys

from app.tabular import TOO_MUCH, TooMuchError, parse

# Source of the limits: SECURITY R-54, where each was measured.
MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 20


def main() -> int:
    """Read a file within limits and write its table as JSON; 3 when there is too much in it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        table = parse(sys.stdin.buffer.read())
    except TooMuchError:
        return TOO_MUCH
    json.dump(table.as_data(), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
