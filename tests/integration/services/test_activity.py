"""The record of what staff did: whole, chained, and honest about tampering."""

import pytest
from sqlalchemy import text

from app import db
from app.services import activity
from tests import builders

TAMPERINGS = {
    "edit": "UPDATE activity_entries SET verb = 'other' WHERE seq = 2",
    "delete": "DELETE FROM activity_entries WHERE seq = 2",
    "renumber": "UPDATE activity_entries SET seq = 9 WHERE seq = 3",
    "blame": "UPDATE activity_entries SET actor_id = NULL WHERE seq = 1",
}


@pytest.fixture
def record(database):
    with db.unit_of_work() as session:
        user = builders.a_user(session)
        for verb in ("report.prepared", "quote.approved", "concern.read"):
            activity.record(session, verb, by=user.id, about=("thing", "1"), counts={"n": 3})


class TestCheck:
    def test_finds_an_untouched_record_whole(self, record):
        """Every entry follows from the one before it."""
        with db.reading() as session:
            found = activity.check(session)

        assert found.is_whole
        assert 3 == found.entries

    def test_is_whole_when_empty(self, database):
        """Nothing done is a whole record."""
        with db.reading() as session:
            assert activity.check(session).is_whole

    @pytest.mark.parametrize("how", TAMPERINGS)
    def test_notices_tampering_behind_the_guards(self, record, database, how):
        """Somebody who removes the guards and changes the record is noticed (R-16)."""
        with db.unit_of_work() as session:
            where = "" if database.is_sqlite else " ON activity_entries"
            for guard in ("frozen", "kept", "new"):
                session.execute(text(f"DROP TRIGGER activity_entries_{guard}{where}"))
            session.execute(text(TAMPERINGS[how]))

        with db.reading() as session:
            assert not activity.check(session).is_whole
