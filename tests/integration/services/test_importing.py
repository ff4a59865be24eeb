"""Comments from elsewhere: previewed, taken in once, and never dropped in silence."""

import csv
import io
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from app import clock, db
from app.db.models import (
    ActivityEntry,
    Answer,
    Concern,
    Import,
    Job,
    Question,
    Response,
    Survey,
    SurveyVersion,
)
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import ImportState
from app.domain.people import Actor, Role
from app.domain.surveys import Channel, Identity, ResponseState, SurveyKind, SurveyState
from app.services import (
    answers,
    import_batches,
    import_rows,
    import_surveys,
    import_views,
    importing,
    jobs,
    publishing,
)
from app.services.import_rows import Columns
from app.services.importing import Opened
from app.tabular import parse
from app.worker import importing as worker
from tests import builders

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FILE = """text,question,date,area,id
Good people,What was good?,2026-11-14,North,1
The wait,What could be better?,14/11/2026,South,2
,What was good?,2026-11-14,North,3
Nice,What was good?,soon,North,4
Good people,What was good?,2026-11-14,North,5
Kind,,,,6
"""
ALL = Columns("text", "question", "date", ("area",))


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def officer(database):
    """Return a participation officer and the service they work in."""
    with db.unit_of_work() as session:
        service = builders.a_service(session).id
        user = builders.a_user(session, service_id=service)
        grants = frozenset({(Role.PARTICIPATION, service)})
        return Actor(user.id, user.name, user.email, grants), service


def opened(text):
    return Opened(parse(text.encode()), sha256(text.encode()).hexdigest())


def uploaded(officer, text=FILE, title="Exit cards", audience="parents"):
    by, service = officer
    about = {"title": title, "audience": audience, "file_name": "cards.csv"}
    with db.unit_of_work() as session:
        return importing.upload(session, opened(text), by=by, service_id=service, about=about)


def mapped(officer, text=FILE, columns=ALL, **options):
    import_id = uploaded(officer, text, **options)
    with db.unit_of_work() as session:
        importing.map_columns(session, import_id, columns, by=officer[0])
    return import_id


def confirmed(officer, text=FILE, columns=ALL, **options):
    import_id = mapped(officer, text, columns, **options)
    with db.unit_of_work() as session:
        importing.confirm(session, import_id, by=officer[0])
    return import_id


def done(officer, text=FILE, columns=ALL, **options):
    import_id = confirmed(officer, text, columns, **options)
    worker.take_in(str(import_id), lambda done, total: None)
    return import_id


def line(officer, import_id):
    with db.reading() as session:
        return import_views.line(session, import_id, by=officer[0])


def stored():
    with db.reading() as session:
        rows = session.execute(
            select(Answer, Response, Question)
            .join(Response, Response.id == Answer.response_id)
            .join(Question, Question.id == Answer.question_id)
        )
        return [(answers.words_of(r, a), q.wording, r) for a, r, q in rows]


def count(model):
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


class TestOpenFile:
    def test_reads_a_file_and_knows_it_again(self):
        """The table and the hash come from the bytes."""
        first, again = importing.open_file(b"text\nGood\n"), importing.open_file(b"text\nGood\n")

        assert first == again
        assert ("text",) == first.table.header


class TestUpload:
    def test_seals_what_the_file_holds(self, officer):
        """The words of the file are not readable in the database."""
        import_id = uploaded(officer)
        with db.reading() as session:
            kept = session.get_one(Import, import_id)

            assert ["text", "question", "date", "area", "id"] == kept.columns
            assert b"Good people" not in kept.content_sealed
            assert 6 == len(importing.table_of(kept).rows)

    def test_says_everything_that_is_wrong(self, officer):
        """A missing title and a missing audience are both named."""
        with pytest.raises(Invalid) as refused:
            uploaded(officer, title="  ", audience="audit")

        assert {"title", "audience"} == set(refused.value.fields)

    def test_refuses_another_service(self, officer):
        """A service that the person may not use does not seem to exist."""
        with db.unit_of_work() as session:
            other = builders.a_service(session).id

        with pytest.raises(NotFound):
            uploaded((officer[0], other))

    def test_keeps_no_character_that_nobody_sees(self, officer):
        """A title and the name of a file are kept on one line, without control characters."""
        import_id = uploaded(officer, title=" Exit\x00\tcards ")
        with db.reading() as session:
            assert "Exit cards" == session.get_one(Import, import_id).title


class TestDiscard:
    def test_throws_the_file_away(self, officer):
        """A wrong file is gone before anything of it was taken in, and the record says so."""
        import_id = mapped(officer)
        with db.unit_of_work() as session:
            importing.discard(session, import_id, by=officer[0])

        assert 0 == count(Import)
        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq)).all()
        assert ["import.uploaded", "import.discarded"] == verbs

    def test_is_too_late_once_confirmed(self, officer):
        """What was confirmed cannot be thrown away as if it had never been."""
        import_id = confirmed(officer)

        with pytest.raises(Conflict), db.unit_of_work() as session:
            importing.discard(session, import_id, by=officer[0])

    def test_hides_imports_of_other_services(self, officer):
        """Missing and forbidden look the same."""
        import_id = uploaded(officer)
        stranger = Actor(officer[0].id, "", "", frozenset({(Role.BOARD, None)}))

        with pytest.raises(NotFound), db.unit_of_work() as session:
            importing.discard(session, import_id, by=stranger)


class TestMapColumns:
    @pytest.mark.parametrize(
        ("columns", "wrong"),
        [
            (Columns(""), "text"),
            (Columns("words"), "text"),
            (Columns("text", "nowhere"), "question"),
            (Columns("text", "text"), "question"),
            (Columns("text", "", "nowhere"), "date"),
            (Columns("text", groups=("text",)), "groups"),
            (Columns("text", groups=("nowhere",)), "groups"),
            (Columns("text", groups=("question", "date", "area", "id", "id", "id")), "groups"),
        ],
    )
    def test_names_the_column_that_is_wrong(self, officer, columns, wrong):
        """Each choice that cannot be is named."""
        import_id = uploaded(officer)
        with pytest.raises(Invalid) as refused, db.unit_of_work() as session:
            importing.map_columns(session, import_id, columns, by=officer[0])

        assert [wrong] == list(refused.value.fields)

    def test_refuses_a_group_that_points_at_people(self, officer):
        """A column with a value for nearly everybody is no group."""
        text = "text,id\n" + "".join(f"Good,{n}\n" for n in range(31))

        with pytest.raises(Invalid) as refused:
            mapped(officer, text, Columns("text", groups=("id",)))

        assert "one person" in refused.value.fields["groups"]

    def test_refuses_more_questions_than_a_survey_has(self, officer):
        """A column of names taken for questions is noticed."""
        text = "text,id\n" + "".join(f"Good,{n}\n" for n in range(51))

        with pytest.raises(Invalid) as refused:
            mapped(officer, text, Columns("text", "id"))

        assert "51 different questions" in refused.value.fields["question"]

    def test_is_over_once_confirmed(self, officer):
        """Columns cannot change under a running import."""
        import_id = confirmed(officer)

        with pytest.raises(Conflict), db.unit_of_work() as session:
            importing.map_columns(session, import_id, ALL, by=officer[0])

    def test_hides_imports_of_other_services(self, officer):
        """Missing and forbidden look the same."""
        import_id = uploaded(officer)
        stranger = Actor(officer[0].id, "", "", frozenset({(Role.BOARD, None)}))

        with pytest.raises(NotFound), db.unit_of_work() as session:
            importing.map_columns(session, import_id, ALL, by=stranger)


class TestPreview:
    def test_shows_what_would_be_stored_and_every_refused_row(self, officer):
        """Each row is either a comment or a refusal with its number and reason."""
        import_id = mapped(officer)
        with db.unit_of_work() as session:
            page = import_views.preview(session, import_id, by=officer[0])

        first = page.first[0]
        assert ("What was good?", "Good people", date(2026, 11, 14), (("Area", "North"),)) == (
            first.question,
            first.text,
            first.day,
            first.groups,
        )
        assert [(4, import_rows.NO_WORDS), (5, import_rows.DAY_UNREADABLE)] == [
            (row.number, row.reason) for row in page.refused
        ]
        assert 4 == page.comments
        assert ("What was good?", "What could be better?", import_rows.NO_QUESTION) == (
            page.questions
        )

    def test_needs_columns_first(self, officer):
        """Before the columns are said there is nothing to preview."""
        import_id = uploaded(officer)

        with pytest.raises(Conflict), db.unit_of_work() as session:
            import_views.preview(session, import_id, by=officer[0])

    def test_is_written_down(self, officer):
        """Reading people's words leaves an entry in the activity."""
        import_id = mapped(officer)
        with db.unit_of_work() as session:
            import_views.preview(session, import_id, by=officer[0])

        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq)).all()
        assert ["import.uploaded", "import.previewed"] == verbs

    def test_says_that_the_same_words_were_taken_in(self, officer):
        """Before a file counts everybody twice, the page says when and as what it came."""
        done(officer)
        import_id = mapped(officer, title="Exit cards 2026")
        with db.unit_of_work() as session:
            page = import_views.preview(session, import_id, by=officer[0])

        assert ("Exit cards", NOW.date()) == page.before


class TestConfirm:
    def test_makes_a_survey_that_nobody_can_answer(self, officer):
        """The survey is closed, anonymous, and asks each distinct question once."""
        import_id = confirmed(officer)
        with db.reading() as session:
            survey = session.get_one(Survey, session.get_one(Import, import_id).survey_id)
            version = publishing.current_version(session, survey.id)
            asked = answers.questions_of(session, version.id)

        assert ("exit-cards", SurveyKind.IMPORT, SurveyState.CLOSED, Identity.ANONYMOUS) == (
            survey.slug,
            survey.kind,
            survey.state,
            survey.identity,
        )
        assert {
            "question_1": ("What was good?", "positive"),
            "question_2": ("What could be better?", "negative"),
            "question_3": (import_rows.NO_QUESTION, "neutral"),
        } == {key: (q.wording, q.stance) for key, q in asked.items()}

    def test_is_one_job_however_often_it_is_pressed(self, officer):
        """Pressing twice takes nothing in twice."""
        import_id = mapped(officer)
        with db.unit_of_work() as session:
            first = importing.confirm(session, import_id, by=officer[0])
            again = importing.confirm(session, import_id, by=officer[0])

        assert first == again

    def test_goes_on_after_a_failure(self, officer):
        """A failed job begins again where it stopped."""
        import_id = confirmed(officer)
        with db.unit_of_work() as session:
            claim = jobs.claim(session, "worker")
            jobs.fail(session, claim, "Boom", is_final=True)
        assert line(officer, import_id).has_failed
        assert "stopped" == line(officer, import_id).state_label

        with db.unit_of_work() as session:
            importing.confirm(session, import_id, by=officer[0])

        assert not line(officer, import_id).has_failed

    def test_refuses_an_import_without_words(self, officer):
        """When no row can be taken in there is nothing to confirm."""
        with pytest.raises(Invalid) as refused:
            confirmed(officer, "text,other\n,x\n", Columns("text"))

        assert "nothing_to_import" == refused.value.code

    @pytest.mark.parametrize(
        ("title", "columns"),
        [("Exit cards 2026", ALL), ("Exit cards", Columns("text", "question", "date"))],
    )
    def test_refuses_words_that_would_count_twice(self, officer, title, columns):
        """The same file under another title, or with other columns, adds nothing."""
        done(officer)

        with pytest.raises(Invalid) as refused:
            confirmed(officer, title=title, columns=columns)

        assert "file_known" == refused.value.code
        assert 4 == count(Response)

    def test_takes_in_another_column_of_words(self, officer):
        """A file with two columns of words gives both, one after the other."""
        file = "good,bad\nKind people,Long wait\n"
        done(officer, file, Columns("good"))
        done(officer, file, Columns("bad"))

        assert {"Kind people", "Long wait"} == {words for words, *_ in stored()}

    def test_needs_columns_first(self, officer):
        """An import whose columns are unknown cannot be confirmed."""
        import_id = uploaded(officer)

        with pytest.raises(Conflict), db.unit_of_work() as session:
            importing.confirm(session, import_id, by=officer[0])

    def test_is_a_conflict_when_its_job_is_gone(self, officer):
        """An import that is over and whose job was tidied away cannot begin again."""
        import_id = done(officer)
        with db.unit_of_work() as session:
            session.query(Job).delete()

        with pytest.raises(Conflict), db.unit_of_work() as session:
            importing.confirm(session, import_id, by=officer[0])


class TestTakeIn:
    def test_stores_each_comment_as_a_response(self, officer):
        """Words, day and groups arrive, and identical rows of one file are two people."""
        done(officer)
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

    def test_adds_nothing_for_the_same_file_again(self, officer):
        """Every row of the second time is counted as known."""
        done(officer)
        again = line(officer, done(officer))

        assert (0, 4, 2, 6) == (again.added, again.known, again.rejected, again.rows)
        assert 4 == count(Response)
        assert 1 == count(SurveyVersion)

    def test_gives_new_questions_a_new_version(self, officer):
        """What was published stays, and rows with a new question belong to the next version."""
        done(officer)
        second = FILE + "Hm,What would you change?,2026-11-15,North,7\n"
        after = line(officer, done(officer, second, title="exit CARDS"))

        assert 2 == count(Import)
        assert (1, 4) == (after.added, after.known)
        assert 1 == count(Survey)
        assert 2 == count(SurveyVersion)

    def test_knows_a_title_again_in_other_letters(self, officer):
        """Capitals with accents are the same title too, on every database."""
        done(officer, title="Éire")
        done(officer, title="éIRE")

        assert (1, 4) == (count(Survey), count(Response))

    def test_screens_the_words(self, officer):
        """A worry in an imported comment becomes a concern."""
        done(officer, "text\nMy stepdad hits me every night\n", Columns("text"))

        assert count(Concern) >= 1

    def test_asks_for_theming_and_lets_the_file_go(self, officer):
        """At the end the words wait for their themes, and only refused rows are kept."""
        import_id = done(officer)
        with db.reading() as session:
            kept = session.get_one(Import, import_id)

            assert jobs.latest(session, "theme", kept.survey_id) is not None
            assert (ImportState.DONE, None) == (kept.state, kept.content_sealed)

    def test_goes_on_where_it_was_killed(self, officer, monkeypatch):
        """A job that dies between batches neither loses nor doubles a row."""
        monkeypatch.setattr(worker, "BATCH", 1)
        import_id = confirmed(officer)

        def die(done, total):
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            worker.take_in(str(import_id), die)
        seen = []
        worker.take_in(str(import_id), lambda done, total: seen.append((done, total)))

        assert [(3, 4), (4, 4)] == seen
        assert (4, 0) == (line(officer, import_id).added, line(officer, import_id).known)
        assert 4 == count(Response)

    def test_does_nothing_when_all_is_done(self, officer):
        """A job that is told of twice leaves everything as it is."""
        import_id = done(officer)
        worker.take_in(str(import_id), lambda done, total: None)

        assert 4 == count(Response)

    def test_refuses_what_was_not_confirmed(self, officer):
        """Nothing is taken in before a person has confirmed it."""
        with pytest.raises(NotFound), db.reading() as session:
            import_batches.plan(session, mapped(officer))


class TestRejectedCsv:
    def rows(self, officer, import_id):
        with db.unit_of_work() as session:
            content = import_views.rejected_csv(session, import_id, by=officer[0])
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    def test_holds_every_refused_row_before_and_after(self, officer):
        """The download is the same before the import and after it."""
        import_id = mapped(officer)
        before = self.rows(officer, import_id)
        with db.unit_of_work() as session:
            importing.confirm(session, import_id, by=officer[0])
        worker.take_in(str(import_id), lambda done, total: None)

        assert before == self.rows(officer, import_id)
        assert ["Row", "Reason", "text", "question", "date", "area", "id"] == before[0]
        assert ["5", import_rows.DAY_UNREADABLE, "Nice", "What was good?", "soon"] == before[2][:5]

    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "＝1", "\ufeff=1"])
    def test_makes_formulas_harmless(self, cell):
        """A cell that a spreadsheet would run is marked as text."""
        assert f"'{cell}" == import_views.harmless(cell)
        assert "a=1" == import_views.harmless("a=1")


class TestLines:
    def test_lists_the_imports_of_my_services(self, officer):
        """The newest comes first, and imports of other services are not there."""
        uploaded(officer)
        with db.unit_of_work() as session:
            lines = import_views.lines(session, by=officer[0])
            stranger = Actor(officer[0].id, "", "", frozenset())
            everyone = Actor(officer[0].id, "", "", frozenset({(Role.PARTICIPATION, None)}))

            assert ["waiting for its columns"] == [one.state_label for one in lines]
            assert () == import_views.lines(session, by=stranger)
            assert lines == import_views.lines(session, by=everyone)


class TestLine:
    def test_says_that_it_goes_on_by_itself(self, officer):
        """While a job that stumbled waits for its next try, the page says so."""
        import_id = confirmed(officer)
        with db.unit_of_work() as session:
            jobs.fail(session, jobs.claim(session, "worker"), "Boom")

        assert "goes on by itself soon" in line(officer, import_id).progress_label
        assert not line(officer, import_id).has_failed


class TestColumnsPage:
    def test_shows_the_first_things_in_each_column(self, officer):
        """Samples are few and short, and what was chosen is remembered."""
        text = f"text,other\n{'x' * 100},\nb,\nb,1\nc,\nd,\n"
        import_id = mapped(officer, text, Columns("text"))
        with db.unit_of_work() as session:
            page = import_views.columns_page(session, import_id, by=officer[0])

        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq)).all()
        assert ["import.uploaded", "import.samples_read"] == verbs
        assert ("x" * 80 + "…", "b", "c") == page.columns[0].samples
        assert Columns("text") == page.chosen


class TestSurveyFor:
    def test_finds_a_free_address(self, officer):
        """A title whose address belongs to another survey gets a number."""
        done(officer)
        with db.unit_of_work() as session:
            other = builders.a_service(session).id
            user = builders.a_user(session, service_id=other)
        by = Actor(user.id, "", "", frozenset({(Role.PARTICIPATION, other)}))
        done((by, other))

        with db.reading() as session:
            slugs = session.scalars(select(Survey.slug).order_by(Survey.slug)).all()
        assert ["exit-cards", "exit-cards-2"] == slugs

    def test_refuses_too_many_questions_over_all_files(self, officer):
        """Two files together may not ask more than a survey can."""
        first = "text,q\n" + "".join(f"Good,What {n}?\n" for n in range(30))
        second = "text,q\n" + "".join(f"Good,Why {n}?\n" for n in range(30))
        done(officer, first, Columns("text", "q"))

        with pytest.raises(Invalid) as refused:
            confirmed(officer, second, Columns("text", "q"))

        assert "too_many_questions" == refused.value.code


class TestSlugOf:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [("Exit cards", "exit-cards"), ("Été & more!", "ete-more"), ("？", "comments")],
    )
    def test_keeps_letters_and_numbers(self, title, slug):
        """Any title gives an address that can be typed."""
        assert slug == import_surveys.slug_of(title)
