"""The page of a survey's ways in, and what staff send from it."""

from __future__ import annotations

import re

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
