"""Coming in with a code: from a link or typed, once, and never told whether a code exists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.exc import OperationalError

from app import clock, db
from app.services import invitations
from tests.invited import Invited, a_mailing, a_survey, browsers, codes_of
from tests.respondent import a_published_survey, stored


@pytest.fixture(params=[True, False], ids=["by invitation", "open"])
def by_invitation(request):
    return request.param


@pytest.fixture
def code(app, by_invitation):
    with db.unit_of_work() as session:
        return codes_of(a_mailing(session, a_survey(session, by_invitation=by_invitation)))[0]


def heading(answer):
    return BeautifulSoup(answer.text, "html5lib").h1.get_text(strip=True)


def said(answer):
    return answer.status_code, BeautifulSoup(answer.text, "html5lib").main.get_text(
        " ", strip=True
    )


def _cookie(client):
    return client.get_cookie(client.application.config["SESSION_COOKIE_NAME"]).value


def types_in(client, code, **options):
    form = BeautifulSoup(client.get("/i").text, "html5lib").select_one("main form")
    token = form.select_one("input[name=csrf_token]")["value"]
    return client.post("/i", data={"csrf_token": token, "code": code}, **options)


class TestFollow:
    def test_leaves_the_code_out_of_every_address_after_the_first(self, client, code):
        """A link leads at once to an address without its code, and then to the questions."""
        first = client.get(f"/i/{code}")
        second = client.get(first.location)

        assert (303, "/i") == (first.status_code, first.location)
        assert (303, "/s/small") == (second.status_code, second.location)

    def test_spends_nothing(self, client, code):
        """Looking at a link, as a mail program does, uses no code up."""
        for _ in range(3):
            client.get(f"/i/{code}", follow_redirects=True)

        with db.reading() as session:
            assert invitations.entry_of(session, invitations.ticket_of(code)).is_good

    def test_tells_nothing_of_a_wrong_code(self, client, code):
        """A mistyped code and a well-formed one that is nobody's meet the same page."""
        wrong = [code[:-1] + ("A" if code[-1] != "A" else "B"), invitations.new_code(), "x", "💛"]
        pages = {said(types_in(client, one, follow_redirects=True)) for one in wrong}
        links = {said(client.get(f"/i/{one}", follow_redirects=True)) for one in wrong}

        assert 1 == len(pages | links)
        assert "We cannot use this code" in pages.pop()[1]

    def test_takes_a_code_that_was_typed(self, client, code):
        """A code from a letter leads to the questions, in capital letters or small ones."""
        answer = types_in(client, code.lower(), follow_redirects=True)

        assert "/s/small" == answer.request.path

    def test_asks_again_for_a_code_that_was_left_out(self, client, code):
        """An empty form is shown again with what to do."""
        answer = types_in(client, " ")

        assert 422 == answer.status_code
        assert "Type the code" in answer.text

    def test_calls_no_code_wrong_because_the_database_is_busy(self, client, code, monkeypatch):
        """While nothing can be asked, the site says that it is away; then the code still works."""
        client.get(f"/i/{code}")

        def busy(*_):
            raise OperationalError("select", {}, Exception("database is locked"))

        with monkeypatch.context() as patched:
            patched.setattr(invitations, "entry_of", busy)
            answer = client.get("/i")

        assert (503, "We are not open just now") == (answer.status_code, heading(answer))
        assert "/s/small" == client.get("/i").location

    def test_says_that_a_code_is_too_old(self, client, code, by_invitation):
        """A code after its last day says so, and offers the survey only where it is open."""
        with clock.frozen(clock.now() + timedelta(days=31)):
            answer = client.get(f"/i/{code}", follow_redirects=True)

        assert 410 == answer.status_code
        assert "This code is too old now" == heading(answer)
        assert by_invitation is ('href="/s/small"' not in answer.text)

    def test_says_that_a_code_was_used(self, client, code, by_invitation):
        """A used code says so, shows no answer, and offers the survey only where it is open."""
        person = Invited(client)
        person.answers_all(person.comes_in(code))
        person.sends()
        answer = browsers(client, 1)[0].get(f"/i/{code}", follow_redirects=True)

        assert 410 == answer.status_code
        assert "This code has been used" == heading(answer)
        assert by_invitation is ('href="/s/small"' not in answer.text)


class TestBegin:
    def test_needs_a_code_where_the_survey_does(self, client, code, by_invitation):
        """A survey by invitation shows no question without a code, and says where to type it."""
        answer = client.get("/s/small")
        begun = client.post("/s/small", data={"client_token": "0" * 32})

        expected = (403, 403) if by_invitation else (200, 303)
        assert expected == (answer.status_code, begun.status_code)
        assert by_invitation is ("You need a code" in answer.text)

    def test_shows_nobody_what_was_begun_with_the_code(self, client, code):
        """Whoever finds the letter begins anew, and sees nothing of what somebody wrote."""
        person = Invited(client)
        address = person.comes_in(code)
        person.answers(address, mood="1")

        finder = Invited(browsers(client, 1)[0])
        address = finder.comes_in(code)

        assert not finder.soup(finder.client.get(address)).select("input[checked]")


class TestHome:
    def test_lists_what_is_open_to_everybody(self, client, code, by_invitation):
        """The list of open questions leaves out what is only for those who were invited."""
        assert by_invitation is ("/s/small" not in client.get("/").text)


class TestSending:
    def test_takes_one_of_two_that_began_with_one_code(self, client, code, by_invitation):
        """The second to send with one code is told what was kept, and nothing of theirs counts."""
        first, second = (Invited(one) for one in browsers(client, 2))
        for person in (first, second):
            person.answers_all(person.comes_in(code))
        first.sends()
        answer = second.client.post("/s/small/check", data=second.hidden("/s/small/check"))

        assert 409 == answer.status_code
        assert "These answers were not sent" == heading(answer)
        assert by_invitation is ('href="/s/small/check"' not in answer.text)
        assert first.receipt()

    def test_lets_go_of_the_code_afterwards(self, client, code, by_invitation):
        """The next person with the same phone is not taken for the one before."""
        person = Invited(client)
        person.answers_all(person.comes_in(code))
        person.sends()
        answer = client.get("/s/small")

        assert (403 if by_invitation else 200) == answer.status_code
        assert "Type your code" == heading(client.get("/i"))

    def test_sends_a_response_twice_as_one(self, client, code):
        """A reply that was lost can be asked for again, with the same receipt."""
        person = Invited(client)
        person.answers_all(person.comes_in(code))
        token = person.hidden("/s/small/check")
        once = person.client.post("/s/small/check", data=token)
        again = person.client.post("/s/small/check", data=token)

        assert (303, once.location) == (again.status_code, again.location)
        assert 1 == len(stored("small"))

    def test_lets_go_of_the_code_when_the_first_reply_was_lost(self, client, code, by_invitation):
        """Sent again because no reply came, the code is let go of all the same."""
        person = Invited(client)
        person.answers_all(person.comes_in(code))
        fields = person.hidden("/s/small/check")
        carried = _cookie(client)
        client.post("/s/small/check", data=fields)
        client.set_cookie(client.application.config["SESSION_COOKIE_NAME"], carried)
        client.post("/s/small/check", data=fields)

        assert "Type your code" == heading(client.get("/i"))

    def test_of_another_survey_keeps_the_code(self, client, code, by_invitation):
        """Who answers something else first can still come in with the code of the letter."""
        with db.unit_of_work() as session:
            a_published_survey(session, slug="other")
        client.get(f"/i/{code}")
        person = Invited(client, "other")
        person.answers_all(person.starts())
        sent = client.post("/s/other/check", data=person.hidden("/s/other/check"))

        assert (303, "/s/other/thanks") == (sent.status_code, sent.location)
        assert "/s/small" == client.get("/i").location
