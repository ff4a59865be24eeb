"""What the machine proposes for the codebook, in a browser without scripts."""

import re

from sqlalchemy import select

from app import db
from app.db.models import ThemeProposal
from app.domain.evidence import ProposalKind
from app.domain.people import Role
from app.services import jobs, proposals
from app.services.proposals import Found, Part
from app.worker import proposing
from tests import builders
from tests.codebook_pages import DOGS, PAGE, in_use, steps
from tests.queries import scalar
from tests.staff import Browser
from tests.unit.analysis.test_emergent import PARKING, PETS
from tests.written import write

PROPOSALS = "/codebook/proposals"


def propose(*found):
    book = in_use()
    with db.unit_of_work() as session:
        proposals.keep(session, found, book.id)


def new(*words):
    return Found(ProposalKind.NEW, (Part(words, 7, ()),))


class TestProposals:
    def test_says_that_nobody_has_looked(self, browser):
        """Before the first search the page says from how many comments on it can find one."""
        text = browser.opens(PROPOSALS).get_text(" ")
        assert "Nobody has looked yet" in text
        assert "0 comments carry no theme." in text
        assert "looked for from 20 on" in text

    def test_looks_in_the_background(self, browser):
        """Asking starts a job whose progress is shown, and its end says what was found."""
        with db.unit_of_work() as session:
            write(session, PARKING + PETS)
        browser.sends(PROPOSALS)
        page = browser.opens(PROPOSALS)
        assert page.select_one("progress")
        assert not browser.client.get(f"{PROPOSALS}/progress").json["finished"]
        with db.unit_of_work() as session:
            claim = jobs.claim(session, "me")
            while claim.kind != "propose":
                jobs.finish(session, claim)
                claim = jobs.claim(session, "me")
        proposing.propose("codebook", lambda done, total: None)
        with db.unit_of_work() as session:
            jobs.finish(session, claim)
        assert browser.client.get(f"{PROPOSALS}/progress").json["finished"]
        text = browser.opens(PROPOSALS).get_text(" ")
        assert "That is enough to look for new themes." in text
        assert "A new theme?" in text
        people = re.search(r"(\d+) people said this", text)
        assert int(people[1]) >= 5
        assert len(browser.opens(PROPOSALS).select("section.card")[0].select("blockquote")) == 3

    def test_says_when_nothing_was_found(self, browser):
        """A search that found nothing says what it takes."""
        browser.sends(PROPOSALS)
        with db.unit_of_work() as session:
            jobs.finish(session, jobs.claim(session, "me"))
        assert "Nothing to propose" in browser.opens(PROPOSALS).get_text(" ")

    def test_says_when_a_search_failed(self, browser):
        """A search that broke off is named as a problem, with what to do."""
        browser.sends(PROPOSALS)
        with db.unit_of_work() as session:
            jobs.fail(session, jobs.claim(session, "me"), "broken", is_final=True)
        assert "stopped before its end" in browser.opens(PROPOSALS).get_text(" ")

    def test_makes_a_theme_with_one_click(self, browser):
        """The theme is in the draft with its words, and the proposal is gone."""
        propose(new("bus", "late", "stop"))
        form = browser.opens(PROPOSALS).select_one("section.card form")
        browser.sends(PROPOSALS, to=form["action"])
        text = browser.says()
        assert "It is in the draft." in text
        assert "Version 2 is a draft" in text
        assert "A new theme?" not in text
        assert ["“Bus, late, stop” was added."] == steps(browser)
        browser.sends(PROPOSALS, to=form["action"])
        assert "Somebody has decided on this proposal already." in browser.says()

    def test_refuses_a_theme_of_a_name_that_is_taken(self, browser):
        """The name that another theme has is named, and the proposal stays."""
        browser.sends(f"{PAGE}/themes/new", **DOGS | {"name": "Bus, late"}, parent="")
        propose(new("bus", "late"))
        form = browser.opens(PROPOSALS).select_one("section.card form")
        browser.sends(PROPOSALS, to=form["action"])
        assert "Another theme is called “Bus, late”." in browser.says()
        assert "A new theme?" in browser.says()

    def test_puts_one_aside(self, browser):
        """What is dismissed is not shown any more."""
        propose(new("bus", "late"))
        browser.sends(
            PROPOSALS, to=browser.opens(PROPOSALS).select("section.card form")[1]["action"]
        )
        assert "will not come again" in browser.says()
        assert "dismissed" == scalar(select(ThemeProposal.state))

    def test_shows_what_may_be_one_and_what_may_be_two(self, browser):
        """A pair stands with both definitions, and a theme of two with both halves."""
        a, b, c = in_use().codebook.themes[:3]
        halves = (Part(("quiet",), 30, ()), Part(("noise",), 20, ()))
        propose(
            Found(ProposalKind.MERGE, theme_key=a.key, other_key=b.key),
            Found(ProposalKind.SPLIT, halves, theme_key=c.key),
        )
        pair, two = browser.opens(PROPOSALS).select("section.card")
        assert a.definition in pair.get_text()
        assert b.definition in pair.get_text()
        assert "30 people said this." in two.get_text()
        assert "20 people said this." in two.get_text()
        for card in (pair, two):
            browser.sends(PROPOSALS, to=card.select_one("form")["action"])
        assert 2 == len(steps(browser))

    def test_is_for_those_who_read_every_service(self, app, sign_in):
        """An officer of one service is told why, and whom to ask."""
        with db.unit_of_work() as session:
            service_id = builders.a_service(session).id
        propose(new("bus", "late"))
        browser = Browser(sign_in(Role.PARTICIPATION, service=service_id))
        page = browser.opens(PROPOSALS).get_text(" ")
        assert "drawn from every service" in page
        assert "Bus, late" not in page
        assert "carry no theme" not in page
