"""A shared tablet: opened by a signed link, locked to one survey, wiped between two people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import clock, db
from app.db.models import DraftKey, Response, Survey
from app.domain.people import Role
from app.domain.surveys import Channel, Consent, ResponseState, SurveyState
from app.services import draft_keys, kiosk
from tests import builders
from tests.respondent import Visitor, a_published_survey

MOOD = "/s/small/p/mood"
CHECK = "/s/small/check"
PRIVATE = "Too loud, and nobody knows"


@pytest.fixture
def service(app):
    with db.unit_of_work() as session:
        return builders.a_service(session).id


@pytest.fixture
def officer(sign_in, service):
    return sign_in(Role.PARTICIPATION, service=service)


@pytest.fixture
def survey_id(service):
    with db.unit_of_work() as session:
        a_published_survey(session, service_id=service)
        return session.scalars(select(Survey.id)).one()


@pytest.fixture
def token(officer, survey_id):
    return _link(officer, survey_id)


@pytest.fixture
def tablet(client, token):
    return _lock(client, token)


def _link(officer, survey_id):
    browser = Visitor(officer)
    page = f"/studio/surveys/{survey_id}"
    shown = officer.post(f"{page}/kiosk", data=browser.hidden(page))
    return browser.soup(shown).select_one(".receipt").get_text(strip=True).split("/kiosk/")[1]


def _turn(visitor, token, says):
    assert (303, "/kiosk/turn") == _where(visitor.client.get(f"/kiosk/{token}"))
    return visitor.answers("/kiosk/turn", says=says)


def _lock(client, token):
    visitor = Visitor(client)
    answer = _turn(visitor, token, "start")
    assert (303, "/kiosk") == (answer.status_code, answer.location)
    return visitor


def _only_invited():
    with db.unit_of_work() as session:
        session.scalars(select(Survey)).one().is_by_invitation = True


def _starts(tablet):
    return tablet.client.post("/kiosk", data=tablet.hidden("/kiosk")).location


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
        _only_invited()

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
            answer = _turn(visitor, token, "start")

        assert "has passed" in answer.text

        assert 409 == answer.status_code
        assert 200 == client.get("/").status_code

    def test_signs_staff_out(self, officer, token):
        """Who opens the link where they are signed in leaves no way into staff pages."""
        _lock(officer, token)
        _turn(Visitor(officer), token, "stop")

        assert "/sign-in" in officer.get("/staff").location

    def test_stops_where_it_began(self, tablet, token):
        """The same link lets the tablet go again."""
        assert "/kiosk" == tablet.client.get("/").location
        answer = _turn(tablet, token, "stop")

        assert "/" == answer.location
        assert 200 == tablet.client.get("/").status_code

    def test_is_over_once_only_invited_people_may_begin(self, tablet, token):
        """The tablet says that it is finished, and the link says why."""
        _only_invited()

        assert "These questions are finished for today" in tablet.client.get("/kiosk").text
        answer = _turn(tablet, token, "start")
        assert (409, True) == (answer.status_code, "Only people with an inv" in answer.text)

    def test_is_in_no_page_that_a_child_can_go_back_to(self, tablet):
        """Once locked, going back to what was asked of the adult leads to the first page."""
        fields = tablet.hidden("/kiosk")

        assert (303, "/kiosk") == _where(tablet.client.get("/kiosk/turn"))
        sent = tablet.client.post("/kiosk/turn", data={**fields, "says": "stop"})
        assert (303, "/kiosk") == _where(sent)
        assert (303, "/kiosk") == _where(tablet.client.get("/"))

    def test_that_was_opened_and_left_is_forgotten_with_the_next_person(self, tablet, token):
        """An adult who opens the link and changes their mind leaves no way to stop."""
        tablet.client.get(f"/kiosk/{token}")
        tablet.client.get("/kiosk")

        assert (303, "/kiosk") == _where(tablet.client.get("/kiosk/turn"))


class TestLocked:
    @pytest.mark.parametrize(
        "address",
        ["/", "/privacy", "/accessibility", "/receipt", "/sign-in", "/staff", "/s/small", "/no"],
    )
    def test_reaches_no_other_page(self, tablet, address):
        """Every other address leads back to the first page."""
        assert (303, "/kiosk") == _where(tablet.client.get(address))

    def test_reaches_no_other_survey(self, tablet):
        """Another survey cannot be opened, whatever address is typed."""
        with db.unit_of_work() as session:
            a_published_survey(session, slug="other")

        assert (303, "/kiosk") == _where(tablet.client.get("/s/other/p/mood"))

    def test_help_and_leaving_stay_inside(self, tablet):
        """Help is a page of the tablet's own, and leaving wipes it."""
        assert (303, "/kiosk/help") == _where(tablet.client.get("/help"))
        assert "0800 1111" in tablet.client.get("/kiosk/help").text
        assert (303, "/kiosk/finish") == _where(tablet.client.get("/exit"))

    def test_no_page_has_a_link_out(self, tablet):
        """From the start to the thanks every link and form stays on the tablet."""
        pages = [tablet.client.get("/kiosk")]
        pages.append(tablet.client.get(_starts(tablet)))
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


class TestPerson:
    def test_answers_and_is_gone(self, tablet):
        """A person answers, gets a code, and the next one meets the first page and no trace."""
        address = _starts(tablet)
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
        _starts(tablet)
        tablet.answers(MOOD, mood="1")
        cookie = tablet.client.get_cookie("earshot").value
        tablet.client.get("/kiosk")

        assert 404 == tablet.client.get(MOOD).status_code
        tablet.client.set_cookie("earshot", cookie)
        assert 404 == tablet.client.get(MOOD).status_code
        assert "You have started already" not in tablet.client.get("/kiosk").text

    def test_is_wiped_while_the_database_is_away(self, tablet, monkeypatch):
        """The tablet forgets the last person even when the server cannot note it."""
        _starts(tablet)

        def away(*_):
            raise OperationalError("statement", {}, Exception("database is locked"))

        monkeypatch.setattr(draft_keys, "end", away)
        tablet.client.get("/kiosk/finish")
        assert 404 == tablet.client.get(MOOD).status_code

    def test_before_sending_there_are_no_thanks(self, tablet):
        """The page of thanks leads back to all answers while they are not sent."""
        _starts(tablet)

        assert CHECK == tablet.client.get("/kiosk/done").location

    def test_is_asked_for_a_yes_where_the_survey_needs_one(self, tablet):
        """On a shared tablet too, a yes comes before the first question."""
        with db.unit_of_work() as session:
            session.scalars(select(Survey)).one().consent = Consent.OWN

        assert "/s/small/agree" == _starts(tablet)
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
            assert (303, "/kiosk") == _where(tablet.client.get("/"))


class TestNobody:
    def test_without_a_script_a_page_asks(self, tablet):
        """Without JavaScript a page of questions leads to one that asks, and that one wipes."""
        address = _starts(tablet)
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


def _where(answer):
    return answer.status_code, answer.location


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
        page = _starts(tablet)
        data = tablet.hidden(page) | {"mood": "2", **self.DARK}
        soup = tablet.soup(tablet.client.post(f"{page}/looks", data=data))

        assert "2" == soup.select_one("[checked]")["value"]
        assert ["colours-dark"] == soup.html["class"]
