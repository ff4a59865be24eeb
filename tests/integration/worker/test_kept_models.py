"""What was learned, kept sealed: read by every process, and gone when it is too old."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from analysis.codebook import shipped
from analysis.lessons import lessons_for
from analysis.models import kept, serving
from analysis.models.embedding import installed
from app import db
from app.db import sealing
from app.db.models import Answer, KeptModel, Response
from app.services import codebooks, kept_models, receipts
from app.worker import learning as teaching
from tests import builders
from tests.taught import BOOK, a_taught_codebook, in_use, quietly, rows


@pytest.fixture
def by(database):
    return a_taught_codebook()


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
