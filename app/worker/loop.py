"""One job from claim to end, and the threads that do them one after another."""

from __future__ import annotations

import os
import socket
import threading
import time
from typing import TYPE_CHECKING

import structlog

from app.db import unit_of_work
from app.domain.errors import EarshotError, Unavailable
from app.services import (
    action_reminders,
    audit_reminders,
    case_lists,
    codebooks,
    envelopes,
    expired_drafts,
    jobs,
    learning,
    planned_reminders,
    triage,
)
from app.worker import Handler, handlers
from app.worker.lease import LeaseLost, held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

SWEEP_SECONDS = 30.0
URGENT = ("alert",)
# The threads of the embedded runner. Somebody looks at a page that waits for the second kind.
LANES: dict[str, Sequence[str]] = {
    "earshot-alerts": URGENT,
    "earshot-waited-for": (*URGENT, "import", "report"),
    "earshot-runner": (),
}

log = structlog.get_logger()


def worker_name() -> str:
    """Return a name for this worker, unlike any other that runs now."""
    return f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"[:80]


def run_one(
    job_id: UUID | None = None,
    table: dict[str, Handler] | None = None,
    *,
    kinds: Sequence[str] = (),
) -> bool:
    """Run the job that is due, of some kinds, or the one named; return whether there was one."""
    with unit_of_work() as session:
        claim = jobs.claim(session, worker_name(), job_id=job_id, kinds=kinds)
    if claim is None:
        return False
    handler = (table or handlers()).get(claim.kind)
    if handler is None:
        _fail(claim, "unknown_kind", is_final=True)
        return True
    started = time.monotonic()
    try:
        with held(claim) as progress:
            handler(claim.subject, progress)
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


def _fail(claim: jobs.Claim, code: str, *, is_final: bool = False) -> None:
    with unit_of_work() as session:
        jobs.fail(session, claim, code, is_final=is_final)
    log.error("job.failed", job=str(claim.id), kind=claim.kind, error_code=code)


class EmbeddedRunner:
    """Threads that run jobs inside the web process; claims are atomic, so many may run.

    An alert waits for no other job, and what a person waits for does not wait for reading or
    learning, which may take minutes.
    """

    def __init__(self) -> None:
        self._lanes = [_Lane(name, kinds) for name, kinds in LANES.items()]

    def start(self) -> None:
        """Begin, and be told of every new job from now on."""
        jobs.on_wake(lambda _: self._wake())
        for lane in self._lanes:
            lane.thread.start()

    def stop(self) -> None:
        """Finish the jobs in hand, then end."""
        jobs.on_wake(None)
        for lane in self._lanes:
            lane.stopping.set()
        self._wake()
        for lane in self._lanes:
            lane.thread.join(timeout=SWEEP_SECONDS)

    def _wake(self) -> None:
        for lane in self._lanes:
            lane.woken.set()


class _Lane:
    """One thread, and the kinds of jobs it runs; none named means all. One of them sweeps too."""

    def __init__(self, name: str, kinds: Sequence[str]) -> None:
        self.woken, self.stopping = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._kinds = kinds

    def _run(self) -> None:
        while not self.stopping.is_set():
            self.woken.clear()
            if self._kinds == URGENT:
                sweep()
            try:
                while not self.stopping.is_set() and run_one(kinds=self._kinds):
                    pass
            except Exception:
                log.exception("runner.stumbled")
            self.woken.wait(SWEEP_SECONDS)


def sweep() -> None:
    """Find what was forgotten: alerts, jobs, old drafts, addresses, reminders, decisions.

    Each is looked for alone: a trouble with one must not keep an alert from being sent.
    """
    looks = (
        triage.sweep,
        jobs.give_up,
        expired_drafts.sweep,
        envelopes.sweep,
        action_reminders.sweep,
        audit_reminders.sweep,
        planned_reminders.sweep,
        case_lists.sweep,
        _sweep_decisions,
    )
    for look in looks:
        try:
            with unit_of_work() as session:
                look(session)
        except Exception:
            log.exception("sweep.stumbled", look=look.__name__)


def _sweep_decisions(session: Session) -> None:
    learning.sweep(session, codebooks.codebook_in_use(session))
