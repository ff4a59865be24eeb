"""One job from claim to end, and the thread that does them one after another."""

from __future__ import annotations

import os
import socket
import threading
import time
from typing import TYPE_CHECKING

import structlog

from app.db import unit_of_work
from app.domain.errors import EarshotError, Unavailable
from app.services import codebooks, jobs, learning, triage
from app.worker import Handler, handlers

if TYPE_CHECKING:
    from uuid import UUID

SWEEP_SECONDS = 30.0
RENEW_SECONDS = 5.0

log = structlog.get_logger()


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop."""


def worker_name() -> str:
    """Return a name for this worker, unlike any other that runs now."""
    return f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"[:80]


def run_one(job_id: UUID | None = None, table: dict[str, Handler] | None = None) -> bool:
    """Run the job that is due, or the one named; return whether there was one."""
    with unit_of_work() as session:
        claim = jobs.claim(session, worker_name(), job_id=job_id)
    if claim is None:
        return False
    handler = (table or handlers()).get(claim.kind)
    if handler is None:
        _fail(claim, "unknown_kind", is_final=True)
        return True
    started = time.monotonic()
    try:
        handler(claim.subject, _Progress(claim))
    except LeaseLost:
        log.warning("job.lease_lost", job=str(claim.id), kind=claim.kind)
        return True
    except EarshotError as error:
        _fail(claim, error.code, is_final=not isinstance(error, Unavailable))
        return True
    except Exception as error:
        log.exception("job.crashed", job=str(claim.id), kind=claim.kind)
        _fail(claim, type(error).__name__)
        return True
    with unit_of_work() as session:
        jobs.finish(session, claim)
    seconds = round(time.monotonic() - started, 3)
    log.info("job.finished", job=str(claim.id), kind=claim.kind, seconds=seconds)
    return True


def run_all(table: dict[str, Handler] | None = None, *, most: int = 1000) -> int:
    """Run every job that is due and return how many there were."""
    ran = 0
    while ran < most and run_one(table=table):
        ran += 1
    return ran


class _Progress:
    """Notes how far a job has come, and keeps its lease, at most every few seconds."""

    def __init__(self, claim: jobs.Claim) -> None:
        self._claim = claim
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        moment = time.monotonic()
        if moment < self._next and done < total:
            return
        self._next = moment + RENEW_SECONDS / 5
        with unit_of_work() as session:
            is_ours = jobs.renew(session, self._claim, done=done, total=total)
        if not is_ours:
            raise LeaseLost


def _fail(claim: jobs.Claim, code: str, *, is_final: bool = False) -> None:
    with unit_of_work() as session:
        jobs.fail(session, claim, code, is_final=is_final)
    log.error("job.failed", job=str(claim.id), kind=claim.kind, error_code=code)


class EmbeddedRunner:
    """A thread that runs jobs inside the web process; claims are atomic, so many may run."""

    def __init__(self) -> None:
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="earshot-runner", daemon=True)

    def start(self) -> None:
        """Begin, and be told of every new job from now on."""
        jobs.on_wake(lambda _: self._woken.set())
        self._thread.start()

    def stop(self) -> None:
        """Finish the job in hand, then end."""
        jobs.on_wake(None)
        self._stopping.set()
        self._woken.set()
        self._thread.join(timeout=SWEEP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                sweep()
                while not self._stopping.is_set() and run_one():
                    pass
            except Exception:
                log.exception("runner.stumbled")
            self._woken.wait(SWEEP_SECONDS)


def sweep() -> None:
    """Find what was forgotten: alerts that were never sent, and decisions to learn from."""
    with unit_of_work() as session:
        triage.sweep(session)
    with unit_of_work() as session:
        learning.sweep(session, codebooks.codebook_in_use(session))
