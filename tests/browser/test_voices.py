"""Answering in other words and other languages, in a real browser: from the right, by keyboard."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, follow
from tests.browser.test_answering import answer

# Every direction and every kind of wording on a phone; on a desk what differs most.
SEEN = [("ar", PHONE), ("ar", DESKTOP), ("cy", PHONE), ("ages_4_7-en", PHONE)]
SUBMIT = "main form button[type=submit]"


def begin_in(page, voice, slug="children"):
    page.goto(f"/s/{slug}?in={voice}")
    follow(page, SUBMIT)


class TestPages:
    @pytest.mark.parametrize(("voice", "size"), SEEN)
    def test_have_no_violations(self, context, voice, size):
        """From the start to the thanks, with an error and with the choice of voices open."""
        page = context(viewport=size, bypass_csp=True).new_page()
        found = {}
        page.goto(f"/s/children?in={voice}")
        found["start"] = faults(page)
        begin_in(page, voice)
        for _ in range(20):
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            found[page.url] = faults(page)
            if "/p/" not in page.url:
                break
            if page.query_selector("main textarea"):
                page.fill("main textarea", "x" * 1100)
                page.click(SUBMIT)
                page.wait_for_selector(".problems")
                found[f"{page.url} wrong"] = faults(page)
            answer(page)
        follow(page, SUBMIT)
        found["thanks"] = faults(page)

        assert page.url.endswith("/thanks")
        assert dict.fromkeys(found, []) == found


class TestFromTheRight:
    def test_everything_stands_on_the_other_side(self, phone):
        """In Arabic the way back, the progress and the choices begin at the right."""
        begin_in(phone, "ar")
        choice = phone.locator("main .choice").first.bounding_box()
        mark = phone.locator("main .choice input").first.bounding_box()
        back = phone.locator("main .back").bounding_box()

        assert mark["x"] > choice["x"] + choice["width"] / 2
        assert back["x"] + back["width"] > 360 - 40
        assert not phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    def test_english_questions_are_english_for_a_screen_reader(self, phone):
        """The question is marked as English and written from the left; the button is Arabic."""
        begin_in(phone, "ar")
        label = phone.locator("main legend [lang]").first

        assert ("en-GB", "ltr") == (label.get_attribute("lang"), label.get_attribute("dir"))
        assert "rtl" == phone.evaluate(
            "getComputedStyle(document.querySelector('main')).direction"
        )


class TestChanging:
    def test_by_keyboard_without_javascript_keeps_what_was_typed(self, phone):
        """With keys alone and no script, the page comes back in Welsh with the typed words."""
        begin_in(phone, "en")
        while not phone.url.endswith("/p/good"):
            answer(phone)
        phone.fill("main textarea", "My worker rings me back.")
        phone.focus("main details summary")
        phone.keyboard.press("Enter")
        with phone.expect_navigation():
            phone.locator("main details button", has_text="Cymraeg").focus()
            phone.keyboard.press("Enter")

        assert "cy" == phone.get_attribute("html", "lang")
        assert "My worker rings me back." == phone.input_value("main textarea")
        follow(phone, "main button[value=en]")
        assert "en-GB" == phone.get_attribute("html", "lang")
        assert "My worker rings me back." == phone.input_value("main textarea")

    def test_each_target_is_large_enough(self, phone):
        """Every voice can be pressed with a thumb."""
        phone.goto("/s/children")
        heights = [one.bounding_box()["height"] for one in phone.locator("nav.voices a").all()]

        assert 7 == len(heights)
        assert min(heights) >= 44
