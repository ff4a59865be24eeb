"""Begin the runner that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.worker.loop import EmbeddedRunner

if TYPE_CHECKING:
    from app.config import Settings


def start_runner(settings: Settings) -> EmbeddedRunner | None:
    """Start a thread for jobs, or say that Celery is to be told of them, or do nothing."""
    if settings.runner == "celery":
        from app.worker import celery_app  # noqa: PLC0415 - Celery is not always installed

        celery_app.tell_celery(celery_app.make(settings))
        return None
    if settings.runner == "none":
        return None
    runner = EmbeddedRunner()
    runner.start()
    return runner
