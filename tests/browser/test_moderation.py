"""A second reading in a real browser: every page is clean, and it can be done without scripts."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, follow, sign_in

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def take(page):
    """Take the first audit that waits."""
    page.goto("/moderation")
    page.click("label[for^=free-] >> nth=0")
    follow(page, "form[action$='/take'] button:not([formaction]) >> nth=0")


def grade(page, value, words):
    """Give one grade with its evidence, and go on."""
    page.check(f"input[type=radio][value={value}]", force=True)
    page.fill("textarea", words)
    follow(page, "main form button[type=submit]")


def grade_all(page):
    """Give every grade that is asked for."""
    follow(page, "a[href*='/grades/'] >> nth=0")
    while "/grades/" in page.url:
        grade(page, "good", "I read the record and saw it.")


class TestReading:
    @SIZES
    def test_has_no_violations(self, context, size):
        """Each page from taking an audit to comparing both readings is clean, with errors too."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "moderator")
        found = {}
        take(page)
        reading = page.url
        found["blind"] = faults(page)
        follow(page, "a[href*='/grades/'] >> nth=0")
        page.click("details summary")
        found["grade"] = faults(page)
        grade(page, "inadequate", " ")
        found["no evidence"] = faults(page)
        assert page.is_checked("input[value=inadequate]")
        page.goto(reading)
        grade_all(page)
        follow(page, "form[action$='/submit'] button")
        found["both"] = faults(page)
        follow(page, "button[name=what][value=refer]")
        found["no reason"] = faults(page)

        assert "Error" in page.title()
        assert dict.fromkeys(found, []) == found

    def test_can_be_done_without_scripts(self, context):
        """With JavaScript off an audit is taken, graded, compared and settled."""
        page = context(viewport=PHONE, java_script_enabled=False).new_page()
        sign_in(page, "moderator")
        take(page)
        grade_all(page)
        follow(page, "form[action$='/submit'] button")
        for box in page.locator("input[type=radio][value=good]").all():
            box.check(force=True)
        for box in page.locator("textarea").all():
            box.fill("We read it together.")
        follow(page, "button[name=what][value=settle]")

        assert "Both readings stay as they were given." in page.inner_text("body")
