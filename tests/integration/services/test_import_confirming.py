"""An import that somebody confirms: once, by whoever may, and with what they were shown."""

import pytest

from app import db
from app.db.models import Import, Job, Response, Survey
from app.domain.errors import Conflict, Invalid
from app.domain.surveys import Identity, SurveyKind, SurveyState
from app.services import answers, import_rows, importing, jobs, publishing
from app.services.import_rows import Columns
from tests.imported import ALL, confirmed, count, done, line, mapped, stored, uploaded


class TestConfirm:
    def test_makes_a_survey_that_nobody_can_answer(self, importer):
        """The survey is closed, anonymous, and asks each distinct question once."""
        import_id = confirmed(importer)
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

    def test_is_one_job_however_often_it_is_pressed(self, importer):
        """Pressing twice takes nothing in twice."""
        import_id = mapped(importer)
        with db.unit_of_work() as session:
            first = importing.confirm(session, import_id, by=importer[0])
            again = importing.confirm(session, import_id, by=importer[0])

        assert first == again

    def test_goes_on_after_a_failure(self, importer):
        """A failed job begins again where it stopped."""
        import_id = confirmed(importer)
        with db.unit_of_work() as session:
            claim = jobs.claim(session, "worker")
            jobs.fail(session, claim, "Boom", is_final=True)
        assert line(importer, import_id).has_failed
        assert "stopped" == line(importer, import_id).state_label

        with db.unit_of_work() as session:
            importing.confirm(session, import_id, by=importer[0])

        assert not line(importer, import_id).has_failed

    def test_refuses_an_import_without_words(self, importer):
        """When no row can be taken in there is nothing to confirm."""
        with pytest.raises(Invalid) as refused:
            confirmed(importer, "text,other\n,x\n", Columns("text"))

        assert "nothing_to_import" == refused.value.code

    @pytest.mark.parametrize(
        ("title", "columns"),
        [("Exit cards 2026", ALL), ("Exit cards", Columns("text", "question", "date"))],
    )
    def test_refuses_words_that_would_count_twice(self, importer, title, columns):
        """The same file under another title, or with other columns, adds nothing."""
        done(importer)

        with pytest.raises(Invalid) as refused:
            confirmed(importer, title=title, columns=columns)

        assert "file_known" == refused.value.code
        assert 4 == count(Response)

    def test_takes_in_another_column_of_words(self, importer):
        """A file with two columns of words gives both, one after the other."""
        file = "good,bad\nKind people,Long wait\n"
        done(importer, file, Columns("good"))
        done(importer, file, Columns("bad"))

        assert {"Kind people", "Long wait"} == {words for words, *_ in stored()}

    def test_needs_columns_first(self, importer):
        """An import whose columns are unknown cannot be confirmed."""
        import_id = uploaded(importer)

        with pytest.raises(Conflict), db.unit_of_work() as session:
            importing.confirm(session, import_id, by=importer[0])

    def test_is_a_conflict_when_its_job_is_gone(self, importer):
        """An import that is over and whose job was tidied away cannot begin again."""
        import_id = done(importer)
        with db.unit_of_work() as session:
            session.query(Job).delete()

        with pytest.raises(Conflict), db.unit_of_work() as session:
            importing.confirm(session, import_id, by=importer[0])
