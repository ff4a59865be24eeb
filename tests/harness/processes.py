"""Free ports, waiting until a server answers, and tests that lack a component."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START_SECONDS = 30
STOP_SECONDS = 20


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on."""
    with closing(socket.socket()) as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def lacks(component: str) -> NoReturn:
    """Skip a test for want of a component; `tools/check.py` names it at the end."""
    pytest.skip(f"{component} is missing")


def is_root() -> bool:
    """Return whether the tests run as root, which some servers refuse."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def wait_until(is_ready: Callable[[], bool], server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers.

    Raises:
        RuntimeError: it ended before.
        TimeoutError: it takes longer than 30 seconds.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        if is_ready():
            return
        time.sleep(0.05)
    raise TimeoutError("the server does not answer")


@contextmanager
def stopping(server: subprocess.Popen[bytes], signal: int) -> Iterator[None]:
    """Stop a server at the end, whatever happens."""
    try:
        yield
    finally:
        server.send_signal(signal)
        try:
            server.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # It must not go on beside the tests that follow; that it had to be killed is told.
            server.kill()
            server.wait()
            raise
