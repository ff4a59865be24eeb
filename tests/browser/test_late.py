"""What ends late on the capture page changes nothing of what somebody went on to."""

from __future__ import annotations

import pytest

from tests.browser import photos
from tests.browser.conftest import sign_in
from tests.browser.device import LIST, MODULE, keys, open_audit, saves, set_up, until
from tests.browser.waiting import wait_until

ANSWER_AND_GO_ON = """() => {
  document.querySelector("input[value='asked']").click();
  [...document.querySelectorAll("button")].find((one) => one.textContent === "Go on").click();
}"""
HOLD_PHOTOS = """() => {
  const real = window.createImageBitmap;
  window.createImageBitmap = async (...asked) => {
    await new Promise((done) => { window.letGo = done; });
    window.createImageBitmap = real;
    return real(...asked);
  };
}"""
ASKED = f"""async () => {{
  const {{ desk }} = await {MODULE.format("desk")};
  const {{ rawOf }} = await {MODULE.format("ledger")};
  return Object.fromEntries(desk.audits.map((one) => [one.case_ref, rawOf(one, "child_asked")]));
}}"""


@pytest.fixture
def page(context):
    """Return a practitioner's device that is set up, with an audit open."""
    page = context().new_page()
    sign_in(page, "practitioner")
    set_up(page)
    open_audit(page, "CH-7301")
    return page


class TestLate:
    def test_answer_does_not_bring_back_the_page_that_was_left(self, page):
        """Who answers and goes on at once stays on the next page, though the answer asks for more."""
        page.evaluate(ANSWER_AND_GO_ON)
        wait_until(page, lambda: saves(page))

        assert "child_asked" not in keys(page)
        assert {"CH-7301": {"": ["asked"]}} == page.evaluate(ASKED)

    def test_photo_does_not_bring_back_its_audit_nor_take_the_answers_of_another(self, page):
        """A photo that is made small for long leaves the audit that was opened meanwhile alone."""
        page.evaluate(HOLD_PHOTOS)
        page.click(photos.OPEN)
        content = photos.a_drawing("teal")
        page.set_input_files(
            "#photo", {"name": "drawing.png", "mimeType": "image/png", "buffer": content}
        )
        wait_until(page, lambda: page.evaluate("() => Boolean(window.letGo)"))
        page.click("button:has-text('Your audits')")
        page.wait_for_selector(LIST)
        open_audit(page, "CH-7302", waits_for="#capture p:has-text('CH-7302')")
        page.check("input[value='asked']", force=True)
        wait_until(page, lambda: saves(page))
        page.evaluate("() => window.letGo()")
        wait_until(page, lambda: 1 == photos.rows(page))

        assert "Case CH-7302." in page.inner_text("#capture")
        assert {"CH-7301": {}, "CH-7302": {"": ["asked"]}} == page.evaluate(ASKED)

    def test_sending_does_not_lead_away_from_the_page_that_was_opened(self, page):
        """Who sends, and writes on while the signal is slow, is not led back to the list."""
        held, is_let = [], []
        page.click("button:has-text('Your audits')")
        page.wait_for_selector(LIST)
        page.context.route(
            "**/audits/sync", lambda route: route.continue_() if is_let else held.append(route)
        )
        page.click("button:has-text('Send and fetch')")
        wait_until(page, lambda: held)
        page.click("button:has-text('with case CH-7301')")
        page.check("input[value='asked']", force=True)
        is_let.append(True)
        held[0].continue_()
        until(page, f"() => {MODULE.format('desk')}.then(({{ desk }}) => !desk.busy)")

        assert ["child_asked"] == keys(page)
