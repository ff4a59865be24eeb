"""Answering through the site: one page at a time, nothing lost, nothing shown to the next person."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from random import Random
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app import create_app, db
from app.db.models import Concern, Response, Survey
from app.domain.surveys import Identity, ResponseState, SurveyState
from app.services import draft_keys, drafts, responding, studio
from tests import builders
from tests.respondent import (
    QUESTIONNAIRES,
    SMALL,
    Visitor,
    a_published_survey,
    a_shipped_survey,
    stored,
)

CODE = re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]")
START = "/s/small"
CHECK = "/s/small/check"
MOOD = "/s/small/p/mood"


@pytest.fixture
def visitor(client):
    with db.unit_of_work() as session:
        a_published_survey(session)
    return Visitor(client)


def _set_state(state):
    with db.unit_of_work() as session:
        session.scalars(select(Survey)).one().state = state


def _away(*_, **__):
    raise OperationalError("statement", {}, Exception("database is locked"))


class TestStart:
    def test_sets_no_cookie(self, visitor):
        """Nobody has a cookie before they press Start (R-29)."""
        for address in ("/", START, "/privacy", "/help"):
            assert "Set-Cookie" not in visitor.client.get(address).headers

    @pytest.mark.parametrize(
        ("identity", "words"),
        [
            (Identity.ANONYMOUS, "we cannot come and help you"),
            (Identity.CONFIDENTIAL, "Only to keep someone safe."),
            (Identity.NAMED, "Yes, if you tell us your name."),
        ],
    )
    def test_says_what_the_identity_means(self, client, identity, words):
        """What is said about being found is made from the survey's own setting."""
        with db.unit_of_work() as session:
            a_published_survey(session, identity=identity)

        page = client.get(START).text
        assert words in page
        assert "31 January 2099" in page

    @pytest.mark.parametrize(
        ("audience", "is_named"), [("children", True), ("parents", False), ("staff", False)]
    )
    def test_names_a_line_for_the_young_to_the_young(self, client, audience, is_named):
        """A child is told whom to call beside 999; a line for children is not named to adults."""
        with db.unit_of_work() as session:
            service = builders.a_service(session, name="Children in care").id
            text = SMALL.replace("audience: young_people", f"audience: {audience}")
            a_published_survey(session, text, service_id=service)
        page = client.get(START).text

        assert is_named == ("call Childline on 0800 1111. It is for anyone under 19." in page)
        assert "People in “Children in care” at" in page

    def test_does_not_promise_to_read_what_cannot_be_written(self, client):
        """Where there are only answers to tick, nobody is told that their words are read."""
        ticks = SMALL.replace("kind: long_text", "kind: number")
        ticks = ticks.replace("kind: short_text", "kind: number").replace(
            "        other: true\n", ""
        )
        with db.unit_of_work() as session:
            a_published_survey(session)
            a_published_survey(session, ticks, slug="ticks")

        written, ticked = (client.get(f"/s/{slug}").text for slug in ("small", "ticks"))
        assert "a safeguarding person reads it soon" in written
        assert "a safeguarding person reads it soon" not in ticked
        assert "There is no place to write" in ticked
        assert "If you are in danger now, call 999." in ticked

    def test_refuses_what_another_site_sends(self, visitor):
        """Another site cannot make a browser begin."""
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://elsewhere.example"},
        ):
            answer = visitor.client.post(START, data={"client_token": "t" * 32}, headers=headers)
            assert 400 == answer.status_code
        for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}):
            answer = visitor.client.post(START, data={"client_token": "t" * 32}, headers=headers)
            assert 303 == answer.status_code

    def test_offers_to_carry_on(self, visitor):
        """Who has begun already can carry on where they stopped."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")

        assert 'href="/s/small/p/pets"' in visitor.client.get(START).text

    def test_beginning_again_after_sending_shows_the_thanks(self, visitor):
        """A start page that is sent again after the end leads to the thanks."""
        address = f"{START}"
        token = visitor.hidden(address)["client_token"]
        visitor.client.post(address, data={"client_token": token})
        visitor.answers(MOOD, mood="3")
        visitor.sends()

        answer = visitor.client.post(address, data={"client_token": token})
        assert "/s/small/thanks" == answer.location

    @pytest.mark.parametrize(
        ("state", "status", "words"),
        [
            (SurveyState.PAUSED, 409, "having a rest"),
            (SurveyState.CLOSED, 409, "These questions have closed"),
        ],
    )
    def test_a_survey_that_is_not_open_has_its_page(self, visitor, state, status, words):
        """A paused and a closed survey each say so, at the start and half-way."""
        visitor.starts()
        _set_state(state)

        for address in (START, MOOD, CHECK):
            answer = visitor.client.get(address)
            assert (status, True) == (answer.status_code, words in answer.text)

    def test_an_unknown_survey_has_its_page(self, client):
        """An address without a survey says so."""
        answer = client.get("/s/nothing-here")

        assert 404 == answer.status_code
        assert "We cannot find those questions" in answer.text


class TestPages:
    def test_a_whole_journey_without_javascript(self, visitor):
        """A person answers, goes back, changes an answer, checks, sends, and gets a code."""
        assert visitor.starts() == MOOD
        assert visitor.answers(MOOD, mood="3").location == "/s/small/p/pets"
        checked = visitor.soup(visitor.client.get(MOOD)).select("input[checked]")
        assert ["3"] == [box["value"] for box in checked]

        change = visitor.answers(f"{MOOD}?change=1", mood="1")
        assert change.location == "/s/small/p/why?change=1"
        back = visitor.answers(change.location, why="Too loud, <b>always</b>")
        assert back.location == CHECK
        assert "&lt;b&gt;always&lt;/b&gt;" in visitor.client.get(CHECK).text

        assert CODE.fullmatch(visitor.sends())
        assert {"mood", "why"} == set(stored("small")[0])

    def test_errors_stand_at_the_top_and_at_the_field(self, visitor):
        """An error names its field twice, keeps what was typed, and is not stored."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        visitor.answers("/s/small/p/pets", pet="yes")

        long = "x" * 201
        answer = visitor.answers("/s/small/p/pets", pet="yes", pet_name=long)

        soup = visitor.soup(answer)
        assert 422 == answer.status_code
        assert soup.title.get_text().startswith("Problem: ")
        assert ["#pet_name"] == [link["href"] for link in soup.select(".problems a")]
        assert "Please take out 1 letter" in soup.select_one("#pet_name-error").get_text()
        assert long == soup.select_one("#pet_name")["value"]
        assert "pet_name" not in stored("small")[0]

    def test_an_error_about_other_words_leads_to_them(self, visitor):
        """“Something else” without words leads to the field where the words go."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        answer = visitor.answers("/s/small/p/about", age_band="other")

        soup = visitor.soup(answer)
        assert ["#age_band-other"] == [link["href"] for link in soup.select(".problems a")]
        assert "true" == soup.select_one("#age_band-other")["aria-invalid"]

    def test_one_question_is_the_heading(self, visitor):
        """Each page has one heading: the question itself when there is just one."""
        visitor.starts()
        headings = visitor.soup(visitor.client.get(MOOD)).select("h1")
        assert ["How was this week?"] == [one.get_text(strip=True) for one in headings]

        headings = visitor.soup(visitor.client.get("/s/small/p/pets")).select("h1")
        assert ["Pets"] == [one.get_text(strip=True) for one in headings]

    def test_no_browser_remembers_the_names_of_text(self, visitor):
        """Fields of text are called otherwise on each showing, and every page is read (R-31b)."""
        visitor.starts()
        visitor.answers(MOOD, mood="1")
        address = "/s/small/p/why"
        pages = [visitor.soup(visitor.client.get(address)) for _ in range(2)]
        forms = [
            {one["name"]: one.get("value", "") for one in page.select("#page [name]")}
            for page in pages
        ]
        names = [page.select_one("#why")["name"] for page in pages]
        for form, name, words in zip(forms, names, ["It was loud", "It was late"], strict=True):
            assert 303 == visitor.client.post(address, data={**form, name: words}).status_code

        assert 3 == len({"why", *names})
        assert "It was late" == stored("small")[0]["why"].text
        field = pages[0].select_one("#why")
        assert ("off", "false") == (field["autocomplete"], field["spellcheck"])
        assert field["autocapitalize"]

    def test_a_question_waits_on_its_page_until_it_is_asked(self, visitor):
        """What an answer of the same page opens is not seen before, nor among all the answers."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        closed = visitor.soup(visitor.client.get("/s/small/p/pets"))
        unasked = visitor.soup(visitor.client.get("/s/small/check")).get_text()
        opened = visitor.answers("/s/small/p/pets", pet="yes")

        assert [] == closed.select("#pet_name")
        assert "What is it called?" not in unasked
        assert "/s/small/p/pets" == opened.location
        assert visitor.soup(visitor.client.get("/s/small/p/pets")).select("#pet_name")

    def test_a_hidden_page_leads_to_the_check(self, visitor):
        """An old link to a page that is not asked any more leads to all the answers."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")

        assert CHECK == visitor.client.get("/s/small/p/why").location
        assert 404 == visitor.client.get("/s/small/p/nowhere").status_code

    def test_a_page_needs_its_token(self, visitor):
        """A page is kept only with the token of this browser's session."""
        visitor.starts()

        assert 400 == visitor.client.post(MOOD, data={"mood": "1"}).status_code

    def test_a_locked_database_keeps_the_words_on_the_page(self, visitor, monkeypatch):
        """While the database is busy the page says so, with what was typed and a way to retry."""
        visitor.starts()
        visitor.answers(MOOD, mood="1")
        monkeypatch.setattr(responding, "save_page", _away)

        answer = visitor.answers("/s/small/p/why", why="My own words")

        soup = visitor.soup(answer)
        assert 503 == answer.status_code
        assert "My own words" == soup.select_one("textarea").get_text().strip()
        assert "Try again" == soup.select_one("form button[type=submit]").get_text()

    def test_another_writer_that_holds_the_lock_too_long(self, visitor, settings, monkeypatch):
        """A real lock that outlasts our patience gives the words back; later they are kept."""
        visitor.starts()
        visitor.answers(MOOD, mood="1")
        fields = visitor.hidden("/s/small/p/why") | {"why": "My own words"}
        monkeypatch.setattr(db, "SQLITE_PRAGMAS", ("busy_timeout=50", *db.SQLITE_PRAGMAS[1:]))
        db.current().close()
        path = settings.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            busy = visitor.client.post("/s/small/p/why", data=fields)
            writer.execute("ROLLBACK")

        assert 503 == busy.status_code
        assert "My own words" in busy.text
        assert 303 == visitor.client.post("/s/small/p/why", data=fields).status_code
        assert "My own words" == stored("small")[0]["why"].text

    def test_no_page_without_a_draft(self, visitor):
        """Without a draft there is a kind page that says what was kept."""
        for address in (MOOD, CHECK, "/s/small/thanks"):
            answer = visitor.client.get(address)
            assert 404 == answer.status_code
            assert "What was kept" in answer.text
            assert "Childline on 0800 1111" in answer.text

    def test_survives_a_restart_half_way(self, visitor, settings):
        """A draft goes on where it was after the server has started again."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        cookie = visitor.client.get_cookie("earshot")
        db.current().close()

        again = create_app(settings).test_client()
        again.set_cookie("earshot", cookie.value)
        resumed = Visitor(again)
        assert 'href="/s/small/p/pets"' in again.get(START).text
        resumed.answers("/s/small/p/pets", pet="no")
        assert CODE.fullmatch(resumed.sends())
        assert {"mood", "pet"} == set(stored("small")[0])

    def test_two_surveys_at_once_do_not_mix(self, visitor):
        """A draft of one survey is not touched by a page of another with the same key."""
        with db.unit_of_work() as session:
            a_published_survey(session, slug="other")
        visitor.starts()
        Visitor(visitor.client, "other").starts()
        visitor.answers(MOOD, mood="3")

        assert (1, 0) == (len(stored("small")[0]), len(stored("other")[0]))


class TestHelp:
    ALARMING = "My stepdad hits me every night and I want to kill myself"

    def _pages(self, app, words):
        visitor = Visitor(app.test_client())
        pages = [visitor.client.get(START)]
        visitor.starts()
        pages.append(visitor.answers(MOOD, mood="1"))
        pages.append(visitor.client.get("/s/small/p/why"))
        visitor.answers("/s/small/p/why", why=words)
        visitor.answers("/s/small/p/pets", pet="yes", pet_name="Rex")
        pages += [visitor.client.get(at) for at in ("/s/small/p/pets", "/s/small/p/about", CHECK)]
        visitor.sends()
        pages.append(visitor.client.get("/s/small/thanks"))
        return [visitor.soup(page) for page in pages if page.status_code == 200]

    def test_is_one_tap_away_on_every_page(self, visitor, app):
        """Every page of a questionnaire, from the start to the thanks, leads straight to help."""
        for soup in self._pages(app, "It was fine"):
            link = soup.select_one("nav a[href='/help']")
            assert "Get help now" == link.get_text(strip=True)

    def test_does_not_depend_on_what_was_written(self, visitor, app):
        """Alarming words change nothing that anybody sees: a page never says that it noticed."""
        calm, alarmed = self._pages(app, "It was fine"), self._pages(app, self.ALARMING)

        assert 6 == len(calm) == len(alarmed)
        for one, other in zip(calm, alarmed, strict=True):
            assert _seen(one) == _seen(other).replace(self.ALARMING, "It was fine")
        with db.reading() as session:
            assert session.scalar(select(func.count()).select_from(Concern))


def _seen(soup):
    for changing in soup.select("input[type=hidden], .receipt"):
        changing.decompose()
    # The names of text are others each time.
    for changing in soup.select("[name]"):
        del changing["name"]
    return str(soup)


class TestSending:
    def test_nothing_at_all_is_not_sent_by_mistake(self, client):
        """Who answered nothing is told kindly that nothing was sent, and how to go on."""
        with db.unit_of_work() as session:
            a_published_survey(session, SMALL.replace("required: true", "required: false"))
        visitor = Visitor(client)
        visitor.starts()

        answer = visitor.answers(CHECK)

        assert (409, True) == (answer.status_code, "we have not sent anything" in answer.text)
        assert CHECK == visitor.soup(answer).select_one("main a.button")["href"]
        visitor.answers(MOOD, mood="2")
        assert CODE.fullmatch(visitor.sends())

    def test_missing_answers_are_named_with_their_place(self, visitor):
        """Sending too early says what is missing, and where."""
        visitor.starts()

        answer = visitor.answers(CHECK)

        soup = visitor.soup(answer)
        assert 422 == answer.status_code
        links = [link["href"] for link in soup.select(".problems a")]
        assert ["/s/small/p/mood?change=1"] == links

    def test_a_locked_database_lets_them_try_again(self, visitor, monkeypatch):
        """While the database is busy nothing is thanked for, and nothing is lost."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        monkeypatch.setattr(responding, "submit", _away)

        answer = visitor.answers(CHECK)

        assert 503 == answer.status_code
        assert "Try again" in answer.text

    def test_the_receipt_survives_a_reload(self, visitor):
        """The thanks can be loaded again, and sent again, with the same code."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        code = visitor.sends()

        assert code == visitor.receipt()
        again = visitor.client.post(CHECK, data=visitor.hidden("/receipt"))
        assert "/s/small/thanks" == again.location
        assert code == visitor.receipt()

    def test_two_clicks_make_one_response(self, visitor, app):
        """Two sends at once are one response with one receipt."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        fields = visitor.hidden(CHECK)
        cookie = visitor.client.get_cookie("earshot").value
        seen = []

        def click():
            browser = app.test_client()
            browser.set_cookie("earshot", cookie)
            seen.append(browser.post(CHECK, data=fields).location)

        clicks = [Thread(target=click) for _ in range(2)]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join()

        assert ["/s/small/thanks"] * 2 == seen
        with db.reading() as session:
            assert 1 == session.scalar(select(func.count()).select_from(Response))

    def test_back_never_shows_answers_after_sending(self, visitor):
        """After sending, every page leads to the thanks, which shows no answer (R-31b)."""
        visitor.starts()
        visitor.answers(MOOD, mood="1")
        visitor.answers("/s/small/p/why", why="Very private")
        visitor.sends()

        for address in (MOOD, "/s/small/p/why", CHECK):
            assert "/s/small/thanks" == visitor.client.get(address).location
        thanks = visitor.client.get("/s/small/thanks")
        assert "Very private" not in thanks.text
        assert "no-store" == thanks.headers["Cache-Control"]

    def test_thanks_always_say_where_to_get_help(self, visitor):
        """Help stands on the thanks of everyone, whatever they wrote."""
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        visitor.sends()

        assert "0800 1111" in visitor.client.get("/s/small/thanks").text

    def test_thanks_before_sending_lead_to_the_check(self, visitor):
        """There are no thanks before anything was sent."""
        visitor.starts()

        assert CHECK == visitor.client.get("/s/small/thanks").location


class TestLeaving:
    def test_ends_the_draft_here_and_on_the_server(self, visitor):
        """Leaving drops the cookie, and the draft opens with no copy of it either."""
        visitor.starts()
        cookie = visitor.client.get_cookie("earshot").value

        with visitor.client.get("/exit") as answer:
            assert (303, "/weather") == (answer.status_code, answer.location)
            assert '"cookies"' in answer.headers["Clear-Site-Data"]

        assert visitor.client.get_cookie("earshot") is None
        visitor.client.set_cookie("earshot", cookie)
        assert 404 == visitor.client.get(MOOD).status_code

    def test_never_waits_for_the_database(self, visitor, monkeypatch):
        """Leaving works while the database is away."""
        visitor.starts()
        monkeypatch.setattr(draft_keys, "end", _away)

        with visitor.client.get("/exit") as answer:
            assert 303 == answer.status_code


class TestReceipt:
    @pytest.fixture
    def code(self, visitor):
        visitor.starts()
        visitor.answers(MOOD, mood="3")
        return visitor.sends()

    def test_shows_that_answers_arrived(self, visitor, code):
        """A code shows that the answers arrived, and none of them."""
        answer = visitor.answers("/receipt", code=code.lower())

        assert "We have your answers" in answer.text
        assert "A small survey" not in answer.text

    def test_takes_answers_back(self, visitor, code):
        """With the code, answers are deleted for good."""
        fields = visitor.hidden("/receipt") | {"code": code}
        answer = visitor.client.post("/receipt/withdraw", data=fields)

        assert "Your answers are deleted" in answer.text
        assert [{}] == stored("small")
        assert "You took these answers back" in visitor.answers("/receipt", code=code).text

    def test_a_wrong_code_has_its_page(self, visitor, code):
        """A code that fits nothing says so, when looking and when withdrawing."""
        for address in ("/receipt", "/receipt/withdraw"):
            fields = visitor.hidden("/receipt") | {"code": "AAAA-BBBB"}
            answer = visitor.client.post(address, data=fields)
            assert 404 == answer.status_code
            assert "That code did not match" in answer.text
            assert "AAAA-BBBB" == visitor.soup(answer).select_one("#code")["value"]

    @pytest.mark.parametrize("address", ["/receipt", "/carry-on", "/i"])
    def test_is_typed_in_a_field_that_no_browser_remembers(self, visitor, address):
        """Each showing names the field for a code anew, so nobody is offered the one before."""
        names = {
            visitor.soup(visitor.client.get(address)).select_one("#code")["name"] for _ in range(3)
        }

        assert 3 == len(names - {"code"})

    def test_the_page_of_a_wrong_code_tries_again(self, visitor, code):
        """From the page that says so, the right code can be looked up."""
        wrong = visitor.answers("/receipt", code="AAAA-BBBB")
        form = visitor.soup(wrong).select_one("main form")
        field = form.select_one("#code")["name"]
        sent = {one["name"]: one["value"] for one in form.select("input")} | {field: code}

        assert "We have your answers" in visitor.client.post(form["action"], data=sent).text

    def test_thanks_are_gone_with_the_answers(self, visitor, code):
        """After answers were taken back, nobody is told that they will be read."""
        fields = visitor.hidden("/receipt") | {"code": code}
        visitor.client.post("/receipt/withdraw", data=fields)
        page = visitor.client.get("/s/small/thanks").text

        assert "when you took your answers back" in page
        assert "did not take them back" in page

    def test_an_empty_code_is_asked_for(self, visitor):
        """An empty code is an error at its field."""
        answer = visitor.answers("/receipt", code=" ")

        assert 422 == answer.status_code
        assert visitor.soup(answer).select_one("#code-error")


class TestEveryShippedQuestionnaire:
    @pytest.mark.parametrize("key", QUESTIONNAIRES)
    def test_any_way_through_ends_in_thanks(self, app, key):
        """Whatever is answered, every way through ends in thanks with everything stored."""
        slug = key.replace("_", "-")
        with db.unit_of_work() as session:
            a_shipped_survey(session, key)
        questions = studio.shipped_one(key).questions()

        @settings(
            max_examples=3,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.integers(0, 10_000))
        def walk(seed):
            visitor = Visitor(app.test_client(), slug)
            assert f"/s/{slug}/check" == visitor.walks(Random(seed), questions)
            assert CODE.fullmatch(visitor.sends())
            kept = _newest(slug, visitor)
            assert ResponseState.SUBMITTED is kept
            wanted = {name.split("-")[0] for name in visitor.given}
            assert wanted in [set(one) for one in stored(slug)]

        walk()


def _newest(slug, visitor):
    with visitor.client.session_transaction() as cookie:
        (token,) = cookie["drafts"].values()
    with db.reading() as session:
        response, _, _ = drafts.rows(session, token, slug=slug)
    return response.state
