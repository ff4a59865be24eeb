"""The step that gives drafts their keys: who had a draft open before it still has."""

from __future__ import annotations

import uuid

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.db import Database
from app.db.migrating import INI, BrokenReferences, migrate

ROWS = {
    "services": {"key": "care", "name": "Care"},
    "surveys": {
        "slug": "small",
        "title": "Small",
        "kind": "questionnaire",
        "audience": "children",
        "identity": "anonymous",
        "state": "live",
        "decision_maker": "The head",
    },
    "survey_versions": {"number": 1, "definition": "{}", "definition_hash": "d"},
    "responses": {
        "state": "draft",
        "channel": "web",
        "client_token": "c",
        "language": "en",
        "rendering": "",
        "groups": "{}",
        "screened_with": "rules",
        "started_on": "2026-11-01",
    },
}
QUESTION = {"key": "k", "kind": "date", "position": 1, "wording": "When?", "stance": "neutral"}
QUESTION |= {"part": "", "is_free_text": False}
PARENTS = {"surveys": "service_id", "survey_versions": "survey_id", "responses": "version_id"}
PARENTS |= {"questions": "version_id"}


def the_step():
    script = ScriptDirectory.from_config(Config(str(INI)))
    return next(one for one in script.walk_revisions() if "keys_of_drafts" in one.path)


@pytest.fixture
def before(backend, request, tmp_path):
    """Open a database of the step before, with one draft that is open and one that was left."""
    server = request.getfixturevalue("postgres") if backend == "postgres" else None
    url = server.new_database() if server else f"sqlite:///{tmp_path / 'steps.db'}"
    database = Database(url)
    migrate(database, the_step().down_revision)
    with database.engine.begin() as connection:
        parent = None
        for table, columns in ROWS.items():
            parent = _insert(connection, table, columns, parent)
            if table == "survey_versions":
                version = parent
                left = ROWS["responses"] | {"client_token": "left", "resume_hash": None}
                _insert(connection, "responses", left, parent)
        question = _insert(connection, "questions", QUESTION, version)
        connection.execute(
            text("INSERT INTO answers (response_id, question_id) VALUES (:response, :question)"),
            {"response": parent, "question": question},
        )
    yield database
    database.close()
    if server:
        server.drop_database(url)


def _insert(connection, table, columns, parent):
    key = uuid.uuid4().hex
    values = {"id": key} | columns
    if table in PARENTS:
        values[PARENTS[table]] = parent
    if table == "responses":
        values |= {"data_key": b"key"}
        values.setdefault("resume_hash", "browser")
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)
    return key


def _all(database, query):
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


class TestMigrate:
    DATABASES = ("sqlite",)

    def test_leaves_references_guarded(self, before):
        """After a step, SQLite holds rows to what they refer to, as it did before it."""
        migrate(before)
        with before.engine.connect() as connection:
            assert 1 == connection.exec_driver_sql("PRAGMA foreign_keys").scalar()

    def test_keeps_nothing_of_a_step_that_breaks_references(self, before):
        """A step after which rows refer to nothing is refused and undone."""
        with before.engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute("DELETE FROM questions")
            driver.execute("PRAGMA foreign_keys=ON")
        with pytest.raises(BrokenReferences, match="answers"):
            migrate(before, the_step().revision)

        assert [(the_step().down_revision,)] == _all(
            before, "SELECT version_num FROM alembic_version"
        )


class TestStep:
    def test_keeps_open_drafts_open_both_ways(self, before):
        """An open draft has its browser's key, and its answers, after the step and without it."""
        migrate(before, the_step().revision)
        assert [("browser", "browser", "c")] == _all(
            before,
            "SELECT key_hash, draft_keys.kind, client_token FROM draft_keys "
            "JOIN responses ON responses.id = draft_keys.response_id",
        )
        assert 1 == len(_all(before, "SELECT * FROM answers"))
        migrate(before, the_step().down_revision)

        assert 1 == len(_all(before, "SELECT * FROM answers"))
        assert [("c", "browser"), ("left", None)] == _all(
            before, "SELECT client_token, resume_hash FROM responses ORDER BY client_token"
        )
