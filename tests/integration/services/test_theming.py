"""Theming: new words are read once, and what a person decided stays."""

import pytest
from sqlalchemy import func, select

from app import db
from app.db.models import AnalysisRun, Coding, Job, Response, Sentiment, SurveyVersion
from app.domain.evidence import CodingSource, CodingState
from app.domain.people import Role
from app.services import accounts, codebooks, coding, theming
from app.worker import loop
from app.worker import theming as reading
from tests import builders

WORDS = "My social worker keeps changing. I have been waiting months for a new one."


@pytest.fixture
def survey(database):
    """Return a survey with one person's words, and somebody who may decide about them."""
    with db.unit_of_work() as session:
        service = builders.a_service(session)
        response_id, _ = builders.an_answer(session, service.id, words=WORDS)
        version_id = session.scalar(select(Response.version_id).where(Response.id == response_id))
        survey_id = session.scalar(
            select(SurveyVersion.survey_id).where(SurveyVersion.id == version_id)
        )
        user = builders.a_user(session, roles=[Role.PARTICIPATION], service_id=service.id)
        other = builders.a_user(session, service_id=builders.a_service(session).id)
        return (
            survey_id,
            accounts.actor_by_id(session, user.id),
            accounts.actor_by_id(session, other.id),
        )


def read(survey_id):
    steps = []
    reading.read_survey(str(survey_id), lambda done, total: steps.append((done, total)))
    return steps


def codings():
    with db.reading() as session:
        return session.scalars(select(Coding).order_by(Coding.score.desc())).all()


def count(column):
    with db.reading() as session:
        return session.scalar(select(func.count(column)))


class TestReadSurvey:
    def test_gives_themes_and_feelings_to_new_words(self, survey):
        """Words are given themes that point at them, and a feeling."""
        assert [(0, 1), (1, 1)] == read(survey[0])
        found = codings()

        assert found
        assert all(WORDS[one.start : one.end].strip() for one in found)
        assert 1 == count(Sentiment.response_id)

    def test_reads_nothing_twice(self, survey):
        """A second run finds nothing new and leaves no trace."""
        read(survey[0])

        assert [] == read(survey[0])
        assert 1 == count(AnalysisRun.id)

    def test_keeps_what_a_person_decided(self, survey):
        """After a new codebook the words are read again, and a person's decisions stay."""
        survey_id, by, _ = survey
        read(survey_id)
        first, *rest = codings()
        with db.unit_of_work() as session:
            coding.reject(session, first.id, by=by)
        with db.unit_of_work() as session:
            session.execute(AnalysisRun.__table__.update().values(model_version="older"))
        read(survey_id)
        states = {one.theme_id: one.state for one in codings()}

        assert CodingState.REJECTED is states[first.theme_id]
        assert 1 + len(rest) == len(codings())

    def test_is_asked_for_once_while_it_waits(self, survey):
        """Many answers in a row wait for one job."""
        with db.unit_of_work() as session:
            before = session.scalar(select(func.count(Job.id)).where(Job.kind == "theme"))
            assert theming.enqueue(session, survey[0]) == theming.enqueue(session, survey[0])
        loop.run_all()

        assert 0 == before
        assert codings()


class TestCoding:
    def test_is_none_of_the_business_of_another_service(self, survey):
        """Staff of another service cannot decide about these words."""
        from app.domain.errors import NotFound

        read(survey[0])
        with pytest.raises(NotFound), db.unit_of_work() as session:
            coding.accept(session, codings()[0].id, by=survey[2])
        assert CodingSource.MACHINE is codings()[0].source


class TestUseCodebook:
    def test_makes_a_version_only_when_something_is_new(self, database):
        """The same codebook is one version; a changed one is the next, and is in use."""
        from dataclasses import replace

        import analysis

        shipped = analysis.shipped()
        changed = replace(shipped, themes=shipped.themes[:3])
        with db.unit_of_work() as session:
            first = codebooks.use_codebook(session, shipped)
            assert first == codebooks.use_codebook(session, shipped)
            second = codebooks.use_codebook(session, changed)
            assert 3 == len(codebooks.codebook_in_use(session).codebook.themes)

        assert first != second
