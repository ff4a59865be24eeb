"""The guards: records that may never change do not."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import db
from app.db.models import Survey, SurveyVersion
from app.domain.surveys import Identity, SurveyKind, SurveyState
from app.services import activity
from tests import builders


@pytest.fixture
def version(database):
    with db.unit_of_work() as session:
        survey = Survey(
            service_id=builders.a_service(session).id,
            slug="how-is-it",
            title="How is it?",
            kind=SurveyKind.QUESTIONNAIRE,
            audience="children",
            identity=Identity.ANONYMOUS,
            state=SurveyState.LIVE,
            told_by=date(2026, 12, 1),
        )
        version = SurveyVersion(
            survey_id=survey.id,
            number=1,
            definition={"key": "a"},
            definition_hash="h",
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        session.add_all([survey, version])
        return version.id


class TestPublishedVersion:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE survey_versions SET definition = '{}'",
            "UPDATE survey_versions SET number = 2",
            "UPDATE survey_versions SET published_at = NULL",
            "DELETE FROM survey_versions",
        ],
    )
    def test_is_immutable(self, version, statement):
        """A published version can be neither changed nor removed."""
        with pytest.raises(DatabaseError, match="published version"), db.unit_of_work() as session:
            session.execute(text(statement))


class TestActivityRecord:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE activity_entries SET verb = 'x'",
            "DELETE FROM activity_entries",
        ],
    )
    def test_only_grows(self, database, statement):
        """An entry can be neither changed, removed nor replaced (R-16)."""
        with db.unit_of_work() as session:
            activity.record(session, "something.done", by=None)
        with pytest.raises(DatabaseError, match="only grows"), db.unit_of_work() as session:
            session.execute(text(statement))


class TestActivityRecordInSqlite:
    DATABASES = ("sqlite",)

    def test_is_not_replaced(self, database):
        """SQLite's own way to write a row anew is refused too (R-16)."""
        with db.unit_of_work() as session:
            activity.record(session, "something.done", by=None)
        replace = "INSERT OR REPLACE INTO activity_entries SELECT * FROM activity_entries"
        with pytest.raises(DatabaseError, match="only grows"), db.unit_of_work() as session:
            session.execute(text(replace))
