"""The same jobs on Celery: one task that runs one job, and the sweep every minute.

The broker carries job ids only. The row in the database is the truth, so a lost message
costs a minute, never a job.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from celery import Celery

from analysis.models import embedding
from app import db, logging
from app.config import Settings
from app.db import sealing
from app.services import jobs
from app.worker import loop

if TYPE_CHECKING:
    from celery import Task

# Whoever sends answers must not wait for a broker that is away: the sweep finds the job.
NO_WAITING = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "socket_connect_timeout": 1.0,
}


def make(settings: Settings) -> Celery:
    """Return the Celery application of these settings."""
    celery = Celery("earshot", broker=settings.redis_url)
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        task_publish_retry=False,
        broker_transport_options=NO_WAITING,
        beat_schedule={"sweep": {"task": "earshot.sweep", "schedule": 60.0}},
    )
    celery.task(run_job, name="earshot.run_job")
    celery.task(sweep, name="earshot.sweep")
    return celery


def run_job(job_id: str) -> None:
    """Run one job if it is still due."""
    loop.run_one(UUID(job_id))


def sweep() -> None:
    """Run everything that is due, told or not."""
    loop.sweep()
    loop.run_all()


def tell_celery(celery: Celery) -> None:
    """Send the id of every new job to the workers, after its transaction has committed."""
    task: Task = celery.tasks["earshot.run_job"]

    def wake(job_id: UUID) -> None:
        try:
            task.delay(str(job_id))
        except task.OperationalError:
            # The broker is away. The job is safe in its row and the sweep will find it.
            loop.log.warning("broker.away", job=str(job_id))

    jobs.on_wake(wake)


def open_application() -> Celery:
    """Open the database and return the Celery application that these settings describe."""
    settings = Settings.load()
    logging.set_up(settings.log_level, strict=settings.env == "test")
    db.use(db.Database(settings.database_url))
    sealing.use(sealing.Keyring(settings.key()))
    embedding.use(settings.embedding)
    celery = make(settings)
    tell_celery(celery)
    return celery


def __getattr__(name: str) -> Celery:
    # `celery -A app.worker.celery_app:application` wants an object and calls nothing, and
    # importing this module must open no database.
    if name == "application":
        return open_application()
    raise AttributeError(name)
