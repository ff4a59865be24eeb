"""A revoked device, and what becomes of a "no" that it holds: heard, or said plainly that it was not."""

import pytest

from tests.browser import photos
from tests.browser.conftest import faults, sign_in
from tests.browser.device import LIST, open_audit, send, set_up, unlock, until
from tests.browser.test_duty import say, to_safety

NOBODY = "Nobody was told of case {}. Ring now"
SOMEBODY = "The safeguarding officer is told of case {}"
REVOKED = "text=This device was revoked. Nothing more is taken from it"


@pytest.fixture
def pair(context):
    """Return a device with one audit that the site has, and another of the same person."""
    made = []
    for name in ("Lost in town", "Found again"):
        page = context().new_page()
        sign_in(page, "practitioner")
        set_up(page, name)
        made.append(page)
    open_audit(made[0], "CH-7701")
    photos.take(made[0], photos.a_drawing("teal"))
    to_list(made[0])
    return made


def to_list(page):
    page.click("button:has-text('Your audits')")
    page.wait_for_selector(LIST)


def revoke(page, lost):
    """Revoke a device by the name that the site gave it."""
    called = lost.evaluate(
        "import('/audits/capture/app/desk.js').then(({ desk }) => desk.state.called)"
    )
    page.goto("/audits/devices")
    page.click(f"li:has(h2:text-is('{called}')) button")
    page.wait_for_selector("text=The device is revoked")


def say_in(page, case, answer):
    """Say in an audit of the list whether its child is safe."""
    page.click(f"button:has-text('with case {case}')")
    to_safety(page, opens=False)
    say(page, answer)
    to_list(page)


class TestSafety:
    def test_is_said_of_each_audit(self, pair):
        """What was heard of one audit hides nothing: of the other the device says whom to ring."""
        lost, other = pair
        send(lost)
        photos.carried(lost)
        lost.context.set_offline(True)
        say_in(lost, "CH-7701", "no")
        open_audit(lost, "CH-7702")
        to_safety(lost, opens=False)
        say(lost, "unsure")
        to_list(lost)
        revoke(other, lost)
        lost.context.set_offline(False)
        send(lost)
        lost.wait_for_selector(REVOKED)

        said = lost.inner_text("#capture")
        assert NOBODY.format("CH-7702") in said
        assert SOMEBODY.format("CH-7701") in said
        assert NOBODY.format("CH-7701") not in said
        assert 1 == lost.locator("a[href='tel:999']").count()
        assert [] == faults(lost)
        lost.click("button:text-is('Lock')")
        unlock(lost)
        assert NOBODY.format("CH-7702") in lost.inner_text("#capture")
        lost.click("button:has-text('with case CH-7701')")
        to_safety(lost, opens=False)
        assert "officer is told that this child" in lost.inner_text("#capture")
        say(lost, "unsure")
        to_list(lost)
        assert NOBODY.format("CH-7701") in lost.inner_text("#capture")

    def test_is_heard_when_a_photo_brings_the_news(self, pair):
        """A device that hears from the answer to a photo that it is revoked says the rest first."""
        lost, other = pair
        held = []

        def hold(route):
            held.append(route)

        lost.route("**/audits/sync/*/photos/*", hold)
        send(lost)
        until(
            lost, "() => import('/audits/capture/app/desk.js').then(({ desk }) => desk.carrying)"
        )
        say_in(lost, "CH-7701", "no")
        revoke(other, lost)
        held[0].continue_()
        lost.wait_for_selector(REVOKED)

        assert SOMEBODY.format("CH-7701") in lost.inner_text("#capture")
        assert ["waiting"] == photos.states(lost)

    def test_is_heard_in_every_part_of_a_long_message(self, pair):
        """A device whose first message says that it is revoked sends the others all the same."""
        lost, other = pair
        send(lost)
        photos.carried(lost)
        lost.context.set_offline(True)
        open_audit(lost, "CH-7702")
        to_list(lost)
        # Two audits of which no message holds both: the long one is first.
        lost.evaluate(
            """() => import("/audits/capture/app/desk.js").then(({ desk, give }) => {
              desk.audits.reverse();
              return Promise.all("abcdefghij".split("").map((key) => give(desk.audits[0], key, { "": ["x".repeat(100_000)] })));
            })"""
        )
        say_in(lost, "CH-7701", "no")
        revoke(other, lost)
        lost.context.set_offline(False)
        sent = []
        lost.on("request", lambda one: sent.append(one.method) if "/sync" in one.url else None)
        send(lost)
        lost.wait_for_selector(REVOKED)

        assert 2 == sent.count("POST")
        assert SOMEBODY.format("CH-7701") in lost.inner_text("#capture")
