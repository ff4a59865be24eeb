"""A shared tablet between two people: wiped, whatever the first one did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import clock, db
from app.db.models import DraftKey, Response, Survey
from app.domain.surveys import Channel, Consent, ResponseState, SurveyState
from app.services import draft_keys, kiosk
from tests.tablet import CHECK, MOOD, starts, where

PRIVATE = "Too loud, and nobody knows"


class TestPerson:
    def test_answers_and_is_gone(self, tablet):
        """A person answers, gets a code, and the next one meets the first page and no trace."""
        address = starts(tablet)
        tablet.answers(address, mood="1")
        tablet.answers("/s/small/p/why", why=PRIVATE)
        assert (
            "/kiosk/done"
            == tablet.client.get(
                tablet.client.post(CHECK, data=tablet.hidden(CHECK)).location
            ).location
        )
        assert tablet.soup(tablet.client.get("/kiosk/done")).select_one(".receipt")

        assert "/kiosk" == tablet.client.get("/kiosk/finish").location
        for address in (MOOD, "/s/small/p/why", CHECK):
            answer = tablet.client.get(address)
            assert (404, False) == (answer.status_code, PRIVATE in answer.text)
        assert "/kiosk" == tablet.client.get("/kiosk/done").location
        with db.reading() as session:
            response = session.scalars(select(Response)).one()
            keys = session.scalars(select(DraftKey)).all()
        assert (Channel.KIOSK, ResponseState.SUBMITTED) == (response.channel, response.state)
        assert [] == keys

    def test_who_walks_away_leaves_nothing_open(self, tablet):
        """The first page wipes a half-finished draft: resuming is off on a shared tablet."""
        starts(tablet)
        tablet.answers(MOOD, mood="1")
        cookie = tablet.client.get_cookie("earshot").value
        tablet.client.get("/kiosk")

        assert 404 == tablet.client.get(MOOD).status_code
        tablet.client.set_cookie("earshot", cookie)
        assert 404 == tablet.client.get(MOOD).status_code
        assert "You have started already" not in tablet.client.get("/kiosk").text

    def test_is_wiped_while_the_database_is_away(self, tablet, monkeypatch):
        """The tablet forgets the last person even when the server cannot note it."""
        starts(tablet)

        def away(*_):
            raise OperationalError("statement", {}, Exception("database is locked"))

        monkeypatch.setattr(draft_keys, "end", away)
        tablet.client.get("/kiosk/finish")
        assert 404 == tablet.client.get(MOOD).status_code

    def test_before_sending_there_are_no_thanks(self, tablet):
        """The page of thanks leads back to all answers while they are not sent."""
        starts(tablet)

        assert CHECK == tablet.client.get("/kiosk/done").location

    def test_is_asked_for_a_yes_where_the_survey_needs_one(self, tablet):
        """On a shared tablet too, a yes comes before the first question."""
        with db.unit_of_work() as session:
            session.scalars(select(Survey)).one().consent = Consent.OWN

        assert "/s/small/agree" == starts(tablet)
        tablet.answers("/s/small/agree", says="no")
        assert "Nothing was kept" in tablet.client.get("/s/small/agree/no").text

    def test_meets_a_survey_that_rests(self, tablet):
        """A survey that was paused says so on the tablet."""
        with db.unit_of_work() as session:
            session.scalars(select(Survey)).one().state = SurveyState.PAUSED

        assert "What was kept" in tablet.client.get("/kiosk").text

    def test_is_told_when_the_day_is_over(self, tablet):
        """After its time the tablet asks nobody any more, and stays locked."""
        with clock.frozen(clock.now() + kiosk.LIFE + timedelta(minutes=1)):
            assert "finished for today" in tablet.client.get("/kiosk").text
            assert (303, "/kiosk") == where(tablet.client.get("/"))


class TestDisplay:
    LOOKS = "/how-it-looks"
    DARK = {"_colours": "dark"}  # noqa: RUF012

    def chooses(self, tablet, page):
        """Choose dark colours from a page of the tablet, and return where that leads."""
        link = tablet.soup(tablet.client.get(page)).select_one(".masthead__looks")["href"]
        back = tablet.hidden(link)["_back_to"]
        return tablet.client.post(self.LOOKS, data={"_back_to": back, **self.DARK}).location

    def classes(self, tablet, page):
        return tablet.soup(tablet.client.get(page)).html.get("class")

    def test_is_chosen_on_the_first_page_and_kept_to_the_last(self, tablet):
        """From the first page to the thanks everything looks as the child chose."""
        first = self.chooses(tablet, "/kiosk")
        seen = [self.classes(tablet, first)]
        page = tablet.client.post("/kiosk", data=tablet.hidden(first)).location
        seen.append(self.classes(tablet, page))
        tablet.answers(page, mood="2")
        tablet.client.post(CHECK, data=tablet.hidden(CHECK))
        seen.append(self.classes(tablet, "/kiosk/done"))

        assert [["colours-dark"]] * 3 == seen

    def test_stays_when_another_language_is_chosen_too(self, tablet):
        """On the first page the links to other languages take the choice along."""
        first = self.chooses(tablet, "/kiosk")
        links = tablet.soup(tablet.client.get(first)).select("nav.voices a")

        assert links
        assert {("colours-dark",)} == {tuple(self.classes(tablet, one["href"])) for one in links}

    @pytest.mark.parametrize("end", ["/kiosk/finish", "/kiosk", "/nowhere", "/exit"])
    def test_ends_with_the_turn(self, tablet, end):
        """The next child meets the usual look, however the last one went."""
        self.chooses(tablet, "/kiosk")
        tablet.client.get(end, follow_redirects=True)

        assert self.classes(tablet, "/kiosk") is None

    def test_on_the_first_page_is_cleared_when_nobody_begins(self, tablet):
        """Once something was chosen, the first page too asks whether somebody is still there."""
        first = self.chooses(tablet, "/kiosk")

        assert "still-there" not in tablet.client.get("/kiosk").text
        assert "still-there" in tablet.client.get(first).text

    def test_leads_nowhere_outside(self, tablet):
        """The choice itself leads only to pages that the tablet may open."""
        page = tablet.soup(tablet.client.get(self.LOOKS))
        away = tablet.client.post(self.LOOKS, data={"_back_to": "/staff", **self.DARK}).location

        assert [] == [
            one["href"]
            for one in page.select("a")
            if one["href"][0] != "#" and "/kiosk" not in one["href"]
        ]
        assert "/kiosk" == tablet.client.get(away).location

    def test_is_changed_on_a_page_of_questions(self, tablet):
        """In the middle of its turn a child keeps what it ticked."""
        page = starts(tablet)
        data = tablet.hidden(page) | {"mood": "2", **self.DARK}
        soup = tablet.soup(tablet.client.post(f"{page}/looks", data=data))

        assert "2" == soup.select_one("[checked]")["value"]
        assert ["colours-dark"] == soup.html["class"]
