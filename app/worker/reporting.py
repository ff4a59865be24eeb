"""The job that prints the files of a report from its frozen copy."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from app.db import reading, unit_of_work
from app.reports import Format
from app.services import reporting

if TYPE_CHECKING:
    from app.worker import Progress


def render(subject: str, progress: Progress) -> None:
    """Print every format of a report."""
    report_id = UUID(subject)
    with reading() as session:
        document = reporting.document_to_print(session, report_id)
    for done, name in enumerate(reporting.FORMATS, 1):
        content = Format.known[name]().render(document)
        with unit_of_work() as session:
            reporting.store_file(session, report_id, name, content)
        progress(done, len(reporting.FORMATS))
