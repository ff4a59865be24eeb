"""A real PostgreSQL of the distribution, with as many fresh databases as tests ask for."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.harness.processes import free_port, is_root, lacks, stopping, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGED = Path("/usr/lib/postgresql")
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM_BYTES = 2_000_000_000
# Nothing here needs to outlive a power cut, and durability is most of what a commit costs.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Postgres:
    """A running server that belongs to this run of the tests alone."""

    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_database(self, template: str = "template0") -> str:
        """Make a database, empty or a copy of another, and return its address."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"postgresql+psycopg://earshot@127.0.0.1:{self.port}/{name}"

    def drop_database(self, url: str) -> None:
        """Drop a database whoever still uses it, so that a long run does not fill the disk."""
        name = url.rpartition("/")[2]
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def is_ready(self) -> bool:
        """Return whether it answers."""
        try:
            psycopg.connect(self._dsn("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _dsn(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=earshot dbname={database}"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's newest server programs, or None."""
    packaged = [one.parent for one in PACKAGED.glob("*/bin/postgres")]
    if packaged:
        return max(packaged, key=lambda folder: float(folder.parent.name))
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL server for the whole run, or skip where there is none."""
    folder = programs()
    if folder is None:
        lacks("PostgreSQL")
    home = Path(tempfile.mkdtemp(prefix="earshot-postgres-", dir=_quickest_place()))
    try:
        yield from _serve(folder, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _serve(folder: Path, home: Path) -> Iterator[Postgres]:
    somebody = _somebody(home)
    data = home / "data"
    make = [folder / "initdb", "--pgdata", data, "--username", "earshot", "--auth", "trust"]
    make += ["--encoding", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd=home, **somebody)
    running = Postgres(free_port())
    start = [folder / "postgres", "-D", data, "-k", home, "-p", str(running.port)]
    start += ["-c", "listen_addresses=127.0.0.1"]
    start += [part for setting in FAST for part in ("-c", setting)]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(start, cwd=home, stdout=log, stderr=log, **somebody)
    # It ends at once: its data is about to be deleted, so nothing need be written first.
    with stopping(server, signal.SIGQUIT):
        wait_until(running.is_ready, server)
        yield running


def _quickest_place() -> Path | None:
    # A new database is a thousand small files; in memory it is there ten times sooner.
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    return MEMORY if is_roomy else None


def _somebody(home: Path) -> dict[str, Any]:
    # PostgreSQL refuses to run as root, so as root it runs as somebody with no rights.
    if not is_root():
        return {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in known else "nobody")
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
