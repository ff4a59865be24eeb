"""The page of a survey's ways in, and what staff send from it."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from app import clock
from tests import page as pages


def page(survey_id):
    """Return the address of the page."""
    return f"/studio/surveys/{survey_id}/invitations"


def send(browser, survey_id, address, **fields):
    """Send a form of the page."""
    return pages.send(browser, address, page=page(survey_id), **fields)


def said(browser, survey_id):
    """Return what the page says."""
    return re.sub(r"\s+", " ", pages.soup(browser.get(page(survey_id))).main.get_text(" "))


def make(browser, survey_id, **fields):
    """Make invitations for a month."""
    day = (clock.today() + timedelta(days=30)).isoformat()
    return send(
        browser,
        survey_id,
        page(survey_id),
        **{"name": "Autumn", "expires_on": day, "count": "", **fields},
    )


def upload(text):
    """Return a file of addresses as a form sends it."""
    return (io.BytesIO(text.encode()), "people.csv")
