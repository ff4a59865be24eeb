"""The database: pragmas, the one transaction, and what runs after it."""

import threading

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app import db
from app.db.models import Service
from tests import builders


def count_services():
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Service))


class TestPragmas:
    DATABASES = ("sqlite",)

    @pytest.mark.parametrize(
        ("pragma", "expected"),
        [
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("secure_delete", 1),
            ("recursive_triggers", 1),
            ("busy_timeout", 5000),
            ("temp_store", 2),
            ("trusted_schema", 0),
        ],
    )
    def test_holds_on_every_connection(self, database, pragma, expected):
        """Each connection, not only the first, is safe against a power cut and a reader (R-40)."""
        with database.reading(), database.reading() as session:
            assert expected == session.scalar(text(f"PRAGMA {pragma}"))


class TestUnitOfWork:
    def test_keeps_everything_at_its_end(self, database):
        """What is changed in a unit of work is there afterwards."""
        with db.unit_of_work() as session:
            builders.a_service(session)

        assert 1 == count_services()

    def test_keeps_nothing_after_an_error(self, database):
        """An error inside a unit of work leaves no trace."""
        with pytest.raises(RuntimeError), db.unit_of_work() as session:
            builders.a_service(session)
            raise RuntimeError

        assert 0 == count_services()

    def test_runs_hooks_only_after_the_commit(self, database):
        """A hook sees what was stored, and does not run when nothing was."""
        seen = []
        with db.unit_of_work() as session:
            builders.a_service(session)
            db.after_commit(session, lambda: seen.append(count_services()))
        with pytest.raises(RuntimeError), db.unit_of_work() as session:
            db.after_commit(session, lambda: seen.append("ghost"))
            raise RuntimeError

        assert [1] == seen

    def test_takes_the_write_lock_at_the_start(self, database):
        """Two writers take turns; neither fails half-way."""
        started = threading.Event()

        def second():
            started.set()
            with db.unit_of_work() as session:
                builders.a_service(session)

        with db.unit_of_work() as session:
            thread = threading.Thread(target=second)
            thread.start()
            started.wait()
            builders.a_service(session)
        thread.join()

        assert 2 == count_services()

    def test_lets_readers_go_on_while_it_writes(self, database):
        """A page can be read while something is being written."""
        with db.unit_of_work() as session:
            builders.a_service(session)

            assert 0 == count_services()


class TestReading:
    def test_sees_one_moment(self, database):
        """What is stored while a page is read is not in one half of it."""
        with db.reading() as session:
            before = session.scalar(select(func.count()).select_from(Service))
            with db.unit_of_work() as other:
                builders.a_service(other)

            assert before == session.scalar(select(func.count()).select_from(Service))


class TestErrors:
    def test_quote_no_value(self, database):
        """An error of the database says nothing of what somebody said."""
        with pytest.raises(DBAPIError) as refused, db.reading() as session:
            session.execute(text("SELECT nothing, :said FROM nowhere"), {"said": "my dad hits me"})

        assert "my dad" not in str(refused.value)


class TestCurrent:
    def test_needs_a_database(self, monkeypatch):
        """Without an open database there is a plain error."""
        monkeypatch.setattr(db, "_current", [])

        with pytest.raises(RuntimeError, match="no database is open"):
            db.current()

    def test_is_alive(self, database):
        """An open database answers."""
        assert database.is_alive()
