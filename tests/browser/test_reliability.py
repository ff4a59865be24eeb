"""Coding a blind sample in a browser: by keyboard, without scripts, and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, axe, follow, sign_in

FIND = "#theme-filter"


def draw(page):
    """Draw a sample of ten of all surveys for whoever is signed in, and open it."""
    page.goto("/reliability/new")
    page.fill("#size", "10")
    page.click("label[for=coders-0]")
    follow(page, "main form button[type=submit]")
    follow(page, "a[href$='/code'] >> nth=0")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestCode:
    def test_can_be_done_by_keyboard_alone(self, context, size):
        """Typing finds a theme, Enter ticks it, Ctrl and Enter save; no page has a violation."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "participation")
        page.goto("/reliability")
        found = {"list": axe(page)}
        page.goto("/reliability/new")
        found["new"] = axe(page)
        draw(page)
        found["code"] = axe(page)
        name = page.locator("[data-theme] label").nth(4).inner_text().strip()
        page.focus(FIND)
        page.keyboard.type(name)
        shown = page.locator("[data-theme]:visible").count()
        page.keyboard.press("Enter")
        ticked = page.locator("input[name=themes]:checked").count()
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")

        assert 1 <= shown < 10
        assert 1 == ticked
        assert "1 of 10 read" in page.inner_text("main")

        page.click("text=Stop here and finish early")
        follow(page, "text=Finish with 1 passage")
        found["results"] = axe(page)
        assert "Both coded 1 passage." in page.inner_text("main")
        assert dict.fromkeys(found, []) == found


class TestCodeWithoutScripts:
    def test_works_by_boxes_and_buttons(self, phone):
        """With no script the filter is not there, and everything else is."""
        sign_in(phone, "participation")
        draw(phone)
        filter_is_there = phone.is_visible(FIND)
        phone.click("[data-theme] label >> nth=3")
        follow(phone, "button[value=save]")
        follow(phone, "button[value=skip]")

        assert not filter_is_there
        assert "2 of 10 read, 1 of them skipped" in phone.inner_text("main")
