"""Pictures, an order, photos, voices and a matrix in a browser, with and without a script."""

from __future__ import annotations

import pytest

from tests import media
from tests.browser.conftest import CHROMIUM, DESKTOP, FLAGS, PHONE, faults, follow

HERE = "/s/ways-to-answer"
SAVE = ".actions button[type=submit]"
TARGET = 44


def begin(page):
    """Press Start on Anytown's survey of every way to answer."""
    page.goto(HERE)
    follow(page, "main form button")


def to(page, key):
    page.goto(f"{HERE}/p/{key}")


def order(page):
    """Return the words that are in the order, first to last."""
    return page.locator("ol.ranks .ranks__label").all_inner_texts()


def press(page, words, *, is_sent=False):
    button = page.get_by_role("button", name=words, exact=True)
    if not is_sent:
        button.click()
        return
    with page.expect_navigation():
        button.click()


class TestWithoutAScript:
    def test_every_kind_is_answered_from_start_to_receipt(self, phone, tmp_path):
        """A phone without JavaScript answers every kind, sees it all again, and gets its code."""
        (tmp_path / "a.jpg").write_bytes(media.a_photo())
        (tmp_path / "a.webm").write_bytes(media.a_webm())
        begin(phone)
        phone.click("label:has-text('Worried')")
        follow(phone, SAVE)
        press(phone, "Put next in your order: Quick answers", is_sent=True)
        press(phone, "Put next in your order: Plain words", is_sent=True)
        press(phone, "Move up: Plain words", is_sent=True)
        placed = order(phone)
        follow(phone, SAVE)
        phone.set_input_files("#place", tmp_path / "a.jpg")
        follow(phone, SAVE)
        phone.set_input_files("#aloud", tmp_path / "a.webm")
        follow(phone, SAVE)
        for answer in ("Always", "Never", "I’m not sure"):
            phone.click(f"label:has-text('{answer}')")
            follow(phone, SAVE)
        said = [one.strip() for one in phone.locator(".summary__value").all_inner_texts()]
        has_photo = phone.locator("img.held").evaluate("one => one.naturalWidth")
        follow(phone, "main form button")

        assert ["Plain words", "Quick answers"] == placed
        assert ["Worried", "1. Plain words; 2. Quick answers", "A photo"] == said[:3]
        assert 300 == has_photo
        assert phone.url.endswith("/thanks")

    def test_targets_are_large_enough(self, phone):
        """Every button and choice of these pages is at least 44 pixels in both directions."""
        begin(phone)
        small = []
        for key in ("feeling", "matters", "place", "aloud", "support"):
            to(phone, key)
            for one in phone.locator(
                "main button:visible, main label.choice__label:visible"
            ).all():
                box = one.bounding_box()
                if min(box["width"], box["height"]) < TARGET:
                    small.append((key, one.inner_text(), box))

        assert [] == small


class TestPages:
    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_have_no_violations(self, context, size, scheme, tmp_path):
        """Each page is free of what axe can find, empty, filled and with an error."""
        (tmp_path / "a.txt").write_text("no photo", "utf-8")
        page = context(viewport=size, bypass_csp=True, color_scheme=scheme).new_page()
        begin(page)
        found = {}
        for key in ("feeling", "matters", "place", "aloud", "support", "support_support_kept"):
            to(page, key)
            found[key] = faults(page)
        to(page, "matters")
        press(page, "Put next in your order: Plain words")
        found["ordered"] = faults(page)
        to(page, "place")
        page.set_input_files("#place", tmp_path / "a.txt")
        page.click(SAVE)
        page.wait_for_selector(".wrong")
        found["refused"] = faults(page)

        assert {} == {name: what for name, what in found.items() if what}


class TestOrder:
    def test_is_made_by_keyboard_and_said_aloud(self, context):
        """With a script nothing is sent: the focus goes on, and what happened is announced."""
        page = context().new_page()
        begin(page)
        to(page, "matters")
        address = page.url
        page.get_by_role("button", name="Put next in your order: Quick answers").focus()
        page.keyboard.press("Enter")
        first = page.evaluate("document.activeElement.getAttribute('aria-label')")
        page.keyboard.press("Enter")
        press(page, "Move up: Keeping the same worker")
        said = page.locator("[role=status]").first.inner_text()
        focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
        press(page, "Take out: Quick answers")
        page.click(SAVE)
        page.wait_for_url("**/p/place")
        to(page, "matters")

        assert "Put next in your order: Keeping the same worker" == first
        assert "Keeping the same worker is number 1 of 2." == said
        assert "Move down: Keeping the same worker" == focused
        assert ["Keeping the same worker"] == order(page)
        assert address == page.url


class TestEnter:
    def test_saves_and_takes_nothing_away(self, phone, tmp_path):
        """Enter in a field saves the page, though buttons that take away stand before Save."""
        (tmp_path / "a.jpg").write_bytes(media.a_photo())
        begin(phone)
        to(phone, "place")
        phone.set_input_files("#place", tmp_path / "a.jpg")
        follow(phone, SAVE)
        to(phone, "place")
        phone.fill("#place_why", "Quiet")
        with phone.expect_navigation():
            phone.press("#place_why", "Enter")
        went_to = phone.url
        to(phone, "place")

        assert went_to.endswith("/p/aloud")
        assert "Your photo is saved." in phone.inner_text("main")


class TestVoice:
    @pytest.fixture
    def speaker(self, browser, site):
        """Open a browser with a microphone that makes a sound of its own."""
        flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        speaking = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield speaking.new_context(viewport=PHONE, base_url=site.url).new_page()
        speaking.close()

    def test_is_recorded_heard_and_sent(self, speaker):
        """A recording is made in the page, heard, deleted, made again, and kept with the page."""
        begin(speaker)
        to(speaker, "aloud")
        press(speaker, "Start recording")
        speaker.wait_for_timeout(1500)
        press(speaker, "Stop")
        speaker.get_by_role("button", name="Hear it back").wait_for()
        press(speaker, "Delete")
        gone = speaker.evaluate("document.querySelector('#aloud').files.length")
        press(speaker, "Record it again")
        speaker.wait_for_timeout(2500)
        press(speaker, "Stop")
        speaker.get_by_role("button", name="Hear it back").wait_for()
        speaker.click(SAVE)
        speaker.wait_for_url("**/p/support")
        to(speaker, "aloud")
        heard = speaker.evaluate(
            """() => new Promise((done) => {
                const audio = document.querySelector("audio");
                audio.onloadedmetadata = () => done("heard");
                audio.onerror = () => done("refused");
                audio.load();
            })"""
        )

        assert 0 == gone
        assert "heard" == heard
        assert "Your recording is saved." in speaker.inner_text("main")
