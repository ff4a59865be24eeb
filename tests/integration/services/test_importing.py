"""Comments from elsewhere: taken in once, and never dropped in silence."""

from datetime import date

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Concern, Import, Response, Survey, SurveyVersion
from app.domain.errors import Invalid, NotFound
from app.domain.evidence import ImportState
from app.domain.people import Actor, Role
from app.domain.surveys import Channel, ResponseState
from app.services import import_batches, import_surveys, jobs
from app.services.import_rows import Columns
from app.worker import importing as worker
from tests import builders
from tests.imported import FILE, NOW, confirmed, count, done, line, mapped, stored


class TestTakeIn:
    def test_stores_each_comment_as_a_response(self, importer):
        """Words, day and groups arrive, and identical rows of one file are two people."""
        done(importer)
        rows = sorted(stored(), key=lambda row: row[0])

        assert ["Good people", "Good people", "Kind", "The wait"] == [words for words, *_ in rows]
        response = rows[0][2]
        assert (Channel.IMPORT, ResponseState.SUBMITTED, {"Area": "North"}) == (
            response.channel,
            response.state,
            response.groups,
        )
        assert date(2026, 11, 14) == response.received_on
        assert NOW.date() == rows[2][2].received_on

    def test_adds_nothing_for_the_same_file_again(self, importer):
        """Every row of the second time is counted as known."""
        done(importer)
        again = line(importer, done(importer))

        assert (0, 4, 2, 6) == (again.added, again.known, again.rejected, again.rows)
        assert 4 == count(Response)
        assert 1 == count(SurveyVersion)

    def test_gives_new_questions_a_new_version(self, importer):
        """What was published stays, and rows with a new question belong to the next version."""
        done(importer)
        second = FILE + "Hm,What would you change?,2026-11-15,North,7\n"
        after = line(importer, done(importer, second, title="exit CARDS"))

        assert 2 == count(Import)
        assert (1, 4) == (after.added, after.known)
        assert 1 == count(Survey)
        assert 2 == count(SurveyVersion)

    def test_knows_a_title_again_in_other_letters(self, importer):
        """Capitals with accents are the same title too, on every database."""
        done(importer, title="Éire")
        done(importer, title="éIRE")

        assert (1, 4) == (count(Survey), count(Response))

    def test_screens_the_words(self, importer):
        """A worry in an imported comment becomes a concern."""
        done(importer, "text\nMy stepdad hits me every night\n", Columns("text"))

        assert count(Concern) >= 1

    def test_asks_for_theming_and_lets_the_file_go(self, importer):
        """At the end the words wait for their themes, and only refused rows are kept."""
        import_id = done(importer)
        with db.reading() as session:
            kept = session.get_one(Import, import_id)

            assert jobs.latest(session, "theme", kept.survey_id) is not None
            assert (ImportState.DONE, None) == (kept.state, kept.content_sealed)

    def test_goes_on_where_it_was_killed(self, importer, monkeypatch):
        """A job that dies between batches neither loses nor doubles a row."""
        monkeypatch.setattr(worker, "BATCH", 1)
        import_id = confirmed(importer)

        def die(done, total):
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            worker.take_in(str(import_id), die)
        seen = []
        worker.take_in(str(import_id), lambda done, total: seen.append((done, total)))

        assert [(3, 4), (4, 4)] == seen
        assert (4, 0) == (line(importer, import_id).added, line(importer, import_id).known)
        assert 4 == count(Response)

    def test_does_nothing_when_all_is_done(self, importer):
        """A job that is told of twice leaves everything as it is."""
        import_id = done(importer)
        worker.take_in(str(import_id), lambda done, total: None)

        assert 4 == count(Response)

    def test_refuses_what_was_not_confirmed(self, importer):
        """Nothing is taken in before a person has confirmed it."""
        with pytest.raises(NotFound), db.reading() as session:
            import_batches.plan(session, mapped(importer))


class TestSurveyFor:
    def test_finds_a_free_address(self, importer):
        """A title whose address belongs to another survey gets a number."""
        done(importer)
        with db.unit_of_work() as session:
            other = builders.a_service(session).id
            user = builders.a_user(session, service_id=other)
        by = Actor(user.id, "", "", frozenset({(Role.PARTICIPATION, other)}))
        done((by, other))

        with db.reading() as session:
            slugs = session.scalars(select(Survey.slug).order_by(Survey.slug)).all()
        assert ["exit-cards", "exit-cards-2"] == slugs

    def test_refuses_too_many_questions_over_all_files(self, importer):
        """Two files together may not ask more than a survey can."""
        first = "text,q\n" + "".join(f"Good,What {n}?\n" for n in range(30))
        second = "text,q\n" + "".join(f"Good,Why {n}?\n" for n in range(30))
        done(importer, first, Columns("text", "q"))

        with pytest.raises(Invalid) as refused:
            confirmed(importer, second, Columns("text", "q"))

        assert "too_many_questions" == refused.value.code


class TestSlugOf:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [("Exit cards", "exit-cards"), ("Été & more!", "ete-more"), ("？", "comments")],
    )
    def test_keeps_letters_and_numbers(self, title, slug):
        """Any title gives an address that can be typed."""
        assert slug == import_surveys.slug_of(title)
