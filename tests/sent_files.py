"""A survey with every way to answer, and the files that people send to it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app import db
from app.db.models import Answer, AnswerFile, Question
from tests.respondent import Visitor, a_published_survey

DEMO = Path(__file__).parents[1] / "app" / "demo" / "ways_to_answer.yaml"
AT = "/s/small/p/"


def a_visitor(client):
    """Publish the survey, and return somebody who has begun it."""
    with db.unit_of_work() as session:
        a_published_survey(session, DEMO.read_text("utf-8"))
    someone = Visitor(client)
    someone.starts()
    return someone


def send(visitor, page, **fields):
    """Send a page as a browser does that has files to send."""
    soup = visitor.soup(visitor.client.get(f"{AT}{page}", follow_redirects=True))
    data = {"csrf_token": soup.select_one("form input[name=csrf_token]")["value"], **fields}
    # In memory: the client's own way leaves a temporary file open when a body is large.
    boundary, body = encode_multipart(data)
    return visitor.client.post(
        f"{AT}{page}", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def file_of(content, name="a.jpg"):
    """Return a file as a form sends it."""
    return FileStorage(BytesIO(content), filename=name)


def values():
    """Return what is stored, by the key of its question."""
    with db.reading() as session:
        rows = session.execute(
            select(Question.key, Answer.value).join(Question, Question.id == Answer.question_id)
        )
        return {row[0]: row[1] for row in rows}


def files_kept():
    """Return how many files are stored."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(AnswerFile))
