"""Dictation on the capture page: by the device alone, or not at all."""

import pytest

from tests.browser.conftest import PHONE, faults, sign_in
from tests.browser.device import fill, go_on, held, open_audit, set_up
from tests.browser.waiting import wait_until

# A browser's speech recognition as its draft has it; what it is asked for is noted.
STAND_IN = """
window.asked = [];
window.SpeechRecognition = class extends EventTarget {
  static async available(options) { window.asked.push(options); return "%(available)s"; }
  get processLocally() { return %(reads)s; }
  set processLocally(value) { this.local = value; }
  start() { window.listening = this; window.started = (window.started ?? 0) + 1; }
  abort() { window.listening = null; this.onend?.(); }
};
"""
SAY = """(words) => {
  const result = Object.assign([{ transcript: words }], { isFinal: true });
  window.listening.onresult({ resultIndex: 0, results: [result] });
}"""
INSTEAD = "#dictation summary"
DICTATE = "button:has-text('Dictate into')"


@pytest.fixture
def page_with(context):
    """Return a way to a page of words in a browser that recognises speech in some way."""

    def make(available=None, reads="this.local === true"):
        window = context(viewport=PHONE)
        script = (
            STAND_IN % {"available": available, "reads": reads}
            if available
            else ("delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")
        )
        window.add_init_script(script)
        page = window.new_page()
        sign_in(page, "practitioner")
        set_up(page)
        open_audit(page)
        while not page.locator("textarea").count():
            fill(page)
            go_on(page)
        return page

    return make


class TestDictate:
    def test_writes_down_what_is_said_on_the_device(self, page_with):
        """Where speech stays on the device a press listens, and what is said is kept as typed."""
        page = page_with("available")
        page.locator(DICTATE).first.click()
        assert [] == faults(page)
        page.evaluate(SAY, "I drew my house")
        page.evaluate(SAY, "with the dog")
        said = ["I drew my house with the dog"]
        wait_until(page, lambda: said in [parts.get("") for parts in held(page).values()])

        assert {"langs": ["en-GB"], "processLocally": True} == page.evaluate("window.asked[0]")
        assert (True, 1) == (page.evaluate("listening.local"), page.evaluate("started"))
        assert "sent anywhere" in page.inner_text("#capture")

    def test_ends_with_the_page(self, page_with):
        """Nobody is listened to any more once the page is left, or the button pressed again."""
        page = page_with("available")
        page.locator(DICTATE).first.click()
        page.locator("button:has-text('Stop dictating')").click()
        stopped = page.evaluate("listening")
        page.locator(DICTATE).first.click()
        page.click("button:has-text('Your audits')")

        assert (None, None) == (stopped, page.evaluate("listening"))

    @pytest.mark.parametrize("available", [None, "unavailable", "downloadable", "downloading"])
    def test_is_not_offered_elsewhere(self, page_with, available):
        """Where speech would leave the device nothing listens, and the page says what else there is."""
        page = page_with(available)
        page.click(INSTEAD)

        assert 0 == page.locator(DICTATE).count()
        assert "microphone key" in page.inner_text("#dictation")
        assert [] == faults(page)

    def test_believes_no_browser_that_forgets_the_demand(self, page_with):
        """A browser that says it can, and does not keep the demand, is not started."""
        page = page_with("available", reads="false")
        page.locator(DICTATE).first.click()

        assert page.evaluate("window.started") is None
        assert "does not use it" in page.inner_text("#capture")
