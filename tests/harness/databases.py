"""A migrated database, and Anytown in it: made once for the whole run, copied for each test."""

from __future__ import annotations

import base64
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness.once import made_once

if TYPE_CHECKING:
    from app.db import Database

ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))


def copy_of(made: Path, path: Path) -> Path:
    """Copy a database file that was made once to where it can be changed."""
    shutil.copyfile(made, path)
    return path


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated database file, to be copied for each test."""
    return made_once(tmp_path_factory, "template.db", _migrate)


@pytest.fixture(scope="session")
def anytown_file(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file with Anytown in it, to be copied for each test that wants it."""
    return made_once(
        tmp_path_factory,
        "anytown.db",
        lambda path: _load_anytown(copy_of(template_database, path)),
    )


def _migrate(path: Path) -> None:
    # By the command, in a process of its own, as a site is set up.
    named = {"EARSHOT_DATABASE_URL": f"sqlite:///{path}", "EARSHOT_ENCRYPTION_KEY": encoded_key()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT_")}
    command = [sys.executable, "-m", "flask", "--app", "app", "earshot", "migrate"]
    done = subprocess.run(command, cwd=ROOT, env=kept | named, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    from app.db import Database

    _put_into_one_file(Database(f"sqlite:///{path}"))


def _load_anytown(path: Path) -> None:
    from app import create_app, db
    from app.config import Settings

    before = db.current() if db._current else None
    mail = f"file:{path.parent / 'anytown-mail'}"
    site = create_app(
        Settings(
            env="test",
            database_url=f"sqlite:///{path}",
            encryption_key=encoded_key(),
            mail_url=mail,
            runner="none",
            demo=False,
        )
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EARSHOT_MAIL_URL", mail)
        if os.environ.get("CI"):
            _make_steady(patch)
        told = site.test_cli_runner().invoke(args=["earshot", "load-demo"])
    assert told.exit_code == 0, told.output
    _put_into_one_file(db.current())
    if before is not None:
        db.use(before)


def _make_steady(patch: pytest.MonkeyPatch) -> None:
    # In continuous integration Anytown is the same each time, ids and draws too, so that a red
    # run means a change; at a desk it is a new one each time.
    steady = random.Random(1).randbytes
    patch.setattr(os, "urandom", steady)
    patch.setattr(random, "_urandom", steady)


def _put_into_one_file(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def encoded_key() -> str:
    """Return the key of every site of the tests, as its setting has it."""
    return base64.b64encode(KEY).decode()
