"""How pages look: chosen from any page, and kept to the end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Response
from app.domain.people import Role
from tests import builders
from tests.looks import CLASSES, DARK, SLUG, a_visitor
from tests.respondent import Visitor

LOOKS = "/how-it-looks"
SHEET = "link[href*='display.css']"


@pytest.fixture
def visitor(client):
    return a_visitor(client)


def classes(visitor, address):
    return visitor.soup(visitor.client.get(address)).html.get("class")


def chooses(visitor, back="/", **chosen):
    return visitor.client.post(LOOKS, data={"_back_to": back, **(chosen or DARK)})


def cookies(answer):
    return [line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")]


class TestWay:
    @pytest.mark.parametrize(
        "address", ["/", "/help", "/privacy", "/receipt", "/s/small", "/nowhere"]
    )
    def test_stands_on_every_page_and_leads_back(self, visitor, address):
        """Each page for everyone, a missing one too, has the link, and the choice leads back."""
        link = visitor.soup(visitor.client.get(address)).select_one(".masthead__looks")
        form = visitor.soup(visitor.client.get(link["href"])).select_one("form")

        assert "How this page looks" == link.get_text()
        assert address == form.select_one("[name=_back_to]")["value"]
        assert address == chooses(visitor, address).location

    def test_leads_back_in_the_language_of_the_page(self, visitor):
        """From the start page in Arabic the choice is in Arabic, and so is the page after it."""
        start = visitor.soup(visitor.client.get(f"/s/{SLUG}?in=ar"))
        page = visitor.soup(visitor.client.get(start.select_one(".masthead__looks")["href"]))
        form = page.select_one("main form")
        back = form.select_one("[name=_back_to]")["value"]

        assert ("ar", "rtl") == (page.html["lang"], page.html["dir"])
        assert f"/s/{SLUG}?in=ar" == back
        assert (
            back == visitor.client.post(form["action"], data={"_back_to": back, **DARK}).location
        )

    def test_leads_home_from_a_page_that_cannot_be_opened_again(self, visitor):
        """After a code was looked up, the address of the page is that of its form."""
        answer = visitor.answers("/receipt", code="AAAA-AAAA-AAAA-AAAA-A")
        link = visitor.soup(answer).select_one(".masthead__looks")

        assert "/how-it-looks?back=/receipt" == link["href"]

    def test_leads_home_where_only_a_form_leads(self, visitor):
        """A page that only a form can open is left for the home page."""
        code = visitor.hidden("/receipt") | {"code": "AAAA-AAAA-AAAA-AAAA-A"}
        link = visitor.soup(visitor.client.post("/receipt/withdraw", data=code)).select_one(
            ".masthead__looks"
        )

        assert "/how-it-looks?back=/" == link["href"]

    @pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", ""])
    def test_leads_nowhere_else(self, visitor, back):
        """No address makes the choice lead to another site."""
        assert "/" == chooses(visitor, back).location


class TestChoose:
    def test_is_kept_from_the_start_to_the_thanks(self, visitor):
        """Start page, questions, the check, the thanks and the pages beside them all look so."""
        chooses(visitor, f"/s/{SLUG}")
        address = visitor.starts()
        seen = [classes(visitor, f"/s/{SLUG}"), classes(visitor, address)]
        visitor.answers(address, enough_fun="3")
        seen += [classes(visitor, f"/s/{SLUG}/check"), classes(visitor, f"/s/{SLUG}/later")]
        visitor.sends()
        seen += [classes(visitor, f"/s/{SLUG}/thanks"), classes(visitor, "/help")]

        assert [CLASSES] * 6 == seen

    def test_sets_no_cookie_before_a_choice_is_made(self, visitor):
        """Looking at the choices stores nothing, and neither does leaving all as it was."""
        looked = visitor.client.get(LOOKS)
        left = chooses(visitor, _colours="dark", _as_before="1")

        assert [] == cookies(looked) + cookies(left)
        assert ["earshot"] == cookies(chooses(visitor))

    def test_of_the_usual_look_leaves_nothing_behind(self, visitor):
        """Who goes back to the usual look before beginning has no cookie any more."""
        chooses(visitor)
        answer = chooses(visitor, _colours="device", _size="usual", _face="usual")

        assert "Max-Age=0" in answer.headers["Set-Cookie"]
        assert classes(visitor, "/") is None

    def test_is_marked_on_the_page_of_choices(self, visitor):
        """What was chosen before is ticked when somebody comes to change it."""
        chooses(visitor)
        soup = visitor.soup(visitor.client.get(LOOKS))

        assert {"dark", "biggest", "clear"} == {one["value"] for one in soup.select("[checked]")}

    def test_refuses_the_unknown(self, visitor):
        """A forged choice is refused and changes nothing."""
        chooses(visitor)
        answer = chooses(visitor, _colours="plaid")

        assert 422 == answer.status_code
        assert CLASSES == classes(visitor, "/")

    def test_refuses_another_site(self, visitor):
        """Another site cannot change how pages look."""
        answer = visitor.client.post(LOOKS, data=DARK, headers={"Sec-Fetch-Site": "cross-site"})

        assert 400 == answer.status_code
        assert classes(visitor, "/") is None

    def test_forged_cookies_look_as_usual(self, visitor):
        """A session that names what is no choice does no harm."""
        with visitor.client.session_transaction() as session:
            session["display"] = "huge.plaid.comic"

        assert classes(visitor, "/") is None

    def test_ends_with_leaving(self, visitor):
        """After “Leave this page” nothing tells what somebody chose."""
        chooses(visitor)
        visitor.client.get("/exit")

        assert classes(visitor, "/") is None

    def test_is_not_kept_with_answers(self, visitor):
        """No column of a response holds a word of the choice."""
        chooses(visitor)
        visitor.starts()
        with db.reading() as session:
            response = session.scalars(select(Response)).one()
            held = {str(getattr(response, one.key)) for one in Response.__table__.columns}

        assert held
        assert not [text for text in held if "biggest" in text or "colours" in text]


class TestSheet:
    def test_is_fetched_only_by_those_who_chose(self, visitor):
        """Without a choice no page asks for the sheet; with one every page does."""
        before = visitor.soup(visitor.client.get("/")).select(SHEET)
        choices = visitor.soup(visitor.client.get(LOOKS)).select(SHEET)
        chooses(visitor)

        assert [] == before
        assert 1 == len(choices)
        assert 1 == len(visitor.soup(visitor.client.get(f"/s/{SLUG}")).select(SHEET))

    def test_and_face_are_served(self, visitor):
        """The sheet comes as a style sheet and the face as a font."""
        chooses(visitor)
        sheet = visitor.soup(visitor.client.get("/")).select_one(SHEET)["href"]

        face = "/static/fonts/lexend-latin.woff2"
        with visitor.client.get(sheet) as dress, visitor.client.get(face) as letters:
            assert ["text/css", "font/woff2"] == [dress.mimetype, letters.mimetype]

    def test_does_not_touch_pages_of_staff(self, visitor, sign_in):
        """Whoever chose dark letters as a respondent reads the evidence as ever."""
        with db.unit_of_work() as session:
            service = builders.a_service(session).id
        officer = sign_in(Role.PARTICIPATION, service=service)
        officer.post(LOOKS, data=DARK)
        soup = Visitor(officer).soup(officer.get("/staff"))

        assert soup.html.get("class") is None
        assert [] == soup.select(f"{SHEET}, .masthead__looks")
