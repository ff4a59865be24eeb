"""When the connection goes, or an answer cannot be taken, what was written stays in the page."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, follow
from tests.browser.test_answering import answer, begin
from tests.browser.waiting import wait_until

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
NOTE = "[data-not-sent]"
SEND = "main form button[type=submit]"


@pytest.fixture
def writing(context):
    """Return a way to open a page that asks for words, with some written."""

    def make(**options):
        page = context(**options).new_page()
        begin(page, "children")
        for _ in range(20):
            if page.query_selector("main textarea"):
                break
            answer(page)
        page.fill("main textarea", "My gran makes good soup.")
        return page

    return make


def words(page):
    return page.input_value("main textarea >> nth=0")


class TestLostConnection:
    def test_keeps_what_was_written_and_tries_again(self, writing):
        """Without a connection the words stay and “Try again” is offered; then they are saved."""
        page = writing(bypass_csp=True)
        where = page.url
        page.context.set_offline(True)
        page.click(SEND)
        page.wait_for_selector(NOTE)

        assert ("My gran makes good soup.", where) == (words(page), page.url)
        assert "What you wrote is still here." in page.inner_text(NOTE)
        assert "Try again" == page.inner_text(SEND)
        page.evaluate("window.scrollTo(0, 0)")
        assert [] == faults(page)
        page.context.set_offline(False)
        follow(page, SEND)
        assert where != page.url
        page.goto(where)
        assert "My gran makes good soup." == words(page)

    def test_says_it_once(self, writing):
        """However often a page is sent in vain, it says so once."""
        page = writing()
        page.context.set_offline(True)
        for _ in range(3):
            page.click(SEND)
            page.wait_for_selector(NOTE)
            page.wait_for_timeout(200)

        assert 1 == page.locator(NOTE).count()

    @pytest.mark.parametrize("status", [413, 429, 500])
    def test_keeps_what_was_written_when_it_is_refused(self, writing, status):
        """A page that the server cannot take stays on the screen as it was written."""
        page = writing()
        page.route("**/p/*", lambda route: route.fulfill(status=status, body="<h1>No</h1>"))
        page.click(SEND)
        page.wait_for_selector(NOTE)

        assert "My gran makes good soup." == words(page)

    def test_without_javascript_is_sent_again_by_reloading(self, writing):
        """With no script, Reload on the browser's own page sends what was written once more."""
        page = writing(java_script_enabled=False)
        where = page.url
        page.context.set_offline(True)
        page.click(SEND)
        page.wait_for_url("chrome-error://**")
        page.context.set_offline(False)
        page.reload()
        assert page.url not in {where, "chrome-error://chromewebdata/"}
        page.goto(where)

        assert "My gran makes good soup." == words(page)


class TestProblems:
    def test_are_shown_in_the_same_page(self, writing):
        """An answer that is too long comes back whole, with its limit, and no history is made."""
        page = writing()
        length, long = page.evaluate("history.length"), "word " * 5000
        page.fill("main textarea", long)
        page.click(SEND)
        page.wait_for_selector(".problems")

        assert long.strip() == words(page).strip()
        assert length == page.evaluate("history.length")
        assert page.evaluate("document.activeElement.matches('.problems')")
        assert page.title().startswith("Problem: ")
        page.fill("main textarea", "Short")
        follow(page, SEND)
        assert "Problem" not in page.title()

    def test_keep_the_other_scripts_of_the_page_alive(self, writing):
        """What comes back in place runs its other scripts again, and breaks no rule of the page."""
        page = writing()
        broken, asked = [], []
        page.on("console", lambda said: broken.append(said.text))
        page.on("request", lambda request: asked.append(request.url))

        def add_script(route):
            answer = route.fetch()
            body = answer.text().replace(
                "</body>", '<script type="module" src="/static/js/progress.js"></script></body>'
            )
            route.fulfill(response=answer, body=body)

        page.route("**/p/*", add_script)
        page.fill("main textarea", "word " * 5000)
        for _ in range(2):
            page.click(SEND)
            page.wait_for_selector(".problems:not([data-seen])")
            page.evaluate("document.querySelector('.problems').dataset.seen = ''")
        wait_until(page, lambda: any("progress.js" in url for url in asked))

        assert [] == [text for text in broken if "422" not in text]


class TestCarryOnPages:
    @SIZES
    def test_have_no_violations(self, context, size):
        """Stopping, carrying on and a code that is wrong are clean, with and without an error."""
        page = context(viewport=size, bypass_csp=True).new_page()
        begin(page, "children")
        found = {}
        page.goto("/s/children/later")
        found["later"] = faults(page)
        link = page.get_attribute("a[href*='/carry-on/']", "href")
        page.goto("/carry-on")
        found["code"] = faults(page)
        page.click(SEND)
        page.wait_for_selector(".problems")
        found["missing"] = faults(page)
        page.fill("#code", "7K3M")
        page.click(SEND)
        page.wait_for_selector("text=We cannot open anything")
        found["wrong"] = faults(page)
        page.goto("/carry-on/" + link.rsplit("/", 1)[1])
        found["link"] = faults(page)
        page.goto("/carry-on?closed=1")
        found["closed"] = faults(page)

        assert 6 == len(found)
        assert dict.fromkeys(found, []) == found

    def test_work_by_keyboard(self, context):
        """A code is typed and sent with the keyboard alone."""
        page = context().new_page()
        begin(page, "children")
        where = page.url
        page.goto("/s/children/later")
        code = page.inner_text(".receipt")
        other = context().new_page()
        other.goto("/carry-on")
        for _ in range(12):
            other.keyboard.press("Tab")
            if other.evaluate("document.activeElement.id") == "code":
                break
        other.keyboard.type(code.lower())
        with other.expect_navigation():
            other.keyboard.press("Enter")

        assert where == other.url
