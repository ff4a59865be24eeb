"""Bring a database to the newest shape, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.db import Database

INI = Path(__file__).parents[2] / "alembic.ini"


def migrate(database: Database, to: str = "head") -> None:
    """Bring the database to a step, up or down; the newest by default."""
    with database.engine.begin() as connection:
        config = _config(connection)
        if to == "head" or to > (_step(connection) or ""):
            command.upgrade(config, to)
        else:
            command.downgrade(config, to)


def is_current(database: Database) -> bool:
    """Return whether the database has the newest shape."""
    with database.engine.connect() as connection:
        head = ScriptDirectory.from_config(_config(connection)).get_current_head()
        return _step(connection) == head


def _step(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config(str(INI))
    config.attributes["connection"] = connection
    return config
