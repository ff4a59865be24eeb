"""What staff see of an import: the preview, its rows that were refused, and how it stands."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select

from app import db
from app.db.models import ActivityEntry
from app.domain.errors import Conflict
from app.domain.people import Actor, Role
from app.services import import_rows, import_views, importing, jobs
from app.services.import_rows import Columns
from app.worker import importing as worker
from tests.imported import NOW, confirmed, done, line, mapped, uploaded


class TestPreview:
    def test_shows_what_would_be_stored_and_every_refused_row(self, importer):
        """Each row is either a comment or a refusal with its number and reason."""
        import_id = mapped(importer)
        with db.unit_of_work() as session:
            page = import_views.preview(session, import_id, by=importer[0])

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

    def test_needs_columns_first(self, importer):
        """Before the columns are said there is nothing to preview."""
        import_id = uploaded(importer)

        with pytest.raises(Conflict), db.unit_of_work() as session:
            import_views.preview(session, import_id, by=importer[0])

    def test_is_written_down(self, importer):
        """Reading people's words leaves an entry in the activity."""
        import_id = mapped(importer)
        with db.unit_of_work() as session:
            import_views.preview(session, import_id, by=importer[0])

        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq)).all()
        assert ["import.uploaded", "import.previewed"] == verbs

    def test_says_that_the_same_words_were_taken_in(self, importer):
        """Before a file counts everybody twice, the page says when and as what it came."""
        done(importer)
        import_id = mapped(importer, title="Exit cards 2026")
        with db.unit_of_work() as session:
            page = import_views.preview(session, import_id, by=importer[0])

        assert ("Exit cards", NOW.date()) == page.before


class TestRejectedCsv:
    def rows(self, importer, import_id):
        with db.unit_of_work() as session:
            content = import_views.rejected_csv(session, import_id, by=importer[0])
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    def test_holds_every_refused_row_before_and_after(self, importer):
        """The download is the same before the import and after it."""
        import_id = mapped(importer)
        before = self.rows(importer, import_id)
        with db.unit_of_work() as session:
            importing.confirm(session, import_id, by=importer[0])
        worker.take_in(str(import_id), lambda done, total: None)

        assert before == self.rows(importer, import_id)
        assert ["Row", "Reason", "text", "question", "date", "area", "id"] == before[0]
        assert ["5", import_rows.DAY_UNREADABLE, "Nice", "What was good?", "soon"] == before[2][:5]

    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "＝1", "\ufeff=1"])
    def test_makes_formulas_harmless(self, cell):
        """A cell that a spreadsheet would run is marked as text."""
        assert f"'{cell}" == import_views.harmless(cell)
        assert "a=1" == import_views.harmless("a=1")


class TestLines:
    def test_lists_the_imports_of_my_services(self, importer):
        """The newest comes first, and imports of other services are not there."""
        uploaded(importer)
        with db.unit_of_work() as session:
            lines = import_views.lines(session, by=importer[0])
            stranger = Actor(importer[0].id, "", "", frozenset())
            everyone = Actor(importer[0].id, "", "", frozenset({(Role.PARTICIPATION, None)}))

            assert ["waiting for its columns"] == [one.state_label for one in lines]
            assert () == import_views.lines(session, by=stranger)
            assert lines == import_views.lines(session, by=everyone)


class TestLine:
    def test_says_that_it_goes_on_by_itself(self, importer):
        """While a job that stumbled waits for its next try, the page says so."""
        import_id = confirmed(importer)
        with db.unit_of_work() as session:
            jobs.fail(session, jobs.claim(session, "worker"), "Boom")

        assert "goes on by itself soon" in line(importer, import_id).progress_label
        assert not line(importer, import_id).has_failed


class TestColumnsPage:
    def test_shows_the_first_things_in_each_column(self, importer):
        """Samples are few and short, and what was chosen is remembered."""
        text = f"text,other\n{'x' * 100},\nb,\nb,1\nc,\nd,\n"
        import_id = mapped(importer, text, Columns("text"))
        with db.unit_of_work() as session:
            page = import_views.columns_page(session, import_id, by=importer[0])

        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq)).all()
        assert ["import.uploaded", "import.samples_read"] == verbs
        assert ("x" * 80 + "…", "b", "c") == page.columns[0].samples
        assert Columns("text") == page.chosen
