"""A file of comments, at every step of being imported."""

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import func, select

from app import db
from app.db.models import Answer, Question, Response
from app.services import answers, import_views, importing
from app.services.import_rows import Columns
from app.services.importing import Opened
from app.tabular import parse
from app.worker import importing as worker

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


def opened(text):
    """Return a file as it is once it is read."""
    return Opened(parse(text.encode()), sha256(text.encode()).hexdigest())


def uploaded(importer, text=FILE, title="Exit cards", audience="parents"):
    """Upload a file, and return the id of its import."""
    by, service = importer
    about = {"title": title, "audience": audience, "file_name": "cards.csv"}
    with db.unit_of_work() as session:
        return importing.upload(session, opened(text), by=by, service_id=service, about=about)


def mapped(importer, text=FILE, columns=ALL, **options):
    """Upload a file and say what its columns are."""
    import_id = uploaded(importer, text, **options)
    with db.unit_of_work() as session:
        importing.map_columns(session, import_id, columns, by=importer[0])
    return import_id


def confirmed(importer, text=FILE, columns=ALL, **options):
    """Upload, map and confirm a file."""
    import_id = mapped(importer, text, columns, **options)
    with db.unit_of_work() as session:
        importing.confirm(session, import_id, by=importer[0])
    return import_id


def done(importer, text=FILE, columns=ALL, **options):
    """Take a whole file in."""
    import_id = confirmed(importer, text, columns, **options)
    worker.take_in(str(import_id), lambda done, total: None)
    return import_id


def line(importer, import_id):
    """Return an import as the list of imports shows it."""
    with db.reading() as session:
        return import_views.line(session, import_id, by=importer[0])


def stored():
    """Return what was taken in: the words, what was asked, and the response."""
    with db.reading() as session:
        rows = session.execute(
            select(Answer, Response, Question)
            .join(Response, Response.id == Answer.response_id)
            .join(Question, Question.id == Answer.question_id)
        )
        return [(answers.words_of(r, a), q.wording, r) for a, r, q in rows]


def count(model):
    """Return how many rows a table has."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(model))
