"""Learning: decisions become lessons, and what was learned reads all words again."""

import pytest
from sqlalchemy import select

from analysis.codebook import shipped
from app import clock, db
from app.db.models import Coding, Learning, Response, SurveyVersion, ThemeCard, User
from app.domain.evidence import CodingSource
from app.services import codebooks, learning
from app.worker import learning as teaching
from app.worker import loop, theming
from tests import builders
from tests.taught import a_taught_codebook, decided, in_use, quietly, rows


@pytest.fixture
def by(database):
    return a_taught_codebook()


class TestLearn:
    def test_notes_what_it_learned_and_how_well(self, by):
        """A learning says from how much it learned, with a card for each theme."""
        steps = []
        teaching.learn("themes", lambda done, total: steps.append((done, total)))
        (found,) = rows(Learning)

        assert [(0, 3), (1, 3), (2, 3), (3, 3)] == steps
        assert ("learned", 16, 0) == (found.model, found.own_answers, found.shipped_examples)
        assert [8, 8] == [card.own_examples for card in rows(ThemeCard)]

    def test_learns_nothing_twice(self, by):
        """With no new decision the same is learned, and noted once."""
        teaching.learn("themes", quietly)
        teaching.learn("themes", quietly)

        assert 1 == len(rows(Learning))

    def test_serves_what_it_learned(self, by):
        """Words are read by what was learned last, and read again after the next learning."""
        teaching.learn("themes", quietly)
        before = teaching.serving(in_use()).version
        with db.unit_of_work() as session:
            known = session.scalars(select(Coding)).first()
            food = in_use_of(session).theme_ids["food"]
            service = builders.a_service(session).id
            place = builders.an_answer(session, service, words="Tea was lovely")
            decided(session, place, food, session.get_one(User, known.coder_id))

        assert before == teaching.serving(in_use()).version
        teaching.learn("themes", quietly)
        assert before != teaching.serving(in_use()).version
        assert 2 == len(rows(Learning))

    def test_leaves_no_word_unread(self, by):
        """What was learned reads every answer, and no decision of a person is lost."""
        teaching.learn("themes", quietly)
        loop.run_all()
        found = rows(Coding)

        assert 16 == sum(one.source is CodingSource.PERSON for one in found)
        with db.reading() as session:
            survey_id = session.scalar(
                select(SurveyVersion.survey_id).join(
                    Response, Response.version_id == SurveyVersion.id
                )
            )
        steps = []
        theming.read_survey(str(survey_id), lambda *step: steps.append(step))
        assert [] == steps


class TestSweep:
    def test_asks_when_enough_was_decided(self, by, monkeypatch):
        """Decisions since the last learning are counted, and enough of them ask for the next."""
        monkeypatch.setattr(learning, "ENOUGH_NEW", 16)
        with db.unit_of_work() as session:
            assert 16 == learning.new_decisions(session, in_use())
            assert learning.sweep(session, in_use())
            assert learning.enqueue(session) == learning.enqueue(session, by=by)
        loop.run_all()
        with db.unit_of_work() as session:
            assert 0 == learning.new_decisions(session, in_use())
            assert not learning.sweep(session, in_use())


class TestLessons:
    def test_adds_decisions_to_what_ships(self, database):
        """The shipped codebook brings its lessons; a decision here is one more."""
        with db.unit_of_work() as session:
            codebooks.use_codebook(session, shipped())
            service = builders.a_service(session)
            user = builders.a_user(session, service_id=service.id)
            place = builders.an_answer(session, service.id, words="They never ring back")
            decided(session, place, in_use_of(session).theme_ids["T04"], user)
        with db.reading() as session:
            found = learning.lessons(session, in_use_of(session), until=clock.now())

        own = [one for one in found.lessons if one.is_own]
        assert 1 == found.own
        assert [("They never ring back", frozenset({"T04"}))] == [
            (one.text, one.theme_keys) for one in own
        ]
        assert len(found.lessons) > 300


def in_use_of(session):
    return codebooks.codebook_in_use(session)
