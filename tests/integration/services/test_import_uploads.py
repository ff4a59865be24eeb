"""Files of comments as they come in: known again, mapped once, and forgotten on request."""

import pytest
from sqlalchemy import select

from app import db
from app.db.models import ActivityEntry, Import
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Actor, Role
from app.services import importing
from app.services.import_rows import Columns
from tests import builders
from tests.imported import ALL, confirmed, count, mapped, uploaded


class TestOpenFile:
    def test_reads_a_file_and_knows_it_again(self):
        """The table and the hash come from the bytes."""
        first, again = importing.open_file(b"text\nGood\n"), importing.open_file(b"text\nGood\n")

        assert first == again
        assert ("text",) == first.table.header


class TestUpload:
    def test_seals_what_the_file_holds(self, importer):
        """The words of the file are not readable in the database."""
        import_id = uploaded(importer)
        with db.reading() as session:
            kept = session.get_one(Import, import_id)

            assert ["text", "question", "date", "area", "id"] == kept.columns
            assert b"Good people" not in kept.content_sealed
            assert 6 == len(importing.table_of(kept).rows)

    def test_says_everything_that_is_wrong(self, importer):
        """A missing title and a missing audience are both named."""
        with pytest.raises(Invalid) as refused:
            uploaded(importer, title="  ", audience="audit")

        assert {"title", "audience"} == set(refused.value.fields)

    def test_refuses_another_service(self, importer):
        """A service that the person may not use does not seem to exist."""
        with db.unit_of_work() as session:
            other = builders.a_service(session).id

        with pytest.raises(NotFound):
            uploaded((importer[0], other))

    def test_keeps_no_character_that_nobody_sees(self, importer):
        """A title and the name of a file are kept on one line, without control characters."""
        import_id = uploaded(importer, title=" Exit\x00\tcards ")
        with db.reading() as session:
            assert "Exit cards" == session.get_one(Import, import_id).title


class TestDiscard:
    def test_throws_the_file_away(self, importer):
        """A wrong file is gone before anything of it was taken in, and the record says so."""
        import_id = mapped(importer)
        with db.unit_of_work() as session:
            importing.discard(session, import_id, by=importer[0])

        assert 0 == count(Import)
        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq)).all()
        assert ["import.uploaded", "import.discarded"] == verbs

    def test_is_too_late_once_confirmed(self, importer):
        """What was confirmed cannot be thrown away as if it had never been."""
        import_id = confirmed(importer)

        with pytest.raises(Conflict), db.unit_of_work() as session:
            importing.discard(session, import_id, by=importer[0])

    def test_hides_imports_of_other_services(self, importer):
        """Missing and forbidden look the same."""
        import_id = uploaded(importer)
        stranger = Actor(importer[0].id, "", "", frozenset({(Role.BOARD, None)}))

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
    def test_names_the_column_that_is_wrong(self, importer, columns, wrong):
        """Each choice that cannot be is named."""
        import_id = uploaded(importer)
        with pytest.raises(Invalid) as refused, db.unit_of_work() as session:
            importing.map_columns(session, import_id, columns, by=importer[0])

        assert [wrong] == list(refused.value.fields)

    def test_refuses_a_group_that_points_at_people(self, importer):
        """A column with a value for nearly everybody is no group."""
        text = "text,id\n" + "".join(f"Good,{n}\n" for n in range(31))

        with pytest.raises(Invalid) as refused:
            mapped(importer, text, Columns("text", groups=("id",)))

        assert "one person" in refused.value.fields["groups"]

    def test_refuses_more_questions_than_a_survey_has(self, importer):
        """A column of names taken for questions is noticed."""
        text = "text,id\n" + "".join(f"Good,{n}\n" for n in range(51))

        with pytest.raises(Invalid) as refused:
            mapped(importer, text, Columns("text", "id"))

        assert "51 different questions" in refused.value.fields["question"]

    def test_is_over_once_confirmed(self, importer):
        """Columns cannot change under a running import."""
        import_id = confirmed(importer)

        with pytest.raises(Conflict), db.unit_of_work() as session:
            importing.map_columns(session, import_id, ALL, by=importer[0])

    def test_hides_imports_of_other_services(self, importer):
        """Missing and forbidden look the same."""
        import_id = uploaded(importer)
        stranger = Actor(importer[0].id, "", "", frozenset({(Role.BOARD, None)}))

        with pytest.raises(NotFound), db.unit_of_work() as session:
            importing.map_columns(session, import_id, ALL, by=stranger)
