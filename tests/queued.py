"""Jobs in the queue, and a test that waits for them."""

import time

from app import db
from app.services import jobs

PATIENCE = 20


def enqueue(kind="theme", subject="s"):
    """Enqueue a job and return its id."""
    with db.unit_of_work() as session:
        return jobs.enqueue(session, kind, subject)


def view(job_id):
    """Return a job as people see it."""
    with db.reading() as session:
        return jobs.view(session, job_id)


def wait(condition):
    """Wait until something is so, and fail when it never is."""
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()
