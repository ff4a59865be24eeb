"""The crossings and pictures in a browser: on a phone, in the dark, on paper, without scripts."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, axe, follow, sign_in

PAGES = ("/evidence/plots", "/evidence/groups", "/evidence/together", "/evidence/by-score")


class TestPages:
    def test_fit_a_phone_without_scripts(self, phone):
        """No page is wider than a phone; a wide table scrolls within itself."""
        sign_in(phone, "participation")
        widths = {}
        for path in PAGES:
            phone.goto(path)
            widths[path] = phone.locator("html").bounding_box()["width"]
            right = phone.locator("main").bounding_box()
            widths[path] = max(widths[path], right["x"] + right["width"])

        assert dict.fromkeys(PAGES, PHONE["width"]) == widths

    def test_can_be_read_in_the_dark(self, context):
        """In dark colours the words on every shade can be read."""
        page = context(viewport=DESKTOP, bypass_csp=True, color_scheme="dark").new_page()
        sign_in(page, "participation")
        found = {}
        for path in PAGES:
            page.goto(path)
            found[path] = axe(page)

        assert dict.fromkeys(PAGES, []) == found

    def test_are_drawn_in_forced_colours(self, context):
        """Where people force their colours, dots and lines have the colour of text."""
        page = context(viewport=DESKTOP, forced_colors="active").new_page()
        sign_in(page, "participation")
        page.goto("/evidence/plots")
        text = page.evaluate("getComputedStyle(document.body).color")
        drawn = {
            page.evaluate(f"getComputedStyle(document.querySelector('.plot__{part}')).stroke")
            for part in ("dot", "interval", "line", "gone")
        }

        assert {text} == drawn

    def test_are_chosen_from_with_a_plain_form(self, phone):
        """Without scripts a group is chosen and shown, and stays chosen."""
        sign_in(phone, "participation")
        phone.goto("/evidence/groups")
        phone.select_option("#by", "survey")
        follow(phone, "main form button[type=submit]")

        assert "by=survey" in phone.url
        assert "Themes by survey" in phone.inner_text("caption")

    # Not the pairs of themes: once the machine has learned from what Anytown decided, it may find
    # none that enough people raised.
    @pytest.mark.parametrize(
        "path", ["/evidence", "/evidence/machine", "/evidence/groups?by=survey"]
    )
    def test_keep_their_captions_and_rows_in_sight_on_a_phone(self, phone, path):
        """A wide table cuts no caption, and no row fills a quarter of the screen."""
        sign_in(phone, "participation")
        phone.goto(path)
        edges = phone.eval_on_selector_all(
            "caption", "all => all.map(one => one.getBoundingClientRect().right)"
        )
        rows = phone.eval_on_selector_all("tr", "all => all.map(one => one.offsetHeight)")

        assert max(edges) <= PHONE["width"]
        assert max(rows) < PHONE["height"] / 4

    def test_print_their_numbers(self, context):
        """On paper the numbers of a picture are there, though on the screen they were folded."""
        page = context(viewport=DESKTOP).new_page()
        sign_in(page, "participation")
        page.goto("/evidence/plots")
        table = page.locator(".plot table").first
        on_screen = table.is_visible()
        page.emulate_media(media="print")

        assert not on_screen
        assert table.is_visible()
