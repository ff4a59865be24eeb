"""Learning: decisions become lessons, and what was learned reads all words again."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from analysis.codebook import Codebook, Theme, shipped
from analysis.lessons import lessons_for
from analysis.models import kept, serving
from analysis.models.embedding import installed
from app import clock, db
from app.db import sealing
from app.db.models import (
    Answer,
    Coding,
    KeptModel,
    Learning,
    Response,
    SurveyVersion,
    ThemeCard,
)
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.people import Role
from app.services import accounts, codebooks, kept_models, learning, receipts
from app.worker import learning as teaching
from app.worker import loop, theming
from tests import builders

FOOD = ("The food is nice", "I hate the meals here", "We cook tea together", "More food please")
FRIENDS = ("My friends live far", "I see my mates", "We hang out a lot", "No friends here")
BOOK = Codebook(
    "Small",
    1,
    (
        Theme("food", "Food", "Meals, snacks and cooking.", ("food", "meals", "tea")),
        Theme("friends", "Friends", "Having mates to see.", ("friends", "mates", "hang out")),
    ),
)


def quietly(done, total):
    """Take no notice of progress."""


def a_coding(session, response_id, question_id, theme_id, user_id):
    session.add(
        Coding(
            response_id=response_id,
            question_id=question_id,
            theme_id=theme_id,
            coder_id=user_id,
            source=CodingSource.PERSON,
            state=CodingState.ACCEPTED,
            score=1.0,
            start=0,
            end=4,
            sentiment=SentimentLabel.MIXED,
            decided_by_id=user_id,
            decided_at=clock.now(),
        )
    )


@pytest.fixture
def by(database):
    """Return somebody who gave themes to sixteen people's words; the codebook is small."""
    with db.unit_of_work() as session:
        codebooks.use_codebook(session, BOOK)
        in_use = codebooks.codebook_in_use(session)
        service = builders.a_service(session)
        user = builders.a_user(session, roles=[Role.PARTICIPATION], service_id=service.id)
        for number in range(2):
            for texts, key in ((FOOD, "food"), (FRIENDS, "friends")):
                for text in texts:
                    words = f"{text} {number}"
                    place = builders.an_answer(session, service.id, words=words, person=words)
                    a_coding(session, *place, in_use.theme_ids[key], user.id)
        return accounts.actor_by_id(session, user.id)


def in_use():
    with db.reading() as session:
        return codebooks.codebook_in_use(session)


def rows(model):
    with db.reading() as session:
        return session.scalars(select(model)).all()


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
            a_coding(session, *place, food, known.coder_id)

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


@pytest.fixture
def no_learning(monkeypatch):
    """Return a way to let nothing be learned from now on, as another process that only reads."""

    def begin():
        def refuse(*_):
            raise AssertionError("it should have been read")

        serving.forget()
        monkeypatch.setattr(serving, "learn", refuse)

    return begin


def names():
    return [one.name for one in rows(KeptModel)]


class TestKept:
    def test_serves_every_process(self, by, no_learning):
        """What the job learned is read by a process that learned nothing, with the same codings."""
        teaching.learn("themes", quietly)
        model = teaching.serving(in_use())
        no_learning()
        again = teaching.serving(in_use())
        texts = ["The food is nice", "I see my mates", "Rain"]

        assert model is not again
        assert model.chances(texts).tobytes() == again.chances(texts).tobytes()
        assert 1 == len(names())

    def test_is_learned_by_the_first_who_needs_it(self, by, no_learning):
        """A process that reads words keeps what it had to learn."""
        model = teaching.serving(in_use())
        no_learning()

        assert model.version == teaching.serving(in_use()).version

    def test_holds_no_word_that_can_be_read(self, by):
        """The words of the lessons are in it, and it is sealed."""
        teaching.learn("themes", quietly)
        (row,) = rows(KeptModel)
        with db.reading() as session:
            content = kept_models.content(session, row.name)

        assert b'"mates"' in content
        assert b"mates" not in row.content_sealed

    def test_goes_with_the_words_that_it_learned_from(self, by):
        """Words that are taken back are in no kept model from that moment."""
        with db.unit_of_work() as session:
            response = session.scalars(select(Response)).first()
            code = receipts.receipt_for(response).code
        teaching.learn("themes", quietly)
        (before,) = names()
        with db.unit_of_work() as session:
            receipts.withdraw(session, code)

        assert [] == names()
        teaching.serving(in_use())
        assert 1 == len(names())
        assert [before] != names()

    def test_stays_when_others_take_words_back(self, by):
        """Words about which nobody decided taught nothing."""
        with db.unit_of_work() as session:
            service = builders.a_service(session).id
            place = builders.an_answer(session, service, words="Nobody read this")
            code = receipts.receipt_for(session.get_one(Response, place[0])).code
        teaching.learn("themes", quietly)
        before = names()
        with db.unit_of_work() as session:
            receipts.withdraw(session, code)

        assert 1 == len(before)
        assert before == names()

    def test_is_not_kept_of_words_taken_back_meanwhile(self, by, monkeypatch):
        """Words that go while the machine learns from them are not kept after all."""
        learn = serving.learn

        def slowly(*lessons):
            with db.unit_of_work() as session:
                session.delete(session.scalars(select(Answer)).first())
            return learn(*lessons)

        monkeypatch.setattr(serving, "learn", slowly)
        teaching.learn("themes", quietly)

        assert [] == names()

    def test_is_only_the_latest(self, by):
        """Another codebook teaches another model, and the one before goes."""
        teaching.learn("themes", quietly)
        (before,) = names()
        with db.unit_of_work() as session:
            food = replace(BOOK.themes[0], definition="Meals.")
            codebooks.use_codebook(session, replace(BOOK, themes=(food, BOOK.themes[1])))
        teaching.serving(in_use())

        assert 1 == len(names())
        assert [before] != names()

    @pytest.mark.parametrize("broken", [b"", b"\x01 no seal", "no model"])
    def test_is_learned_again_when_it_cannot_be_read(self, by, broken):
        """A broken model stops no job: it is learned and kept again."""
        teaching.learn("themes", quietly)
        with db.unit_of_work() as session:
            row = session.scalars(select(KeptModel)).one()
            name = row.name
            is_text = isinstance(broken, str)
            row.content_sealed = (
                sealing.seal_bytes(row, kept_models.CONTENT, broken.encode())
                if is_text
                else broken
            )
        serving.forget()
        teaching.serving(in_use())
        with db.reading() as session:
            content = kept_models.content(session, name)

        assert kept.read(content, name, BOOK, installed()).version
        assert [name] == names()

    def test_is_not_kept_twice_when_it_ships(self, database):
        """What lies beside the engine is not kept in the database too."""
        with db.unit_of_work() as session:
            codebooks.use_codebook(session, shipped())
        model = teaching.serving(in_use())

        assert 31 <= len(model.cards)
        assert serving.is_shipped(serving.name_of(shipped(), lessons_for(shipped())))
        assert [] == names()


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
            a_coding(session, *place, in_use_of(session).theme_ids["T04"], user.id)
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
