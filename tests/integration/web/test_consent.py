"""Consent on the web: asked before the first question, by buttons, and a no keeps nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app import db
from app.db.models import Response, Survey
from app.domain.surveys import Consent, SurveyState
from tests.respondent import SMALL, Visitor, a_published_survey

AGREE = "/s/small/agree"


@pytest.fixture
def visitor(client):
    with db.unit_of_work() as session:
        a_published_survey(session, consent=Consent.CARER)
    return Visitor(client)


def _starts(visitor):
    page = visitor.soup(visitor.client.get("/s/small"))
    form = page.select_one("form:has(input[name=client_token])")
    sent = {"client_token": form.select_one("input[name=client_token]")["value"]}
    return visitor.client.post(form["action"], data=sent)


class TestAsk:
    def test_a_carer_agrees_then_the_child_then_the_questions(self, visitor):
        """The whole way, without JavaScript: two yeses by two people, then the first question."""
        assert AGREE == _starts(visitor).location
        assert "First, a question for the grown-up" in visitor.client.get(AGREE).text
        assert AGREE == visitor.answers(AGREE, says="yes").location
        page = visitor.client.get(AGREE).text
        assert "A grown-up said that this is OK" in page
        assert "Do you want to do this?" in page
        visitor.answers(AGREE, says="yes")

        assert "/s/small/p/mood" == visitor.client.get(AGREE).location
        assert 200 == visitor.client.get("/s/small/p/mood").status_code

    @pytest.mark.parametrize("place", ["p/mood", "check"])
    def test_no_page_opens_before(self, visitor, place):
        """Whoever begins without being asked, or types an address, is led to the question."""
        visitor.starts()

        answer = visitor.client.get(f"/s/small/{place}")
        assert (303, AGREE) == (answer.status_code, answer.location)

    def test_the_first_page_can_be_read_again(self, visitor):
        """Who is being asked can go back and read what is promised."""
        _starts(visitor)

        again = visitor.soup(visitor.client.get(AGREE)).select_one("a.back")["href"]
        assert "Who reads your answers?" in visitor.client.get(again).text

    def test_says_when_the_survey_rests(self, visitor):
        """A paused survey asks nobody for a yes."""
        _starts(visitor)
        with db.unit_of_work() as session:
            session.scalars(select(Survey)).one().state = SurveyState.PAUSED

        answer = visitor.client.get(AGREE)
        assert (409, True) == (answer.status_code, "What was kept" in answer.text)

    def test_without_a_draft_there_is_nothing_to_agree_to(self, visitor):
        """Without a draft there is the kind page that says so."""
        answer = visitor.client.get(AGREE)

        assert (404, True) == (answer.status_code, "Start again" in answer.text)


class TestVoices:
    def test_is_asked_in_welsh_with_the_english_below(self, visitor):
        """The unchecked Welsh says that it is unchecked, and opens to the English."""
        page = visitor.soup(visitor.client.get("/s/small?in=cy"))
        form = page.select_one("form:has(input[name=client_token])")
        sent = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
        visitor.client.post(form["action"], data=sent)
        page = visitor.soup(visitor.client.get(AGREE))

        assert "cwestiwn i’r oedolyn" in page.h1.get_text()
        assert page.select_one(".notice")
        english = page.select_one("details[lang=en-GB]").get_text()
        assert "First, a question for the grown-up" in english

    def test_is_asked_in_easy_read_with_pictures(self, client):
        """Easy Read has its own words, with a symbol beside each idea."""
        with db.unit_of_work() as session:
            a_published_survey(
                session,
                SMALL + "wordings: [{rendering: easy_read, title: Small}]\n",
                consent=Consent.OWN,
            )
        visitor = Visitor(client)
        page = visitor.soup(client.get("/s/small?in=easy_read-en"))
        form = page.select_one("form:has(input[name=client_token])")
        sent = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
        client.post(form["action"], data=sent)
        page = visitor.soup(client.get(AGREE))

        assert "Do you want to take part?" == page.h1.get_text(strip=True)
        assert 6 == len(page.select("p.beside > svg.symbol"))
        assert [] == page.select("details[lang=en-GB]")


class TestAnswer:
    def test_a_no_is_fine_and_keeps_nothing(self, visitor):
        """A no leads to a page that says it is fine; the draft is gone from here and there."""
        _starts(visitor)
        answer = visitor.answers(AGREE, says="no")

        page = visitor.client.get(answer.location)
        assert "Nothing was kept" in page.text
        assert "0800 1111" in page.text
        with db.reading() as session:
            assert 0 == session.scalar(select(func.count()).select_from(Response))
        assert 404 == visitor.client.get(AGREE).status_code

    def test_neither_is_asked_again(self, visitor):
        """A form that says neither yes nor no asks again and keeps nothing."""
        _starts(visitor)
        answer = visitor.answers(AGREE, says="perhaps")

        assert (422, True) == (answer.status_code, "Choose one of the two buttons" in answer.text)
        assert "First, a question for the grown-up" in visitor.client.get(AGREE).text

    def test_another_site_cannot_begin_it(self, visitor):
        """Another site cannot make a browser begin."""
        answer = visitor.client.post(
            f"{AGREE}/begin",
            data={"client_token": "t" * 32},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert 400 == answer.status_code
