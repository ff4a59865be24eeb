"""A young person answers on a phone: no script, a small screen, a keyboard, a server restart."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import DESKTOP, follow

SLUGS = ["children", "young-people", "care-leavers", "after-your-assessment"]


def begin(page, slug):
    page.goto(f"/s/{slug}")
    follow(page, "main form button[type=submit]")


def answer(page):
    """Give the first answer to every question of the page, and go on."""
    for group in page.query_selector_all("main fieldset"):
        label = group.query_selector("input[type=radio] ~ label, input[type=checkbox] ~ label")
        if label:
            label.click()
    for area in page.query_selector_all("main textarea"):
        area.fill("My worker listens and the bus is late.")
    follow(page, "main form button[type=submit]")


def answer_all(page, most=40):
    for _ in range(most):
        if "/p/" not in page.url:
            return
        answer(page)
    raise AssertionError("the questionnaire does not end")


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


class TestJourney:
    @pytest.mark.parametrize("slug", SLUGS)
    def test_leads_to_a_receipt_without_javascript(self, phone, slug):
        """With no script at all, a person answers, checks, sends, and gets a receipt and help."""
        begin(phone, slug)
        answer_all(phone)
        assert phone.url.endswith("/check")
        follow(phone, "main form button[type=submit]")

        assert phone.url.endswith("/thanks")
        assert re.search(r"(?:[0-9A-Z]{4}[ -]){3}", phone.inner_text("main"))
        assert "0800 1111" in phone.inner_text("main")

    def test_goes_back_and_changes_an_answer(self, phone):
        """What was answered is there when a person goes back, and can be changed."""
        begin(phone, "young-people")
        phone.click("main input[type=radio] ~ label >> nth=0")
        follow(phone, "main form button[type=submit]")
        phone.go_back()
        phone.reload()

        assert phone.is_checked("main input[type=radio] >> nth=0")
        phone.click("main input[type=radio] ~ label >> nth=1")
        follow(phone, "main form button[type=submit]")
        follow(phone, "main >> text=Back")
        assert phone.is_checked("main input[type=radio] >> nth=1")

    def test_goes_on_after_the_server_was_restarted(self, phone, site):
        """A restart of the server half-way loses nothing."""
        begin(phone, "young-people")
        answer(phone)
        answer(phone)
        where = phone.url
        site.stop()
        site.start()
        phone.reload()

        assert where == phone.url
        answer_all(phone)
        assert phone.url.endswith("/check")


class TestSmallScreen:
    @pytest.mark.parametrize("slug", SLUGS)
    def test_never_scrolls_sideways_at_320_pixels(self, context, slug):
        """Every page of a questionnaire fits a screen of 320 pixels, with targets of 44."""
        page = context(viewport={"width": 320, "height": 640}).new_page()
        begin(page, slug)
        for _ in range(40):
            assert not is_too_wide(page), page.url
            small = page.evaluate(
                """() => [...document.querySelectorAll('main a, main button, main .choice, a[href="/exit"]')]
                .filter(e => !e.closest('p, li, dd') && e.getClientRects().length)
                .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])
                .filter(([, height]) => height < 43.5)"""
            )
            assert [] == small
            if "/p/" not in page.url:
                break
            answer(page)

    def test_keeps_help_and_leaving_side_by_side(self, context):
        """On 320 pixels the two links that must never be missed take one line, not two."""
        page = context(viewport={"width": 320, "height": 640}).new_page()
        page.goto("/s/children")
        tops = page.eval_on_selector_all(
            ".safety a", "links => links.map(link => link.getBoundingClientRect().top)"
        )

        assert 2 == len(tops)
        assert 1 == len(set(tops))


class TestFaces:
    def test_never_cut_a_word_in_two(self, context):
        """Beside its face each word stands whole, however many faces there are."""
        page = context(viewport=DESKTOP).new_page()
        begin(page, "young-people")
        page.goto("/s/young-people/p/safe")
        lines = page.eval_on_selector_all(
            ".choices--faces .choice__words",
            """words => words.map(one => {
              const range = document.createRange();
              range.selectNodeContents(one);
              const tops = [...range.getClientRects()].map(box => Math.round(box.top));
              return [one.textContent, new Set(tops).size];
            })""",
        )

        assert 5 == len(lines)
        assert [] == [word for word, count in lines if count > len(word.split())]


class TestKeyboard:
    def test_is_enough_to_answer(self, context):
        """A person answers with Tab, Space and Enter alone, and sees where they are."""
        page = context().new_page()
        page.goto("/s/children")
        press_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/p/**")
        press_to(page, "main input[type=radio]")
        page.keyboard.press("Space")
        assert page.is_checked("main input[type=radio] >> nth=0")
        seen = page.evaluate(
            """() => {
              const here = document.activeElement;
              return [here, here.nextElementSibling, here.parentElement].filter(Boolean).map(
                e => getComputedStyle(e)).some(
                style => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
            }"""
        )
        assert seen
        first = page.url
        press_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != first)

        assert "/p/" in page.url


def press_to(page, selector):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


class TestWeight:
    def test_of_the_first_question_is_small(self, context):
        """The first question page is at most 4 requests and 20 kB over the wire."""
        page = context(java_script_enabled=False).new_page()
        page.goto("/s/children")
        window = context(java_script_enabled=False)
        window.add_cookies(page.context.cookies())
        follow(page, "main form button[type=submit]")
        url = page.url
        window.add_cookies(page.context.cookies())
        fresh = window.new_page()
        session = window.new_cdp_session(fresh)
        session.send("Network.enable")
        sizes = {}
        session.on(
            "Network.loadingFinished",
            lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"]),
        )
        fresh.goto(url, wait_until="networkidle")

        assert len(sizes) <= 4
        assert sum(sizes.values()) <= 20_000


class TestPrivacy:
    def test_asks_nothing_of_any_other_site_and_keeps_nothing(self, context, site):
        """A whole questionnaire makes no request elsewhere, and stores one cookie and no more."""
        window = context()
        page = window.new_page()
        elsewhere = []
        page.on(
            "request",
            lambda request: (
                elsewhere.append(request.url) if not request.url.startswith(site.url) else None
            ),
        )
        page.goto("/")
        page.goto("/s/children")
        assert [] == window.cookies()
        begin(page, "children")
        answer_all(page)
        follow(page, "main form button[type=submit]")

        assert [] == elsewhere
        assert 1 >= len(window.cookies())
        assert [0, 0] == page.evaluate("[localStorage.length, sessionStorage.length]")

    def test_shows_no_answers_after_leaving(self, context):
        """After “Leave this page”, going back shows none of the answers."""
        page = context().new_page()
        begin(page, "children")
        answer(page)
        answer(page)
        follow(page, "a[href='/exit']")
        for _ in range(5):
            page.go_back()
            assert "/p/" not in page.url or page.query_selector("main input[type=radio]") is None
