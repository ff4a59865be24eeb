"""A real database, the real site, and people who are signed in: what integration tests stand on."""

from __future__ import annotations

import base64
import shutil
from typing import TYPE_CHECKING

import pytest

from app import create_app, db
from app.config import Settings
from app.db import Database, sealing
from app.db.migrating import migrate
from app.services import accounts
from tests import builders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from app.domain.people import Role

KEY = bytes(range(32))
# The name over plain http; https adds a prefix that binds it to the host.
STAFF_COOKIE = "earshot_staff"


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated database file, to be copied for each test."""
    path = tmp_path_factory.mktemp("template") / "earshot.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def settings(template_database: Path, tmp_path: Path) -> Settings:
    """Return test settings that point at a fresh copy of the database."""
    path = tmp_path / "earshot.db"
    shutil.copy(template_database, path)
    return Settings(
        env="test",
        database_url=f"sqlite:///{path}",
        encryption_key=base64.b64encode(KEY).decode(),
        mail_url=f"file:{tmp_path / 'mail'}",
        runner="none",
        demo=False,
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """Open the fresh database as the one in use."""
    sealing.use(sealing.Keyring(KEY))
    opened = db.use(Database(settings.database_url))
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Open one unit of work on the fresh database."""
    with database.unit_of_work() as opened:
        yield opened


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Create the whole site on the fresh database."""
    site = create_app(settings)
    yield site
    db.current().close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return somebody's browser, not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """Return a way to get the browser of a new member of staff with these roles."""

    def make(*roles: Role, service: object = None) -> FlaskClient:
        with db.unit_of_work() as session:
            user = builders.a_user(session, roles=roles, service_id=service)
            token = accounts.start_session(session, user.id)
        browser = app.test_client()
        browser.set_cookie(STAFF_COOKIE, token)
        return browser

    return make
