"""What a page that waits for a job is told, again and again, until it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from app.services.jobs import JobView


def progress_of(job: JobView | None, *, doing: str, over: str) -> Response:
    """Return how far a job has come, as JSON; without a job it is over."""
    if job is None:
        return jsonify(done=1, total=1, label=over, finished=True)
    label = f"{doing} {job.done:,} of {job.total:,}"
    return jsonify(done=job.done, total=job.total, label=label, finished=False)
