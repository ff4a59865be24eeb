"""Whom to ring from a device without a signal, when a child is not safe."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, sign_in
from tests.browser.device import go_on, keys, open_audit, set_up

DOOR = {"name": "The front door", "number": "01632 960001", "text_to": "", "hours": "9 to 5"}
NIGHT = {"name": "The night team", "number": "01632 960002", "text_to": "60777", "hours": ""}


def to_safety(page, *, opens=True):
    """Open an audit, or go on with the open one, to the page that asks whether the child is safe."""
    if opens:
        open_audit(page)
    page.click("button:has-text('All of it, and handing in')")
    page.click("button:text-is('Auditor')")
    while "safe_now" not in keys(page):
        go_on(page)


def say(page, answer):
    page.locator(f"input[value='{answer}']").check(force=True)
    page.wait_for_selector("#kept:has-text('Kept on this device.')")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestNumbers:
    def test_stand_on_the_page_without_a_signal(self, context, size):
        """What the site told last is there to ring when a child is not safe, and not before."""
        window = context(viewport=size)
        page = window.new_page()
        sign_in(page, "practitioner")

        def tell(route):
            told = route.fetch()
            route.fulfill(response=told, json=told.json() | {"duty": [DOOR, NIGHT]})

        page.route(
            "**/audits/sync",
            lambda route: tell(route) if route.request.method == "GET" else route.fallback(),
        )
        set_up(page)
        page.unroute_all()
        window.set_offline(True)
        to_safety(page)
        before = page.locator("a[href^='tel:']").count()
        say(page, "unsure")
        ways = page.eval_on_selector_all("#capture .help a", "all => all.map((one) => one.href)")

        assert 0 == before
        assert ["tel:999", "tel:01632960001", "tel:01632960002", "sms:60777"] == ways
        assert "9 to 5" in page.inner_text(".help")
        assert [] == faults(page)

    def test_say_where_they_are_when_nobody_wrote_them_down(self, context, size):
        """Without numbers the page says so; 999 is always there."""
        page = context(viewport=size).new_page()
        sign_in(page, "practitioner")
        set_up(page)
        to_safety(page)
        say(page, "no")

        assert "not on this device yet" in page.inner_text(".help")
        assert 1 == page.locator("a[href='tel:999']").count()
        assert [] == faults(page)
