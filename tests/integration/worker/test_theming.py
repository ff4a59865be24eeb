"""The theming job: every word read once, and read again only by another model."""

from sqlalchemy import func, select

from analysis.codebook import shipped
from app import db
from app.db.models import AnalysisRun, Sentiment
from app.domain.people import Actor, Role
from app.services import codebooks, import_views, importing
from app.services.import_rows import Columns
from app.services.importing import Opened
from app.tabular import parse
from app.worker import importing as taking_in
from app.worker import theming
from tests import builders


def quietly(done, total):
    """Take no notice of progress."""


def a_survey_with(*comments):
    with db.unit_of_work() as session:
        codebooks.use_codebook(session, shipped())
        service = builders.a_service(session).id
        user = builders.a_user(session, service_id=service)
        by = Actor(user.id, "", "", frozenset({(Role.PARTICIPATION, service)}))
        about = {"title": "Cards", "audience": "parents", "file_name": "cards.csv"}
        opened = Opened(parse("\n".join(["text", *comments]).encode()), "0" * 64)
        import_id = importing.upload(session, opened, by=by, service_id=service, about=about)
        importing.map_columns(session, import_id, Columns("text"), by=by)
        importing.confirm(session, import_id, by=by)
    taking_in.take_in(str(import_id), quietly)
    with db.reading() as session:
        return str(import_views.line(session, import_id, by=by).survey_id)


def count(model):
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


class TestReadSurvey:
    def test_reads_every_answer_once(self, database, monkeypatch):
        """Batches go on until nothing waits, and a second run finds nothing to do."""
        monkeypatch.setattr(theming, "BATCH", 2)
        survey_id = a_survey_with("Kind people", "A long wait", "n/a")
        seen = []
        theming.read_survey(survey_id, lambda done, total: seen.append((done, total)))
        theming.read_survey(survey_id, quietly)

        assert [(0, 3), (2, 3), (3, 3)] == seen
        assert 3 == count(Sentiment)
        assert 1 == count(AnalysisRun)

    def test_goes_on_where_it_was_killed(self, database, monkeypatch):
        """A run that dies between batches leaves whole ones, and the next reads the rest."""
        monkeypatch.setattr(theming, "BATCH", 1)
        survey_id = a_survey_with("Kind people", "A long wait", "Too far away")

        def die(done, total):
            if done == 1:
                raise KeyboardInterrupt

        try:
            theming.read_survey(survey_id, die)
        except KeyboardInterrupt:
            before = count(Sentiment)
        theming.read_survey(survey_id, quietly)

        assert (1, 3) == (before, count(Sentiment))
