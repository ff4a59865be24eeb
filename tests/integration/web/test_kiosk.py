"""A shared tablet: opened by a signed link, and locked to one survey."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock, db
from app.db.models import Survey
from app.domain.people import Role
from app.domain.surveys import SurveyState
from app.services import kiosk
from tests import builders
from tests.respondent import Visitor, a_published_survey
from tests.tablet import CHECK, MOOD, lock, starts, turn, where


def only_invited():
    with db.unit_of_work() as session:
        session.scalars(select(Survey)).one().is_by_invitation = True


class TestMake:
    def test_refuses_what_is_not_open(self, officer, survey_id):
        """A paused survey gets no link, and its page offers none."""
        page = f"/studio/surveys/{survey_id}"
        fields = Visitor(officer).hidden(page)
        with db.unit_of_work() as session:
            session.scalars(select(Survey)).one().state = SurveyState.PAUSED

        assert 409 == officer.post(f"{page}/kiosk", data=fields).status_code
        assert "Make a link" not in officer.get(page).text

    def test_refuses_what_is_only_for_those_who_were_invited(self, officer, survey_id):
        """Nobody could begin on the tablet, so no link is made, and the page says why."""
        page = f"/studio/surveys/{survey_id}"
        fields = Visitor(officer).hidden(page)
        only_invited()

        assert 409 == officer.post(f"{page}/kiosk", data=fields).status_code
        assert "a tablet has none" in officer.get(page).text

    def test_refuses_surveys_of_others(self, sign_in, survey_id):
        """Only those who publish in its service make a link."""
        with db.unit_of_work() as session:
            other = builders.a_service(session).id
            own = a_published_survey(session, slug="own", service_id=other)
            own_id = session.scalars(select(Survey.id).where(Survey.slug == "own")).one()
        assert own
        browser = sign_in(Role.PARTICIPATION, service=other)
        fields = Visitor(browser).hidden(f"/studio/surveys/{own_id}")

        answer = browser.post(f"/studio/surveys/{survey_id}/kiosk", data=fields)
        assert 404 == answer.status_code


class TestLink:
    @pytest.mark.parametrize("spoil", ["", "x", ".", "é", "9" * 40])
    def test_that_was_changed_does_nothing(self, client, token, spoil):
        """A link with a letter changed locks nothing, and says so."""
        parts = token.split(".")
        for wrong in (
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            ".".join([parts[0], parts[1] + "0", parts[2]]),
            ".".join([parts[0], spoil, parts[2]]),
            ".".join([spoil, parts[1], parts[2]]),
        ):
            answer = client.get(f"/kiosk/{wrong}")
            assert (404, True) == (answer.status_code, "This link does not work" in answer.text)

    def test_is_over_after_half_a_day(self, client, token):
        """A link that was left in a history locks no tablet on the next day."""
        visitor = Visitor(client)
        with clock.frozen(clock.now() + kiosk.LIFE + timedelta(minutes=1)):
            answer = turn(visitor, token, "start")

        assert "has passed" in answer.text

        assert 409 == answer.status_code
        assert 200 == client.get("/").status_code

    def test_signs_staff_out(self, officer, token):
        """Who opens the link where they are signed in leaves no way into staff pages."""
        lock(officer, token)
        turn(Visitor(officer), token, "stop")

        assert "/sign-in" in officer.get("/staff").location

    def test_stops_where_it_began(self, tablet, token):
        """The same link lets the tablet go again."""
        assert "/kiosk" == tablet.client.get("/").location
        answer = turn(tablet, token, "stop")

        assert "/" == answer.location
        assert 200 == tablet.client.get("/").status_code

    def test_is_over_once_only_invited_people_may_begin(self, tablet, token):
        """The tablet says that it is finished, and the link says why."""
        only_invited()

        assert "These questions are finished for today" in tablet.client.get("/kiosk").text
        answer = turn(tablet, token, "start")
        assert (409, True) == (answer.status_code, "Only people with an inv" in answer.text)

    def test_is_in_no_page_that_a_child_can_go_back_to(self, tablet):
        """Once locked, going back to what was asked of the adult leads to the first page."""
        fields = tablet.hidden("/kiosk")

        assert (303, "/kiosk") == where(tablet.client.get("/kiosk/turn"))
        sent = tablet.client.post("/kiosk/turn", data={**fields, "says": "stop"})
        assert (303, "/kiosk") == where(sent)
        assert (303, "/kiosk") == where(tablet.client.get("/"))

    def test_that_was_opened_and_left_is_forgotten_with_the_next_person(self, tablet, token):
        """An adult who opens the link and changes their mind leaves no way to stop."""
        tablet.client.get(f"/kiosk/{token}")
        tablet.client.get("/kiosk")

        assert (303, "/kiosk") == where(tablet.client.get("/kiosk/turn"))


class TestLocked:
    @pytest.mark.parametrize(
        "address",
        ["/", "/privacy", "/accessibility", "/receipt", "/sign-in", "/staff", "/s/small", "/no"],
    )
    def test_reaches_no_other_page(self, tablet, address):
        """Every other address leads back to the first page."""
        assert (303, "/kiosk") == where(tablet.client.get(address))

    def test_reaches_no_other_survey(self, tablet):
        """Another survey cannot be opened, whatever address is typed."""
        with db.unit_of_work() as session:
            a_published_survey(session, slug="other")

        assert (303, "/kiosk") == where(tablet.client.get("/s/other/p/mood"))

    def test_help_and_leaving_stay_inside(self, tablet):
        """Help is a page of the tablet's own, and leaving wipes it."""
        assert (303, "/kiosk/help") == where(tablet.client.get("/help"))
        assert "0800 1111" in tablet.client.get("/kiosk/help").text
        assert (303, "/kiosk/finish") == where(tablet.client.get("/exit"))

    def test_no_page_has_a_link_out(self, tablet):
        """From the start to the thanks every link and form stays on the tablet."""
        pages = [tablet.client.get("/kiosk")]
        pages.append(tablet.client.get(starts(tablet)))
        pages.append(tablet.client.get("/s/small/p/pets"))
        tablet.answers(MOOD, mood="3")
        pages.append(tablet.client.get(CHECK))
        tablet.client.post(CHECK, data=tablet.hidden(CHECK))
        pages.append(tablet.client.get("/kiosk/done"))
        pages.append(tablet.client.get("/kiosk/still-there"))

        for page in pages:
            soup = tablet.soup(page)
            out = [
                one.get("href", one.get("action"))
                for one in soup.select("a[href], form[action]")
                if not one.get("href", one.get("action")).startswith(
                    ("/s/small/", "/kiosk", "/how-it-looks", "#")
                )
            ]
            assert [] == out
            assert "0800 1111" in soup.select_one("#help-here").get_text()
            assert soup.select_one("nav a[href='#help-here']")

    def test_without_a_lock_its_pages_lead_home(self, client):
        """The tablet's pages are nothing to a browser that is not locked."""
        assert "/" == client.get("/kiosk").location
        assert "/kiosk" == client.get("/kiosk/finish").location
        assert "/kiosk" == client.get("/kiosk/done").location
        fields = Visitor(client).hidden("/receipt")
        assert "/" == client.post("/kiosk", data=fields).location


class TestNobody:
    def test_without_a_script_a_page_asks(self, tablet):
        """Without JavaScript a page of questions leads to one that asks, and that one wipes."""
        address = starts(tablet)
        timer = tablet.soup(tablet.client.get(address)).select_one("noscript meta")
        assert f"240;url=/kiosk/still-there?page={MOOD}" == timer["content"].replace("%2F", "/")

        asks = tablet.soup(tablet.client.get(f"/kiosk/still-there?page={MOOD}"))
        assert MOOD == asks.select_one("main a.button")["href"]
        assert "30;url=/kiosk/finish" == asks.select_one("noscript meta")["content"]

    def test_goes_back_to_no_other_place(self, tablet):
        """The way back is a page of this survey, whatever an address says."""
        for page in ("https://elsewhere.example", "/staff", "//x", ""):
            asks = tablet.soup(tablet.client.get(f"/kiosk/still-there?page={page}"))
            assert "/kiosk" == asks.select_one("main a.button")["href"]
