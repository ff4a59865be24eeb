"""A shared tablet: how staff make its link, and how people begin on it."""

from __future__ import annotations

from tests.respondent import Visitor

MOOD = "/s/small/p/mood"
CHECK = "/s/small/check"


def link(officer, survey_id):
    """Make a link for the survey, and return its signed part."""
    browser = Visitor(officer)
    page = f"/studio/surveys/{survey_id}"
    shown = officer.post(f"{page}/kiosk", data=browser.hidden(page))
    return browser.soup(shown).select_one(".receipt").get_text(strip=True).split("/kiosk/")[1]


def turn(visitor, token, says):
    """Open the link, and press one of the buttons that it shows."""
    assert (303, "/kiosk/turn") == where(visitor.client.get(f"/kiosk/{token}"))
    return visitor.answers("/kiosk/turn", says=says)


def lock(client, token):
    """Lock a browser to the survey, as a tablet is before it is handed over."""
    visitor = Visitor(client)
    answer = turn(visitor, token, "start")
    assert (303, "/kiosk") == (answer.status_code, answer.location)
    return visitor


def starts(tablet):
    """Begin on the tablet, and return where it leads."""
    return tablet.client.post("/kiosk", data=tablet.hidden("/kiosk")).location


def where(answer):
    """Return the status of an answer, and where it leads."""
    return answer.status_code, answer.location
