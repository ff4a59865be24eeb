"""Read one file of a stranger in a process that may do little else.

It is started as `python -m analysis.exchange.reading KIND`, where the kind is `qdc`, `qdpx` or
`yaml`. The file comes on standard input; what it holds, or the code of what is wrong with it, goes
out as JSON.

Source of the limits: as in `app.tabular` (SECURITY R-54), with room for a project of 20,000 texts.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from analysis.exchange import ExchangeError, Project, codebooks, qdc, qdpx

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 30


def main() -> int:
    """Read a file from standard input and write what it holds to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    json.dump(said(sys.argv[1], sys.stdin.buffer.read()), sys.stdout, default=str)
    return 0


def said(kind: str, content: bytes) -> dict[str, Any]:
    """Return what a file holds as plain data: a `project`, `entries`, or an `error`."""
    try:
        if kind == "yaml":
            return {"entries": codebooks.entries_of_yaml(content)}
        if kind == "qdc":
            return {"project": Project("", qdc.read(content)).as_data()}
        return {"project": qdpx.read(content).as_data()}
    except ExchangeError as error:
        return {"error": error.code}


if __name__ == "__main__":
    raise SystemExit(main())
