"""Bring a database to the newest shape, step by step."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from app.db import Database

INI = Path(__file__).parents[2] / "alembic.ini"


class BrokenReferences(Exception):
    """A step left rows that refer to rows which are not there; nothing of it was kept."""


def migrate(database: Database, to: str = "head") -> None:
    """Bring the database to a step, up or down; the newest by default.

    Raises:
        BrokenReferences: a step of SQLite lost rows that others need.
    """
    with database.engine.connect() as connection, _free_to_rebuild(connection), connection.begin():
        config = _config(connection)
        if to == "head" or to > (_step(connection) or ""):
            command.upgrade(config, to)
        else:
            command.downgrade(config, to)
        _refuse_broken(connection)


def is_current(database: Database) -> bool:
    """Return whether the database has the newest shape."""
    with database.engine.connect() as connection:
        head = ScriptDirectory.from_config(_config(connection)).get_current_head()
        return _step(connection) == head


@contextmanager
def _free_to_rebuild(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by making it anew. With foreign keys on, dropping the old one would
    # take every row that refers to it along, such as all answers; within a transaction they
    # cannot be switched off. Source: SQLite, ALTER TABLE, "Making Other Kinds Of Changes" (2024).
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_broken(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReferences(", ".join(sorted({row[0] for row in broken})))


def _step(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config(str(INI))
    config.attributes["connection"] = connection
    return config
