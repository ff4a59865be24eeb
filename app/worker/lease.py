"""The hold that a worker has on a job: kept while the job runs, and lost to nobody by accident."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from app.db import unit_of_work
from app.services import jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

# A sixth of a lease, so that one or two renewals may come late or fail.
RENEW_SECONDS = jobs.LEASE.total_seconds() / 6
NOTE_SECONDS = 1.0

log = structlog.get_logger()


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop."""


class Lease:
    """One worker's hold on one job, and how far the job has come."""

    def __init__(self, claim: jobs.Claim) -> None:
        self._claim = claim
        self._come = (0, 0)
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Note how far the job has come, at most once a second.

        Raises:
            LeaseLost: another worker has the job now.
        """
        self._come = (done, total)
        moment = time.monotonic()
        if moment < self._next and done < total:
            return
        self._next = moment + NOTE_SECONDS
        if not self.renew():
            raise LeaseLost

    def renew(self) -> bool:
        """Hold the job for longer; False when another worker has it now."""
        done, total = self._come
        with unit_of_work() as session:
            return jobs.renew(session, self._claim, done=done, total=total)


@contextmanager
def held(claim: jobs.Claim) -> Iterator[Lease]:
    """Hold a job for as long as the block takes, however long one step of it is.

    A thread renews the lease, because learning from all decisions may take longer than a lease
    lasts. It dies with the process, and then the job is free for another worker.
    """
    lease, is_over = Lease(claim), threading.Event()
    thread = threading.Thread(target=_keep, args=(lease, is_over), daemon=True)
    thread.start()
    try:
        yield lease
    finally:
        is_over.set()
        thread.join()


def _keep(lease: Lease, is_over: threading.Event) -> None:
    while not is_over.wait(RENEW_SECONDS):
        try:
            lease.renew()
        except Exception:
            log.exception("lease.not_renewed")
