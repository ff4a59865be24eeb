"""Changing the codebook in a browser: by keyboard, without scripts, and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, axe, follow, sign_in

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def open_theme(page, verb, number=0):
    """Go from the codebook to one thing that can be done to a theme."""
    page.goto("/codebook")
    follow(page, f"section.card >> nth={number} >> text={verb}")
    page.wait_for_load_state()


def is_too_wide(page):
    """Return whether the page has to be pushed sideways."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def throw_away(page):
    """Throw the draft away, in the two steps that it takes."""
    page.goto("/codebook/draft")
    page.click("text=Throw the draft away instead")
    follow(page, "button:has-text('Throw the draft away')")
    page.wait_for_load_state()


@SIZES
class TestDraft:
    def test_is_made_without_scripts(self, context, size):
        """A merge, a split and a retirement are shown before they happen, and thrown away."""
        page = context(viewport=size, java_script_enabled=False, bypass_csp=True).new_page()
        sign_in(page, "participation")
        wide = {}
        open_theme(page, "Merge", 1)
        page.select_option("#into", index=1)
        follow(page, "main form button")
        open_theme(page, "Split", 2)
        follow(page, "main form button")
        wide["error"] = is_too_wide(page)
        said = page.inner_text(".problems")
        page.fill("#second_name", "Turning up")
        page.fill("#second_definition", "Whether somebody comes when they said they would.")
        follow(page, "main form button")
        open_theme(page, "Retire", 5)
        follow(page, "main form button")
        wide["codebook"] = is_too_wide(page)
        page.goto("/codebook/draft")
        wide["draft"] = is_too_wide(page)
        text = page.inner_text("main")
        throw_away(page)

        assert "Nothing was changed." in said
        assert "“Turning up” was split off" in text
        assert "was retired." in text
        assert "was merged into" in text
        assert "The draft is thrown away." in page.inner_text("main")
        assert dict.fromkeys(wide, False) == wide

    def test_has_no_violations(self, context, size):
        """The codebook with a draft, what the draft would recode, and a mistake are clean."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "participation")
        found = {}
        open_theme(page, "Edit")
        page.fill("#definition", "")
        follow(page, "main form button")
        page.wait_for_load_state()
        found["mistake"] = axe(page)
        page.fill("#definition", "What people say of being heard.")
        follow(page, "main form button")
        page.wait_for_load_state()
        found["codebook"] = axe(page)
        page.goto("/codebook/draft")
        found["draft"] = axe(page)
        throw_away(page)

        assert dict.fromkeys(found, []) == found


class TestKeyboard:
    def test_reaches_every_step(self, context):
        """Tab and Enter alone reword a theme and lead to what that would recode."""
        page = context(viewport=DESKTOP).new_page()
        sign_in(page, "participation")
        page.goto("/codebook")
        page.focus("section.card a >> nth=0")
        page.keyboard.press("Enter")
        page.wait_for_selector("#definition")
        page.focus("#name")
        page.keyboard.press("Tab")
        page.keyboard.type("Heard: ")
        page.focus("#name")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.focus("text=See what it would recode")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        text = page.inner_text("main")
        throw_away(page)

        assert "was reworded." in text
        assert "Put version" in text


class TestProposals:
    def test_follow_the_search_to_its_end(self, context):
        """With a script the page shows the progress and loads itself again at the end."""
        page = context(viewport=DESKTOP, bypass_csp=True).new_page()
        sign_in(page, "participation")
        page.goto("/codebook/proposals")
        follow(page, "main form button")
        page.wait_for_selector("text=Look again", timeout=60_000)

        assert 0 == page.locator("progress").count()
        assert [] == axe(page)
