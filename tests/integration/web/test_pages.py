"""Pages for everyone: the first page, plain words, help, and a page that gives nothing away."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from app import db
from app.domain.surveys import SurveyState
from app.services import publishing, studio
from tests.respondent import a_published_survey


def _soup(answer):
    return BeautifulSoup(answer.text, "html5lib")


class TestHome:
    def test_lists_what_is_open(self, client):
        """The first page leads to every open questionnaire and says what happens with answers."""
        with db.unit_of_work() as session:
            a_published_survey(session)

        page = _soup(client.get("/"))
        assert ["/s/small"] == [link["href"] for link in page.select(".card__title a")]
        assert "What happens with what you say" in page.get_text()

    def test_says_when_nothing_is_open(self, client):
        """With nothing open, the first page says so."""
        assert "No questions are open just now" in client.get("/").text


class TestPlainPages:
    @pytest.mark.parametrize("address", ["/", "/privacy", "/accessibility", "/help", "/receipt"])
    def test_opens_with_leaving_and_help_in_sight(self, client, address):
        """Every page has one heading, the way out, and the way to help."""
        answer = client.get(address)

        page = _soup(answer)
        assert 200 == answer.status_code
        assert 1 == len(page.select("h1"))
        assert page.select('a[href="/exit"]')
        assert page.select('a[href="/help"]')

    def test_help_can_be_called_and_texted(self, client):
        """Each place to get help has a number that a phone can use."""
        page = _soup(client.get("/help"))

        ways = {link["href"] for link in page.select(".help a")}
        assert {"tel:999", "tel:08001111", "sms:85258"} <= ways

    def test_the_neutral_page_names_nobody(self, client):
        """The page after leaving says nothing of the site or of what was open."""
        page = client.get("/weather").text

        assert "Anytown" not in page
        assert "Questions" not in page
        assert not _soup(client.get("/weather")).select("main a")

    def test_health_says_that_it_answers(self, client):
        """Whatever watches the site learns that it and its database answer."""
        answer = client.get("/health")

        assert (200, "ok\n") == (answer.status_code, answer.text)

    def test_leaving_without_a_draft(self, client):
        """Leaving needs no draft."""
        assert "/weather" == client.get("/exit").location


class TestUncheckedTranslations:
    NOTE = ".notice--info"

    @pytest.mark.parametrize("code", ["cy", "pl", "ar", "ur"])
    @pytest.mark.parametrize("address", ["/nowhere", "/s/nowhere", "/s/nowhere/p/fun"])
    def test_are_told_of_where_something_went_wrong(self, client, address, code):
        """A page that is not there, a survey that is unknown and a draft that is gone say so."""
        answer = client.get(f"{address}?in={code}")
        page, plain = _soup(answer), _soup(client.get(address))

        assert 404 == answer.status_code
        assert page.html["lang"].startswith(code)
        assert "?in=en" == page.select_one(f"main {self.NOTE} a")["href"]
        assert [] == plain.select(f"main {self.NOTE}")

    def test_lead_nowhere_from_what_was_only_sent(self, client):
        """An error about a form is told of too, without a link that would open nothing."""
        page = _soup(client.post("/receipt/withdraw?in=cy", data={"code": "WRONG"}))

        assert page.select(f"main {self.NOTE}")
        assert [] == page.select(f"main {self.NOTE} a")


class TestShippedDefinitions:
    def test_one_of_each_can_be_asked_for(self):
        """Everything that ships is found by its key."""
        for definition in studio.shipped():
            assert definition is studio.shipped_one(definition.key)

    def test_a_closed_survey_is_not_listed(self, client):
        """Only what can be answered now is listed."""
        with db.unit_of_work() as session:
            version_id = a_published_survey(session)
            version = session.get_one(publishing.SurveyVersion, version_id)
            session.get_one(publishing.Survey, version.survey_id).state = SurveyState.PAUSED

        assert "/s/small" not in client.get("/").text
