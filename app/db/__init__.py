"""The database: how it is opened, and the one place where a transaction begins and ends.

`unit_of_work()` is the only commit in Earshot; `reading()` is its twin for pages.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Each is per connection, so none may live in a migration. busy_timeout comes first: two workers
# that start together would otherwise meet "database is locked" at journal_mode.
# synchronous=FULL: with NORMAL a power cut loses answers that people were thanked for.
# recursive_triggers: without it INSERT OR REPLACE rewrites a log row past its triggers.
SQLITE_PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=FULL",
    "secure_delete=ON",
    "recursive_triggers=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)
_BEGIN = "earshot_begin"
_HOOKS = "earshot_after_commit"


class Database:
    """An open database: one engine, and a session maker for writing and for reading."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._open()
        writing = self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._writing = sessionmaker(writing, expire_on_commit=False)
        # One moment for the whole transaction, which SQLite gives by itself: the parts of a page
        # or a report must add up, whatever is sent in meanwhile.
        one_moment = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        reading = self.engine.execution_options(**one_moment)
        self._reading = sessionmaker(reading, expire_on_commit=False)

    def _open(self) -> Engine:
        # An error must not quote the values of a statement: they may be what somebody said.
        if not self.is_sqlite:
            return create_engine(self.url, pool_pre_ping=True, hide_parameters=True)
        if self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(self.url, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Open one transaction, commit it at the end, then run its after-commit hooks."""
        with self._writing() as session:
            yield session
            session.commit()
            hooks = session.info.get(_HOOKS, [])
        for hook in hooks:
            hook()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open one transaction that only reads, and never waits for a writer."""
        with self._reading() as session:
            yield session

    def is_alive(self) -> bool:
        """Return whether the database answers."""
        with self.reading() as session:
            return bool(session.scalar(text("select 1")) == 1)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


_current: list[Database] = []


def use(database: Database) -> Database:
    """Make this the database of the process, and return it."""
    _current[:] = [database]
    return database


def current() -> Database:
    """Return the database of the process.

    Raises:
        RuntimeError: none has been opened.
    """
    if not _current:
        raise RuntimeError("no database is open: call app.db.use(Database(url)) first")
    return _current[0]


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Open the one transaction of an entry point: all of it is kept, or none."""
    with current().unit_of_work() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a transaction that only reads."""
    with current().reading() as session:
        yield session


def after_commit(session: Session, hook: Callable[[], None]) -> None:
    """Run `hook` once this unit of work is safely stored, and not if it rolls back."""
    session.info.setdefault(_HOOKS, []).append(hook)


def _prepare_sqlite(connection: Any, record: Any) -> None:
    del record
    # The driver must not begin transactions by itself: it would defer the write lock.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    how = connection.get_execution_options().get(_BEGIN, "BEGIN")
    connection.exec_driver_sql(how)
