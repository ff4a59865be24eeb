"""What audits lead to, in a browser: danger first on a phone, and mistakes told where they are."""

from __future__ import annotations

import re

from tests.browser.conftest import PHONE, faults, follow, open_an_audit, sign_in
from tests.browser.test_axe import SIZES


def stop(page):
    """Press the button for an immediate concern."""
    follow(page, "main button:has-text('I have an immediate concern')")


class TestSafety:
    @SIZES
    def test_has_no_violations(self, context, size):
        """Whom to ring is clean before a concern, after it, and as a note on the next pages."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "practitioner")
        audit = open_an_audit(page)
        found = faults(page)
        page.goto(f"{audit}/safety")
        found += faults(page)
        stop(page)
        found += faults(page)
        follow(page, "main a:has-text('Write down who was told')")
        found += faults(page)
        page.goto(audit)

        assert [] == found + faults(page)

    def test_is_seen_without_scrolling_or_scripts(self, context):
        """On a phone without scripts the first number to ring is on the first screen."""
        page = context(viewport=PHONE, java_script_enabled=False).new_page()
        sign_in(page, "practitioner")
        audit = open_an_audit(page)
        follow(page, "main a[href*='/child/'] >> nth=0")
        page.check("input[value=asked]", force=True)
        stop(page)
        call = page.locator("main a[href='tel:999']").bounding_box()

        assert f"{audit}/safety" == page.url
        assert call["y"] + call["height"] < PHONE["height"]

    def test_is_not_what_enter_presses(self, context):
        """Enter in a field keeps the page; it does not raise a concern by accident."""
        page = context(viewport=PHONE).new_page()
        sign_in(page, "practitioner")
        open_an_audit(page)
        follow(page, "main a[href*='/child/'] >> nth=0")
        page.check("input[value=not_asked]", force=True)
        with page.expect_navigation():
            page.press("input[value=not_asked]", "Enter")

        assert re.search(r"/child/child_not_asked$", page.url)


class TestMistakes:
    @SIZES
    def test_are_told_on_clean_pages(self, context, size):
        """An action without evidence, a dispute without reasons, an empty session: each is clean."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "worker")
        page.goto("/learning/actions")
        follow(page, "main th a >> nth=0")
        follow(page, "main form[action$='/done'] button")
        found = faults(page)
        page.goto("/my-audits")
        follow(page, "main th a >> nth=0")
        page.check("input[value=disputes]", force=True)
        follow(page, "main form[action$='/reply'] button")
        found += faults(page)
        titles = page.title()
        sign_in(page, "moderator")
        page.goto("/learning")
        follow(page, "main a[href$='/sessions/new'] >> nth=0")
        follow(page, "main form button[type=submit]")

        assert titles.startswith("Error: ")
        assert page.title().startswith("Error: ")
        assert [] == found + faults(page)
