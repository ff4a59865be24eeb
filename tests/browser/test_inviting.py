"""From a letter to the thanks on a phone, and the pages of staff round it, in a real browser."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from tests.browser.conftest import DESKTOP, PHONE, faults, follow, sign_in
from tests.browser.test_answering import answer_all

SHOTS = os.environ.get("SHOTS")
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def look(page, name):
    """Keep a picture, where somebody wants to look at it."""
    if SHOTS:
        size = page.viewport_size["width"]
        page.screenshot(path=Path(SHOTS) / f"{name}-{size}.png", full_page=True)


def ways_in(page):
    """Open the ways in to the first questionnaire of Anytown."""
    page.goto("/studio")
    follow(page, "th a:has-text('Leaving care'), th a[href*='/studio/surveys/']")
    follow(page, "a[href$='/invitations']")


def make_letters(page, count="6"):
    """Make letters under a name that no others have, and return it.

    Letters of one day stand in no order that tells one from another, and those of another test
    may have been used.
    """
    day = (clock.today() + timedelta(days=20)).isoformat()
    name = f"Letters {secrets.token_hex(4)}"
    page.fill("#name", name)
    page.fill("#expires_on", day)
    page.fill("#count", count)
    follow(page, "main form[enctype] button")
    return name


def show(page, name):
    """Show the letters of one mailing, ready to print."""
    follow(page, f"section:has(h3:text-is('{name}')) button:has-text('Show to print')")


class TestStaffPages:
    @SIZES
    def test_have_no_violations(self, context, size):
        """The ways in, with a mistake, with letters, and what is printed have nothing for axe."""
        page = context(viewport=size, java_script_enabled=True, bypass_csp=True).new_page()
        sign_in(page, "participation")
        found = {}
        ways_in(page)
        look(page, "ways-in-empty")
        found["empty"] = faults(page)
        follow(page, "main form[enctype] button")
        look(page, "ways-in-wrong")
        found["wrong"] = faults(page)
        name = make_letters(page)
        look(page, "ways-in-letters")
        found["letters"] = faults(page)
        show(page, name)
        look(page, "letters")
        found["printed"] = faults(page)
        assert 6 == page.locator("article.sheet").count()
        ways_in(page)
        follow(page, "button:has-text('Show the poster')")
        look(page, "poster")
        found["poster"] = faults(page)

        assert {} == {name: wrong for name, wrong in found.items() if wrong}


class TestLetter:
    @pytest.fixture
    def code(self, context):
        """Return the code of a letter of Anytown."""
        page = context(java_script_enabled=False).new_page()
        sign_in(page, "participation")
        ways_in(page)
        show(page, make_letters(page))
        return page.locator(".code").last.inner_text()

    def test_leads_to_the_questions_by_keyboard(self, context, code):
        """A code typed with no mouse and no script leads to the start page, at a clean address."""
        page = context(java_script_enabled=False).new_page()
        page.goto("/i")
        look(page, "code")
        page.focus("#code")
        page.keyboard.type("7K3M")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        look(page, "code-wrong")
        assert "We cannot use this code" in page.inner_text("main")
        page.focus("#code")
        page.keyboard.type(code.lower())
        with page.expect_navigation():
            page.keyboard.press("Enter")

        assert "/s/" in page.url
        assert code not in page.url

    def test_leads_to_a_receipt_and_then_says_that_it_was_used(self, context, code):
        """With no script a code leads to a receipt, and another phone is told that it was used."""
        page = context(java_script_enabled=False).new_page()
        page.goto(f"/i/{code}")
        follow(page, "main form button[type=submit]")
        answer_all(page)
        follow(page, "main form button[type=submit]")
        assert page.url.endswith("/thanks")

        other = context(bypass_csp=True).new_page()
        other.goto(f"/i/{code}")
        look(other, "used")
        assert "This code has been used" == other.inner_text("h1")
        assert [] == faults(other)

    @SIZES
    def test_pages_have_no_violations(self, context, code, size):
        """Asking for a code, and refusing one, have nothing for axe."""
        page = context(viewport=size, bypass_csp=True).new_page()
        found = {}
        for name, address in {"ask": "/i", "wrong": "/i/7K3M-9QTD-2HXW-5BNR-C"}.items():
            page.goto(address)
            found[name] = faults(page)

        assert {} == {name: wrong for name, wrong in found.items() if wrong}

    def test_keeps_its_code_out_of_the_history(self, context, code):
        """Going back from the questions never shows an address with the code in it."""
        page = context().new_page()
        page.goto("/help")
        page.goto(f"/i/{code}")
        seen = [page.url]
        for _ in range(3):
            page.go_back()
            seen.append(page.url)

        assert not [address for address in seen if code in address]
