"""Migrations: the newest step equals the models, and every step goes up, down and up."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.db import Database
from app.db.migrating import INI, is_current, migrate
from app.db.models import Base


def steps():
    from alembic.config import Config

    script = ScriptDirectory.from_config(Config(str(INI)))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


@pytest.fixture
def empty(backend, request, tmp_path):
    """Open a database in which there is nothing."""
    server = request.getfixturevalue("postgres") if backend == "postgres" else None
    url = server.new_database() if server else f"sqlite:///{tmp_path / 'steps.db'}"
    database = Database(url)
    yield database
    database.close()
    if server:
        server.drop_database(url)


class TestMigrate:
    def test_ends_at_the_shape_of_the_models(self, database):
        """After the newest step nothing is left to do for the models."""
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert [] == compare_metadata(context, Base.metadata)

    def test_goes_up_down_and_up_again(self, empty):
        """Each step can be applied, undone and applied again, on each database."""
        for step in steps():
            migrate(empty, step)
        for step in [*reversed(steps()[:-1]), "base"]:
            migrate(empty, step)
        assert not is_current(empty)

        migrate(empty)

        assert is_current(empty)

    def test_numbers_its_files_in_order(self):
        """The steps are numbered without gaps, and there is one newest."""
        assert [f"{number:04}" for number in range(1, len(steps()) + 1)] == steps()
