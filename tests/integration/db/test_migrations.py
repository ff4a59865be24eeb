"""Migrations: the newest step equals the models, and every step goes up, down and up."""

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


class TestMigrate:
    def test_ends_at_the_shape_of_the_models(self, database):
        """After the newest step nothing is left to do for the models."""
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert [] == compare_metadata(context, Base.metadata)

    def test_goes_up_down_and_up_again(self, tmp_path):
        """Each step can be applied, undone and applied again."""
        database = Database(f"sqlite:///{tmp_path / 'steps.db'}")
        for step in steps():
            migrate(database, step)
        for step in [*reversed(steps()[:-1]), "base"]:
            migrate(database, step)
        assert not is_current(database)

        migrate(database)

        assert is_current(database)
        database.close()

    def test_numbers_its_files_in_order(self):
        """The steps are numbered without gaps, and there is one newest."""
        assert [f"{number:04}" for number in range(1, len(steps()) + 1)] == steps()
