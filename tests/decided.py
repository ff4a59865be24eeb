"""A passage that two colleagues decide about."""

from sqlalchemy import select

from app.db.models import Coding
from tests import coded

WORDS = "Priya Shah came late. She came late again, and nobody rang."


def a_place(session):
    """Return a passage with one sure theme and one suggestion, and two colleagues."""
    found = coded.read(session, [(WORDS, {"T01": 0.9, "T02": 0.4}), ("Fine.", {})])
    ada, ben = (coded.somebody(session, found, name) for name in ("Ada", "Ben"))
    return found, found.places[0], ada, ben


def of(session, place, theme_id):
    """Return the first coding of a passage with a theme."""
    query = select(Coding).where(
        Coding.response_id == place[0],
        Coding.question_id == place[1],
        Coding.theme_id == theme_id,
    )
    return session.scalars(query.order_by(Coding.source)).first()
