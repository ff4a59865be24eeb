"""A real database, the real site, and people who are signed in: what integration tests stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import create_app, db
from app.config import Settings
from app.db import Database, sealing
from app.db.migrating import migrate
from app.db.models import User
from app.services import accounts
from tests import builders
from tests.harness.databases import KEY, copy_of, encoded_key
from tests.harness.routes import worked_out_once
from tests.harness.templates import compiled_once
from tests.page import CheckedClient
from tests.staff import Browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from app.domain.people import Role
    from tests.harness.postgres import Postgres

# The name over plain http; https adds a prefix that binds it to the host.
STAFF_COOKIE = "earshot_staff"
DATABASES = ("sqlite", "postgres")
# The folders whose tests run on each database; pages are tried on one.
ON_BOTH = {"db", "services", "worker"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is close to the database on PostgreSQL too.

    A class of SQLite's own affairs says `DATABASES = ("sqlite",)`.
    """
    if "backend" in metafunc.fixturenames and metafunc.definition.path.parent.name in ON_BOTH:
        known = getattr(metafunc.cls, "DATABASES", DATABASES)
        marks = {"postgres": pytest.mark.postgres}
        metafunc.parametrize(
            "backend",
            [pytest.param(name, marks=marks.get(name, ())) for name in known],
            indirect=True,
        )


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """Return the name of a migrated PostgreSQL database, to be copied for each test."""
    database = Database(postgres.new_database())
    migrate(database)
    database.close()
    return str(database.url.database)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """Return the name of the database that the test runs on."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a fresh migrated database."""
    if backend == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database(request.getfixturevalue("postgres_template"))
        yield url
        server.drop_database(url)
        return
    path = copy_of(request.getfixturevalue("template_database"), tmp_path / "earshot.db")
    yield f"sqlite:///{path}"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return test settings that point at the fresh database."""
    return Settings(
        env="test",
        database_url=database_url,
        encryption_key=encoded_key(),
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
    yield _site(settings)
    db.current().close()


def _site(settings: Settings) -> Flask:
    with worked_out_once():
        site = compiled_once(create_app(settings))
    site.test_client_class = CheckedClient
    return site


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


@pytest.fixture
def anytown(anytown_file: Path, tmp_path: Path) -> Iterator[Flask]:
    """Create the site with Anytown in it."""
    path = copy_of(anytown_file, tmp_path / "anytown.db")
    yield _site(
        Settings(
            env="test",
            database_url=f"sqlite:///{path}",
            encryption_key=encoded_key(),
            mail_url=f"file:{tmp_path / 'mail'}",
            runner="none",
            demo=False,
        )
    )
    db.current().close()


@pytest.fixture
def staff(anytown: Flask) -> Callable[[str], Browser]:
    """Return a way to be one of Anytown's staff, by role."""

    def become(role: str) -> Browser:
        with db.unit_of_work() as session:
            user_id = session.scalars(
                select(User.id).where(User.email == f"{role}@anytown.example")
            ).one()
            token = accounts.start_session(session, user_id)
        client = anytown.test_client()
        client.set_cookie(STAFF_COOKIE, token)
        return Browser(client)

    return become
