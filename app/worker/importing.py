"""The job that takes in the rows of an imported file, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from app.db import reading, unit_of_work
from app.services import import_batches

if TYPE_CHECKING:
    from app.worker import Progress

BATCH = 200


def take_in(subject: str, progress: Progress) -> None:
    """Store every row of a confirmed import; cut short, it goes on where it stopped."""
    import_id = UUID(subject)
    with reading() as session:
        planned = import_batches.plan(session, import_id)
    if planned is None:
        return
    done, total = 0, len(planned.comments)
    while done < total:
        with unit_of_work() as session:
            done = import_batches.keep_batch(session, planned, size=BATCH)
        progress(done, total)
    with unit_of_work() as session:
        import_batches.finish(session, import_id)
