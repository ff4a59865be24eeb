"""What audits show, in a browser: services, teams, a journey and a case, by keyboard and without scripts."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, follow, sign_in

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def tab_to(page, selector):
    """Press Tab until the element is reached, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{selector} can't be reached with Tab")


class TestPlaces:
    @SIZES
    def test_have_no_violations(self, context, size):
        """The page of a service, of a team, and of a journey of one service are clean."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "participation")
        page.goto("/audits/seen")
        found = {}
        follow(page, "th a[href*='service='] >> nth=0")
        found["service"] = faults(page)
        follow(page, "th a[href*='team='] >> nth=0")
        found["team"] = faults(page)
        follow(page, "nav.ways a[href*='/journey']")
        found["journey"] = faults(page)

        assert dict.fromkeys(found, []) == found

    def test_fit_a_phone_without_scripts(self, context):
        """Without scripts and on 320 pixels nothing but a table is scrolled sideways."""
        page = context(viewport={"width": 320, "height": 740}).new_page()
        sign_in(page, "participation")
        widths = {}
        for path in ("/audits/seen", "/audits/seen/journey"):
            page.goto(path)
            widths[path] = page.evaluate("document.documentElement.scrollWidth")

        assert dict.fromkeys(widths, 320) == widths


class TestCase:
    def test_is_found_by_keyboard_alone(self, context):
        """A moderator types a reference, is told when it is wrong, and reads the case."""
        page = context(viewport=PHONE, bypass_csp=True).new_page()
        sign_in(page, "moderator")
        page.goto("/audits/seen/cases")
        tab_to(page, "#case_ref")
        page.keyboard.type("CH-9999")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        wrong = faults(page)
        assert "CH-9999" == page.input_value("#case_ref")
        page.fill("#case_ref", "")
        page.keyboard.type("CH-1003")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        tab_to(page, "summary")
        page.keyboard.press("Enter")

        assert "Case CH-1003" == page.text_content("h1")
        assert page.is_visible("details dd")
        assert [] == wrong + faults(page)

    def test_is_read_without_scripts(self, context):
        """With JavaScript off a case is found and read."""
        page = context(viewport=PHONE, java_script_enabled=False).new_page()
        sign_in(page, "moderator")
        page.goto("/audits/seen/cases")
        page.fill("#case_ref", "CH-1003")
        follow(page, "main form button[type=submit]")

        assert "Case CH-1003" == page.text_content("h1")
