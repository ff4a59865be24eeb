"""What the database holds, and how many questions it was asked, for tests to look at."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from app import db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Collect what is selected while the block runs; what waits to be written is written first."""
    session.flush()
    seen: list[str] = []

    def note(*given: Any) -> None:
        if given[2].lstrip().startswith("SELECT"):
            seen.append(given[2])

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(bind, "before_cursor_execute", note)


def scalar(query: Select[Any]) -> Any:
    """Return the first value that a query finds, as it is stored now."""
    with db.reading() as session:
        return session.scalar(query)
