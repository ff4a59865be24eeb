"""What a stranger has sent is only opened in a child process, with limits and no settings."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from app.domain.errors import Invalid

# How a child says that there is too much in a file.
TOO_MUCH = 3


def output_of(module: str, *words: str, content: bytes, seconds: float) -> bytes:
    """Return what one of our modules writes about a file that it reads from its input.

    `words` are words of ours, never what was sent. No setting reaches the child.

    Raises:
        Invalid: `file_broken`, or `file_too_large` when there is more in it than we take.
    """
    try:
        child = subprocess.run(  # noqa: S603 - every word of the command is ours
            [sys.executable, "-B", "-m", module, *words],
            input=content,
            capture_output=True,
            cwd=Path(__file__).parents[1],
            env={"OPENBLAS_NUM_THREADS": "1"},
            timeout=seconds,
            check=False,
        )
    except subprocess.SubprocessError as error:
        raise Invalid("file_broken") from error
    if child.returncode:
        raise Invalid("file_too_large" if child.returncode == TOO_MUCH else "file_broken")
    return child.stdout


def limit(memory_bytes: int, cpu_seconds: int) -> None:
    """Let this process, a child, use so much memory and time at the most, and write no file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
