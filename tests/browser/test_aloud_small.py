"""Reading aloud on the small pages: a no, nothing sent, and answers looked up and taken back."""

from __future__ import annotations

from tests.browser.conftest import follow
from tests.browser.publishing import publish
from tests.browser.speaking import ENGLISH, WELSH, listen, words
from tests.browser.test_aloud_pages import SUBMIT, answered

NOTHING = "Dwyt ti ddim wedi ateb dim byd eto"


class TestSmallPages:
    def test_say_that_a_no_is_fine(self, desk, device_page):
        """Who says no hears that nothing was kept, and the way back."""
        publish(desk, "aloud-no", "own")
        page = device_page()
        page.goto("/s/aloud-no")
        follow(page, SUBMIT)
        follow(page, "main button:has-text('No, not now')")
        listen(page)

        assert ["That is fine", "You said no, and that is OK."] == words(page)[:2]
        assert "Go back to the first page" == words(page)[-1]

    def test_say_that_one_answer_is_enough(self, device_page):
        """Who sends nothing hears that nothing was sent, in Welsh where that was chosen."""
        page = device_page(ENGLISH, WELSH)
        page.goto("/s/children?in=cy")
        follow(page, SUBMIT)
        page.goto("/s/children/check")
        page.click(SUBMIT)
        page.wait_for_selector(f"h1:text-is('{NOTHING}')")
        listen(page)

        assert NOTHING == words(page)[0]
        assert len(words(page)) > 5

    def test_say_what_a_receipt_opens(self, device_page):
        """Who looks their answers up, and takes them back, hears both pages."""
        page = device_page()
        answered(page)
        follow(page, SUBMIT)
        code = page.inner_text(".receipt")
        page.goto("/receipt")
        page.fill("#code", code)
        page.click(SUBMIT)
        page.wait_for_selector("h1:text-is('We have your answers')")
        listen(page)
        assert "We have your answers" == words(page)[0]
        assert "Delete my answers" in words(page)
        page.click("main form button:has-text('Delete my answers')")
        page.wait_for_selector("h1:text-is('Your answers are deleted')")
        listen(page)

        assert "Your answers are deleted" in words(page)
