"""The servers that tests stand on are real ones."""

from __future__ import annotations

import pytest
from redis import Redis
from sqlalchemy import create_engine, text


def ask(address, statement):
    engine = create_engine(address)
    with engine.begin() as connection:
        answer = connection.execute(text(statement))
        rows = answer.all() if answer.returns_rows else []
    engine.dispose()
    return rows


@pytest.mark.postgres
class TestPostgres:
    def test_answers(self, postgres):
        """PostgreSQL runs, and computes."""
        assert [(2,)] == ask(postgres.new_database(), "select 1 + 1")

    def test_gives_each_test_its_own_database(self, postgres):
        """What one test stores is not seen by the next."""
        first, second = postgres.new_database(), postgres.new_database()
        ask(first, "create table kept (name text)")

        assert [(None,)] == ask(second, "select to_regclass('kept')")

    def test_copies_a_database_that_is_ready(self, postgres):
        """A test can start from a copy of a migrated database."""
        ready = postgres.new_database()
        ask(ready, "create table kept as select 'this' as name")
        copy = postgres.new_database(template=ready.rsplit("/", 1)[1])

        assert [("this",)] == ask(copy, "select name from kept")


@pytest.mark.redis
class TestRedis:
    def test_keeps_what_it_is_given(self, redis_url):
        """Redis runs, and gives back what was stored."""
        with Redis.from_url(redis_url, decode_responses=True) as client:
            client.set("word", "kept", ex=60)

            assert "kept" == client.get("word")
