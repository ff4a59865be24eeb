"""Accessible by proof: every page of those who answer, in every state, breaks no rule.

The small walk runs with the other tests; `make access` runs every place in every look and voice.
"""

from __future__ import annotations

import os
import re
from types import SimpleNamespace

import pytest
import yaml

from app import clock, create_app, db
from app.config import Settings
from app.services.accessibility import CHECKS, statement
from surveys.questions import Question
from tests.browser import ways
from tests.browser.conftest import AXE, DESKTOP, PHONE, follow, sign_in
from tests.browser.looking import look_at
from tests.browser.publishing import publish, tablet_link
from tests.browser.states import LOOKS, NO_PAGE, PERMISSIONS, PLACES, WALKS, places_of
from tools.accessibility_statement import PAGE, page

IS_FULL = os.environ.get("ACCESS") == "full"
# Only audits, which are for staff, ask for a grade.
FOR_STAFF = {"grade"}


@pytest.fixture(scope="module")
def made(browser, site):
    """Return what staff make before people come: letters, a consent, and a tablet's link."""
    window = browser.new_context(viewport=DESKTOP, base_url=site.url)
    desk = window.new_page()
    sign_in(desk, "participation")
    publish(desk, "proof-consent", "carer")
    publish(desk, "proof-tablet", "none")
    survey = desk.url
    tablet = tablet_link(desk)
    desk.goto(f"{survey}/invitations")
    desk.fill("#name", "Proof")
    desk.evaluate("day => document.querySelector('#expires_on').value = day", "2099-01-01")
    desk.fill("#count", str(len(WALKS)))
    follow(desk, "main form[enctype] button")
    follow(desk, "button:has-text('Show to print')")
    codes = desk.locator(".code").all_inner_texts()
    window.close()
    return SimpleNamespace(tablet=tablet, codes=codes, consenting="proof-consent")


@pytest.fixture(scope="module")
def passed():
    """Gather the walks that found nothing; when that is all of them, say so on the site."""
    names = []
    yield names
    if IS_FULL and [one.name for one in WALKS] == sorted(
        names, key=[one.name for one in WALKS].index
    ):
        said = {
            "day": clock.today(),
            "axe": re.search(r"axe v([0-9.]+)", AXE.read_text("utf-8")[:200])[1],
            "findings": 0,
            "places": len(PLACES),
            "looks": [one.says for one in LOOKS],
            "walks": [one.says for one in WALKS],
        }
        first = CHECKS.read_text("utf-8").split("\n", maxsplit=1)[0]
        CHECKS.write_text(f"{first}\n{yaml.safe_dump(said, sort_keys=False)}", "utf-8")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Create a site that draws pages by themselves."""
    folder = tmp_path_factory.mktemp("drawn")
    yield create_app(
        Settings(
            env="test",
            runner="none",
            demo=False,
            database_url=f"sqlite:///{folder / 'none.db'}",
            encryption_key_file=folder / "key",
        )
    )
    db.current().close()


def paths_of(place):
    """Return the pattern of the addresses of a place; without a script, taking back has its own."""
    return re.compile(re.sub(r"<[^>]+>", "[^/]+", place.route) + "(?:/withdraw)?$")


class TestWalk:
    @pytest.mark.parametrize(
        "walk", [one for one in WALKS if IS_FULL or one.is_small], ids=lambda one: one.name
    )
    def test_finds_nothing(self, context, app, made, passed, walk, tmp_path):
        """Past every page and state, in every look, nothing is found."""
        options = {"java_script_enabled": walk.is_scripted, "viewport": PHONE, "bypass_csp": True}
        on = ways.Guide(
            page=context(**options).new_page(),
            voice=walk.voice,
            is_scripted=walk.is_scripted,
            folder=tmp_path,
            app=app,
            open_window=lambda: context(**options).new_page(),
            code=made.codes[WALKS.index(walk)],
            consenting=made.consenting,
            tablet=made.tablet,
        )
        declared = {one.name: one for one in PLACES}
        stops, found = [], {}
        for way in ways.WAYS:
            for stop in way(on):
                name, page = stop if isinstance(stop, tuple) else (stop, on.page)
                place = declared[name]
                stops.append(name)
                if place.route:
                    assert paths_of(place).search(page.url.split("?")[0]), (name, page.url)
                found[name] = look_at(page, walk, place, is_full=IS_FULL)

        assert {} == {name: wrong for name, wrong in found.items() if wrong}
        assert sorted(one.name for one in places_of(walk)) == sorted(stops)
        passed.append(walk.name)


class TestClaims:
    def test_hold_nothing_that_is_not_walked(self):
        """The statement claims no look and no walk that stands nowhere here, and no place too many."""
        claimed = statement().checks

        assert set() == set(claimed.looks) - {one.says for one in LOOKS}
        assert set() == set(claimed.walks) - {one.says for one in WALKS}
        assert len(PLACES) >= claimed.places
        assert 0 == claimed.findings

    def test_stand_in_the_document(self):
        """docs/accessibility.md is what `make access` makes of what was found and what is known."""
        assert PAGE.read_text("utf-8") == page(statement())


class TestPlaces:
    def test_leave_out_no_page(self):
        """Each page for everyone is walked, or is no page for a reason that is written down."""
        rows = [line.split() for line in PERMISSIONS.read_text("utf-8").splitlines()]
        pages = {row[-2] for row in rows if row[0] == "GET" and row[-1] == "everyone"}
        walked = {one.route for one in PLACES if one.route}

        assert set() == pages - walked - set(NO_PAGE)
        assert set() == set(NO_PAGE) & walked

    def test_leave_out_no_kind_of_question(self):
        """Each kind of question has a place."""
        assert set(Question.kinds) - FOR_STAFF == {one.kind for one in PLACES if one.kind}
