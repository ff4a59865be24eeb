"""Measure what it costs to take in answers: whole sessions of 21 requests against a real server.

    python -m bench.respond [--sessions N] [--seconds N] [--at-once N] [--workers N]

It starts gunicorn on a fresh SQLite database, lets a few people answer to warm it up, then sends
sessions on raw asyncio streams until their number or the time is reached, stops the server, and
prints JSON. One worker with eight threads is how `make run` serves. CPU is user and system time
of the whole server, in milliseconds a request; memory is the proportional share of one worker.
Jobs are not run: they are measured elsewhere.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import db
from app.db import migrating, sealing
from app.db.models import Service
from app.services import publishing
from bench.crowd.people import PAGES, Person, Tally
from surveys import parse_yaml
from tests.harness.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
KEY = bytes(range(32))
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60
WARM = 16
REQUESTS = 21
SURVEY = """key: bench
title: Bench
kind: questionnaire
audience: young_people
pages:
"""
PAGE = """  - key: p{0}
    title: Page {0}
    questions: [{{key: q{0}, label: "How is it going with number {0}?", {1}}}]
"""
KINDS = (
    "kind: scale_0_10, low_label: Bad, high_label: Good",
    "kind: one_choice, options: [{value: a, label: Often}, {value: b, label: Never}]",
    "kind: agreement, options: [{value: 1, label: Hardly}, {value: 2, label: Mostly}]",
    "kind: long_text",
)


def main() -> int:
    """Start the server, let people answer, stop it, and print the figures."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder))
        with _server(Path(folder), asked.workers) as (server, port):
            asyncio.run(_crowd(port, Tally(), asked.at_once, WARM, time.monotonic() + 60))
            before, tally, started = _cpu(server.pid), Tally(), time.monotonic()
            asyncio.run(
                _crowd(port, tally, asked.at_once, asked.sessions, started + asked.seconds)
            )
            took, spent = time.monotonic() - started, _cpu(server.pid) - before
            memory = [_memory(pid) for pid in _family(server.pid)[1:]]
    print(json.dumps(_figures(tally, took, spent, memory), indent=2))
    return 0


def _figures(tally: Tally, took: float, spent: float, memory: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(tally.seconds, n=20)
    return {
        "sessions": tally.sessions,
        "requests_a_session": REQUESTS,
        "sessions_per_second": round(tally.sessions / took, 1),
        "requests_per_second": round(len(tally.seconds) / took, 1),
        "p50_ms": round(cuts[9] * 1000, 1),
        "p95_ms": round(cuts[18] * 1000, 1),
        "cpu_ms_a_request": round(spent * 1000 / len(tally.seconds), 2),
        "memory_mb_a_worker": round(statistics.mean(memory), 1),
    }


async def _crowd(port: int, tally: Tally, at_once: int, sessions: int, until: float) -> None:
    left = iter(range(sessions))

    async def answer_on() -> None:
        person = Person(port, tally)
        for _ in left:
            if time.monotonic() > until:
                break
            await person.answer()
        await person.close()

    await asyncio.gather(*(answer_on() for _ in range(at_once)))


def _prepare(folder: Path) -> None:
    database = db.use(db.Database(f"sqlite:///{folder / 'bench.db'}"))
    sealing.use(sealing.Keyring(KEY))
    migrating.migrate(database)
    pages = "".join(PAGE.format(one, KINDS[one % len(KINDS)]) for one in range(PAGES))
    with db.unit_of_work() as session:
        service = Service(key="care", name="Care")
        session.add(service)
        session.flush()
        publishing.publish(
            session,
            parse_yaml(SURVEY + pages),
            service_id=service.id,
            slug="bench",
            decision_maker="The Head of Care",
            told_by=date(2027, 1, 31),
            identity=None,
            by=None,
        )
    database.close()


@contextmanager
def _server(folder: Path, workers: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT_")}
    environment = kept | {
        "EARSHOT_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "EARSHOT_ENCRYPTION_KEY": base64.b64encode(KEY).decode(),
        "EARSHOT_MAIL_URL": f"file:{folder / 'mail'}",
        "EARSHOT_RUNNER": "none",
        "EARSHOT_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers"]
    command += [str(workers), "--worker-class", "gthread", "--threads", "8"]
    command += ["--no-control-socket", "--log-level", "error", "wsgi:app"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        asyncio.run(_wait_for(port))
        yield server, port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


async def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return
    raise TimeoutError("the server does not start")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(int(one) for one in children)]


def _cpu(pid: int) -> float:
    stats = [Path(f"/proc/{one}/stat").read_text("ascii") for one in _family(pid)]
    # The name of a program may hold spaces; what is counted comes after its bracket.
    parts = [text.rpartition(")")[2].split() for text in stats]
    return sum(int(one[11]) + int(one[12]) for one in parts) / TICKS


def _memory(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    return sum(int(number) for number in re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)) / 1024


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--workers", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
