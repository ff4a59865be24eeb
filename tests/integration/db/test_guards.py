"""The guards: records that may never change do not."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app import db
from app.db.models import Survey, SurveyVersion
from app.domain.surveys import Identity, SurveyKind, SurveyState
from app.services import activity, responding
from tests import builders
from tests.respondent import a_published_survey


def _survey(session, **columns):
    return Survey(
        **{
            "service_id": builders.a_service(session).id,
            "slug": "how-is-it",
            "title": "How is it?",
            "kind": SurveyKind.QUESTIONNAIRE,
            "audience": "children",
            "identity": Identity.ANONYMOUS,
            "state": SurveyState.LIVE,
            "decision_maker": "The head of service",
            "told_by": date(2026, 12, 1),
        }
        | columns
    )


@pytest.fixture
def version(database):
    with db.unit_of_work() as session:
        survey = _survey(session)
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


class TestIdentity:
    FREED = "UPDATE surveys SET identity = 'named'"

    def test_can_change_before_the_first_response(self, version):
        """Until somebody begins, identity is a setting like others."""
        with db.unit_of_work() as session:
            assert 1 == session.execute(text(self.FREED)).rowcount

    def test_is_frozen_by_the_first_response(self, database):
        """Once somebody has begun, nobody can change what they were told, whatever asks for it."""
        with db.unit_of_work() as session:
            a_published_survey(session)
            responding.begin(session, "small", client_token="t" * 32)

        with pytest.raises(DatabaseError, match="frozen"), db.unit_of_work() as session:
            session.execute(text(self.FREED))
        with db.unit_of_work() as session:
            same = "UPDATE surveys SET identity = 'anonymous', title = 'Other'"
            assert 1 == session.execute(text(same)).rowcount


class TestPromise:
    @pytest.mark.parametrize("emptied", ["decision_maker = '  '", "told_by = NULL"])
    def test_stands_while_the_survey_is_live(self, version, emptied):
        """A live survey says who decides and by when, and cannot be made to forget it."""
        with pytest.raises(DatabaseError, match="who decides"), db.unit_of_work() as session:
            session.execute(text(f"UPDATE surveys SET {emptied}"))

    @pytest.mark.parametrize("missing", [{"decision_maker": ""}, {"told_by": None}])
    def test_is_made_before_the_survey_opens(self, database, missing):
        """No survey is born live without it, whatever publishes it."""
        promises = {"decision_maker": "The head", "told_by": date(2026, 12, 1)} | missing
        with pytest.raises(DatabaseError, match="who decides"), db.unit_of_work() as session:
            session.add(_survey(session, **promises))

    def test_is_not_asked_of_imported_words(self, database):
        """Words that were collected elsewhere came with promises of their own."""
        with db.unit_of_work() as session:
            survey = _survey(session, kind=SurveyKind.IMPORT, decision_maker="", told_by=None)
            session.add(survey)
        with db.reading() as session:
            assert [survey.id] == session.scalars(select(Survey.id)).all()


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
