"""Before the first question, and on a shared tablet, in a real browser."""

from __future__ import annotations

import os
from pathlib import Path

from tests.browser.conftest import DESKTOP, PHONE, faults, follow
from tests.browser.publishing import publish, tablet_link

SHOTS = os.environ.get("SHOTS")


def _looked(page, name):
    """Return what is wrong with a page on a phone and on a desk."""
    found = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found += faults(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(PHONE)
    return found


class TestStart:
    def test_staff_see_what_people_read(self, desk, phone):
        """The settings page shows the promises, and the start page makes them."""
        publish(desk, "told", "own")

        assert [] == _looked(desk, "survey")
        phone.goto("/s/told")
        assert "The head of fostering will decide" in phone.inner_text("main")
        assert "The head of fostering will decide" in desk.inner_text("main")


class TestConsent:
    def test_a_carer_then_the_child_by_keyboard_without_a_script(self, desk, context):
        """The two yeses are given by keyboard with JavaScript off, and the pages are sound."""
        publish(desk, "agree", "carer")
        page = context(java_script_enabled=False).new_page()
        page.goto("/s/agree")
        for heading in ("First, a question for the grown-up", "Do you want to do this?"):
            page.focus("main form button")
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert heading == page.inner_text("h1")
        page.focus("main form button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "/s/agree/p/" in page.url

    def test_pages_are_sound(self, desk, context):
        """Axe finds nothing on the pages that ask, and none is too wide."""
        publish(desk, "sound", "carer")
        page = context().new_page()
        page.goto("/s/sound")
        found = _looked(page, "start")
        follow(page, "main form button")
        found += _looked(page, "carer")
        follow(page, "main form button")
        found += _looked(page, "child")
        follow(page, "main form button >> nth=1")
        assert [] == found + _looked(page, "declined")


class TestPromise:
    def test_page_is_sound(self, desk):
        """Axe finds nothing where a promise is changed, as it comes and with an error."""
        publish(desk, "slip", "none")
        follow(desk, "a[href$='/promise'] >> nth=0")
        found = _looked(desk, "promise")
        desk.fill("#told_by", "2020-01-01")
        follow(desk, "main form button")

        assert [] == found + _looked(desk, "promise-wrong")


class TestPaper:
    def test_pages_are_sound(self, desk):
        """Axe finds nothing on the printed page and where returns are entered, in any words."""
        publish(desk, "paper", "none")
        address = desk.url
        found = []
        for place in (
            "paper",
            "paper?voice=cy",
            "returns",
            "returns/new?voice=ages_4_7-en",
            "returns/new?voice=cy",
            "returns/new",
        ):
            desk.goto(f"{address}/{place}")
            found += _looked(desk, place.replace("/", "-").replace("?", "-"))
        desk.fill("#number", "")
        follow(desk, "main form button")
        assert [] == found + _looked(desk, "returns-wrong")


class TestKiosk:
    def test_asks_and_then_wipes(self, desk, context):
        """After two minutes of nobody it asks; who answers stays, and who does not is wiped."""
        publish(desk, "tablet", "none")
        page = context().new_page()
        page.goto(tablet_link(desk))
        found = _looked(desk, "link") + _looked(page, "opened")
        follow(page, "main form button")
        found += _looked(page, "kiosk-start")
        page.go_back()
        assert page.url.endswith("/kiosk")
        follow(page, "main form button")
        found += _looked(page, "kiosk-question")
        page.evaluate("document.querySelector('dialog').showModal()")
        assert [] == found + _looked(page, "kiosk-asks")

        page.clock.install(time=0)
        page.reload()
        page.clock.pause_at(60)
        page.keyboard.press("Tab")
        page.clock.run_for(119_000)
        assert not page.is_visible("dialog")
        page.clock.run_for(2_000)
        assert page.is_visible("dialog")
        page.keyboard.press("Enter")
        assert not page.is_visible("dialog")
        with page.expect_navigation():
            page.clock.run_for(152_000)
        page.wait_for_url("**/kiosk")
        page.goto("/s/tablet/check")
        assert "We cannot open your answers here" == page.inner_text("h1")

    def test_what_somebody_writes_keeps_it_awake(self, desk, context):
        """Whoever types or taps is there."""
        publish(desk, "awake", "none")
        page = context().new_page()
        page.goto(tablet_link(desk))
        follow(page, "main form button")
        page.clock.install()
        follow(page, "main form button")
        for _ in range(3):
            page.clock.run_for(100_000)
            page.keyboard.press("Tab")

        assert not page.is_visible("dialog")
        assert "/s/awake/p/" in page.url

    def test_reads_aloud_too(self, desk, context):
        """A shared tablet has the same button, and says kindly where it has no voice."""
        publish(desk, "spoken", "none")
        page = context().new_page()
        page.goto(tablet_link(desk))
        follow(page, "main form button")
        follow(page, "main form button")
        page.click("main button[data-listen]")
        page.wait_for_selector(".listen__note")

        assert "ask somebody you trust" in page.inner_text(".listen__note")

    def test_thanks_go_by_themselves(self, desk, context):
        """The code is shown for about a minute, and then the first page is back."""
        publish(desk, "thanked", "none")
        page = context().new_page()
        page.goto(tablet_link(desk))
        follow(page, "main form button")
        page.clock.install()
        follow(page, "main form button")
        page.check("main input[type=radio] >> nth=0", force=True)
        follow(page, "main form button[type=submit]")
        page.goto("/s/thanked/check")
        follow(page, "main form button")
        assert page.inner_text("h1") == "Thank you"
        assert [] == _looked(page, "kiosk-done")
        with page.expect_navigation():
            page.clock.run_for(92_000)
        page.wait_for_url("**/kiosk")
        page.goto("/kiosk/done")
        assert page.url.endswith("/kiosk")
