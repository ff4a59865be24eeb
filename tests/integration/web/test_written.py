"""What staff wrote on a page that could not be kept stands on the page that says so."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from app.demo import content
from tests.integration.web.test_audits import ACTION, open_audit, record

SAID = "She was seen alone <twice>.\nShe liked that."
COPIES = "textarea[readonly]"


def copies(answer):
    """Return what stands on a page to be copied."""
    page = BeautifulSoup(answer.text, "html5lib")
    return [one.get_text() for one in page.select(COPIES)]


@pytest.fixture
def handed_in(staff):
    """Return an auditor and the address of their audit, which was handed in."""
    browser = staff("practitioner")
    path = open_audit(browser).headers["Location"]
    for voice, form in content.read().audits[0].voices.items():
        record(browser, path, voice, form)
    browser.sends(path, f"{path}/actions", **ACTION)
    browser.sends(path, f"{path}/submit")
    return browser, f"{path}/child/child_asked"


class TestWritten:
    def test_stands_there_when_an_old_tab_is_saved_late(self, handed_in):
        """A page of an audit that is handed in keeps nothing more, and gives the words back."""
        browser, where = handed_in
        answer = browser.sends(
            "/audits/new", where, child_asked="asked", child_words=SAID, _seen="one two three four"
        )

        assert 409 == answer.status_code
        assert [SAID] == copies(answer)

    def test_stands_there_when_a_page_was_open_too_long(self, staff):
        """A page whose token is stale gives back what was typed, and no password."""
        fields = {"title": "Ring before you come", "password": "walnut ferry thursday"}
        answer = staff("participation").client.post("/actions", data=fields)

        assert 400 == answer.status_code
        assert ["Ring before you come"] == copies(answer)

    def test_is_nowhere_without_words(self, handed_in):
        """Where nothing was written, nothing is offered to copy."""
        browser, where = handed_in
        answer = browser.sends("/audits/new", where, child_asked="asked")

        assert (409, []) == (answer.status_code, copies(answer))
        assert "What you wrote" not in answer.text

    def test_is_given_to_nobody_else(self, client):
        """Whoever is not signed in as staff gets no page with words that a form put there."""
        answer = client.post("/s/children/begin", data={"words": "Ring this number now please"})

        assert answer.status_code >= 400
        assert "Ring this number" not in answer.text
