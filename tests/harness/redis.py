"""A real Redis of the distribution, empty, and gone when the tests end."""

from __future__ import annotations

import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoAnswer

from tests.harness.processes import free_port, lacks, stopping, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Redis server for the whole run and return its address, or skip without one."""
    program = shutil.which("redis-server")
    if program is None:
        lacks("redis-server")
    port = free_port()
    start = [program, "--port", str(port), "--bind", "127.0.0.1"]
    start += ["--save", "", "--appendonly", "no", "--dir", str(tmp_path_factory.mktemp("redis"))]
    server = subprocess.Popen(start, stdout=subprocess.DEVNULL)

    def answers() -> bool:
        with Redis(port=port) as client:
            try:
                return bool(client.ping())
            except NoAnswer:
                return False

    with stopping(server, signal.SIGTERM):
        wait_until(answers, server)
        yield f"redis://127.0.0.1:{port}/0"
