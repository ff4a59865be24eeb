"""Importing in a real browser: without a script, by keyboard alone, and clean to axe-core."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, axe, follow, sign_in

ROWS = b"""comment,prompt,date,area
Kind people,What was good?,2025-11-14,North
,,,
Slow, very slow,What could be better?,14/11/2025,South
Long waits,,soon,North
"""


def a_file(content=ROWS):
    return {"name": "cards.csv", "mimeType": "text/csv", "buffer": content}


SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def upload(page, title):
    page.goto("/imports")
    page.fill("#title", title)
    page.select_option("#service_id", index=1)
    page.select_option("#audience", value="parents")
    # The same file under two titles would be refused, so each has its own.
    page.set_input_files("#file", a_file(ROWS.replace(b"Kind", title.encode())))
    follow(page, "text=Upload and choose columns")


def is_over(page):
    page.wait_for_load_state()
    return "dealt with" in page.inner_text("main")


class TestImporting:
    @SIZES
    def test_has_no_violations(self, context, size):
        """Every step is clean, the errors of each form and a broken file too."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "participation")
        found = {}
        page.goto("/imports")
        follow(page, "text=Upload and choose columns")
        found["nothing said"] = axe(page)
        page.set_input_files("#file", a_file(b"PK\x03\x04 nonsense"))
        page.fill("#title", "Broken")
        page.select_option("#service_id", index=1)
        page.select_option("#audience", value="parents")
        follow(page, "text=Upload and choose columns")
        found["a broken file"] = axe(page)
        upload(page, f"Cards {size['width']}")
        found["columns"] = axe(page)
        page.select_option("#question", value="comment")
        follow(page, "text=See what would be taken in")
        found["a wrong column"] = axe(page)
        page.select_option("#question", value="prompt")
        follow(page, "text=See what would be taken in")
        found["preview"] = axe(page)
        # The page loads itself again when the work is done, and nothing can be asked of it then.
        page.route("**/progress", lambda route: route.abort())
        follow(page, "text=Take in 1 comment")
        found["progress"] = axe(page)
        page.unroute("**/progress")
        page.wait_for_selector("text=Every row has been dealt with.", timeout=60_000)
        found["done"] = axe(page)

        assert dict.fromkeys(found, []) == found

    def test_needs_no_script(self, context):
        """A file goes from its upload to the evidence with nothing but forms and links."""
        page = context(java_script_enabled=False).new_page()
        sign_in(page, "participation")
        upload(page, "Cards without a script")
        follow(page, "text=See what would be taken in")
        refused = page.inner_text("table >> nth=1")
        follow(page, "text=Take in 1 comment")
        for _ in range(60):
            if is_over(page):
                break
            page.wait_for_timeout(500)
            page.reload()
        follow(page, "text=Read what they say")

        assert "has more cells than the first row" in refused
        assert "The date cannot be read" in refused
        assert "Cards without a script" == page.inner_text("h1")

    def test_shows_how_far_it_has_come(self, context):
        """With a script the page follows the work and shows the outcome by itself."""
        page = context(viewport=DESKTOP).new_page()
        sign_in(page, "participation")
        upload(page, "Cards with a script")
        follow(page, "text=See what would be taken in")
        follow(page, "text=Take in 1 comment")
        page.wait_for_selector("text=Every row has been dealt with.", timeout=30_000)

        assert not page.query_selector("[data-progress-url]")

    def test_is_done_by_keyboard_alone(self, context):
        """Columns are said, and a wrong file is thrown away, with the Tab and Enter keys."""
        page = context(viewport=DESKTOP).new_page()
        sign_in(page, "participation")
        upload(page, "Cards by keyboard")
        page.focus("#text")
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type") == "submit":
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/preview")
        while (
            page.evaluate("document.activeElement.textContent").strip() != "Throw this file away"
        ):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/imports")

        assert "thrown away" in page.inner_text("main")


class TestQuote:
    @SIZES
    def test_has_no_violations(self, context, size):
        """Releasing a quote is clean, and so is the page that refuses one."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "participation")
        page.goto("/evidence")
        follow(page, "a[href*='/evidence/themes/'] >> nth=0")
        follow(page, "a[href*='/evidence/quotes/'] >> nth=0")
        found = {"release": axe(page)}
        page.fill("#text", "Ring me on 07700 900123 please")
        follow(page, "text=Release this quote")
        found["refused"] = axe(page)

        assert dict.fromkeys(found, []) == found
