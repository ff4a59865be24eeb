"""The page where people choose how pages look: nothing is lost by it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Response
from app.services import answers
from tests.looks import CLASSES, DARK, SLUG, a_visitor

GOOD = f"/s/{SLUG}/p/good"


@pytest.fixture
def visitor(client):
    return a_visitor(client)


class TestChangePage:
    def test_keeps_what_was_typed_and_not_saved(self, visitor):
        """Words that were not sent yet come back on the page, in the chosen look."""
        visitor.starts()
        way = visitor.soup(visitor.client.get(GOOD)).select_one("button.masthead__looks")
        data = visitor.hidden(GOOD) | {"good_thing": "My worker <rings> me.\r\nTwice."}
        asked = visitor.soup(visitor.client.post(way["formaction"], data=data))
        form = asked.select_one("main form")
        fields = {one["name"]: one["value"] for one in form.select("[type=hidden]")}
        soup = visitor.soup(visitor.client.post(form["action"], data=fields | DARK))

        assert "page" == way["form"]
        assert CLASSES == soup.html["class"]
        assert "My worker <rings> me.\nTwice." == soup.select_one("textarea").get_text().strip()
        with db.reading() as session:
            response = session.scalars(select(Response)).one()
            assert {} == answers.givens(session, response)

    def test_keeps_several_answers_to_one_question(self, visitor):
        """Every box that was ticked is ticked afterwards, also when all is left as it was."""
        visitor.starts()
        page = f"/s/{SLUG}/p/more_of"
        data = visitor.hidden(page) | {"more_of": ["sport", "other"], "more_of-other": "Chess"}
        asked = visitor.soup(visitor.client.post(f"{page}/looks", data=data))
        kept = [(one["name"], one["value"]) for one in asked.select("main form [type=hidden]")]
        fields: dict[str, list[str]] = {}
        for name, value in kept:
            fields.setdefault(name, []).append(value)
        soup = visitor.soup(
            visitor.client.post(f"{page}/looks", data={**fields, **DARK, "_as_before": ["1"]})
        )

        assert {"sport", "other"} == {one["value"] for one in soup.select("[checked]")}
        assert "Chess" == soup.select_one("#more_of-other")["value"]
        assert soup.html.get("class") is None

    def test_stays_in_the_language_of_the_page(self, visitor):
        """Somebody who answers in Welsh chooses in Welsh."""
        visitor.starts()
        data = visitor.hidden(GOOD) | {"_in": "cy"}

        soup = visitor.soup(visitor.client.post(f"{GOOD}/looks", data=data))
        assert "cy" == soup.html["lang"]

    def test_keeps_the_way_back_to_the_check(self, visitor):
        """Who came from the check to change one answer goes back there after choosing."""
        visitor.starts()
        address = f"{GOOD}?change=1"
        way = visitor.soup(visitor.client.get(address)).select_one("button.masthead__looks")
        asked = visitor.soup(
            visitor.client.post(way["formaction"], data=visitor.hidden(address))
        ).select_one("main form")
        soup = visitor.soup(
            visitor.client.post(asked["action"], data=visitor.hidden(address) | DARK)
        )

        assert f"{GOOD}/looks?change=1" == way["formaction"] == asked["action"]
        assert f"{GOOD}?change=1" == soup.select_one("#page")["action"]

    def test_opened_by_its_address_is_the_page(self, visitor):
        """Reloading after the choice, or an address that was copied, leads to the questions."""
        assert GOOD == visitor.client.get(f"{GOOD}/looks").location

    def test_needs_the_token_of_the_page(self, visitor):
        """Another site cannot make the page show what it sends."""
        visitor.starts()

        assert 400 == visitor.client.post(f"{GOOD}/looks", data={"good_thing": "x"}).status_code

    def test_needs_an_open_draft_to_show_the_page_again(self, visitor):
        """Without a draft the page says that it cannot be opened, and asks nothing."""
        visitor.starts()
        data = visitor.hidden(GOOD) | DARK
        with visitor.client.session_transaction() as session:
            session.pop("drafts")

        assert (
            "We cannot open your answers here"
            in visitor.client.post(f"{GOOD}/looks", data=data).text
        )
