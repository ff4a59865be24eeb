"""Somebody who chooses how pages look."""

from __future__ import annotations

from app import db
from tests.respondent import Visitor, a_published_survey, a_shipped_survey

DARK = {"_colours": "dark", "_size": "biggest", "_face": "clear"}
CLASSES = ["size-biggest", "colours-dark", "face-clear"]
SLUG = "children-8-11"


def a_visitor(client):
    """Publish two surveys, and return somebody who may answer one of them."""
    with db.unit_of_work() as session:
        a_published_survey(session)
        a_shipped_survey(session, "children_8_11")
    return Visitor(client, SLUG)
