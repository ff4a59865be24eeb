"""A device of which part is damaged: the rest opens, nothing is deleted, and the person is told."""

import json

import pytest

from tests.browser.conftest import faults, sign_in
from tests.browser.damage import DAMAGE, KEPT, ROWS, UNREADABLE, a_device, cards, damage, ids, lock
from tests.browser.device import PASSPHRASE, SENT, capture, send, set_up, unlock


@pytest.fixture
def page(context):
    """Return a page of a device with one audit that the site has, and one with a photo that waits."""
    return a_device(context)


def rescue(page):
    """Return what is in a rescue file."""
    with page.expect_download() as saving:
        page.click("button:has-text('Save a rescue file')")
    return json.loads(saving.value.path().read_text("utf-8"))


class TestUnlock:
    def test_opens_what_can_be_opened(self, page):
        """An audit that is damaged stops no other, is kept aside with its photo, and is named."""
        damage(page, f"audit:{ids(page)['CH-7602']}")
        unlock(page)

        said = page.inner_text("#damaged")
        assert ["Case CH-7601"] == cards(page)
        assert "an audit that can't be named" in said
        assert KEPT in said
        assert "ring your service lead" in said
        assert ["aside audit", "aside photo", "audit", "keys", "state"] == page.evaluate(ROWS)
        assert [] == faults(page)

    def test_can_take_along_again_what_the_site_has(self, page):
        """An audit that is damaged is named as the site names it, and what the site has comes again."""
        damage(page, f"audit:{ids(page)['CH-7601']}")
        unlock(page)
        assert "(case CH-7601)" in page.inner_text(
            "#damaged"
        ) or "can't be named" in page.inner_text("#damaged")
        page.context.set_offline(False)
        send(page)
        page.click("button:has-text('Take it along'):near(:text('CH-7601'))")
        page.wait_for_selector("h2:has-text('Case CH-7601')")

        assert "(case CH-7601)" in page.inner_text("#damaged")
        assert {"Case CH-7601", "Case CH-7602"} == set(cards(page))
        assert "aside audit" in page.evaluate(ROWS)

    def test_opens_without_its_settings(self, page):
        """Without the settings of the device its audits open, and its forms come with a signal."""
        damage(page, "state")
        unlock(page)

        assert {"Case CH-7601", "Case CH-7602"} == set(cards(page))
        assert "the settings of this device" in page.inner_text("#damaged")
        page.context.set_offline(False)
        send(page)
        page.click("button:has-text('with case CH-7602')")
        page.wait_for_selector("[data-question]")
        assert {"aside state", "state"} <= set(page.evaluate(ROWS))

    def test_puts_back_what_can_be_opened_after_all(self, page):
        """What could not be opened once, and can another day, is there again."""
        mine = f"audit:{ids(page)['CH-7602']}"
        damage(page, mine)
        unlock(page)
        lock(page)
        page.evaluate(DAMAGE.replace("one.id.startsWith", "(one.was ?? '').startsWith"), mine)
        capture(page)
        unlock(page)

        assert ({"Case CH-7601", "Case CH-7602"}, 0) == (
            set(cards(page)),
            page.locator("#damaged").count(),
        )
        assert ["audit", "audit", "keys", "photo", "state"] == page.evaluate(ROWS)

    def test_says_when_the_lock_is_damaged(self, page):
        """Where the lock itself can't be read, the page says so, and the rescue file holds all."""
        damage(page, "salt", UNREADABLE)
        page.fill("#passphrase", PASSPHRASE)
        page.press("#passphrase", "Enter")
        page.wait_for_selector("text=Its lock may be damaged")
        assert [] == faults(page)
        page.click('summary:has-text("can\'t unlock")')

        assert 5 == len(rescue(page)["rows"])


class TestRescue:
    def test_holds_what_is_damaged_and_brings_the_rest(self, page, context):
        """A rescue file holds the damaged rows, and another device opens all the others of it."""
        damage(page, f"audit:{ids(page)['CH-7602']}")
        unlock(page)
        page.click('summary:has-text("can\'t send")')
        file = rescue(page)
        assert 1 == sum(row.get("was", "").startswith("audit:") for row in file["rows"])

        new = context().new_page()
        sign_in(new, "practitioner")
        set_up(new, "New phone")
        new.click('summary:has-text("can\'t send")')
        new.click("button:has-text('Open a rescue file')")
        whole = {
            "name": "rescue.json",
            "mimeType": "application/json",
            "buffer": json.dumps(file).encode(),
        }
        new.set_input_files("#rescue", whole)
        new.fill("#file-passphrase", PASSPHRASE)
        new.click("button:has-text('Bring its audits here')")
        new.wait_for_selector("text=1 record of the file could not be opened")
        assert ["Case CH-7601"] == cards(new)


class TestLocked:
    def test_says_what_waits_and_whom_to_ring(self, page):
        """A locked device sends nothing, so it says how many audits wait, and not to wait for it."""
        lock(page)
        page.wait_for_selector("#waits p")

        said = page.inner_text("#waits")
        assert "1 audit holds something that was not sent" in said
        assert "not even that a child is not safe" in said
        assert "999" in said
        assert "CH-760" not in page.inner_text("#capture")
        assert [] == faults(page)

    def test_says_nothing_where_nothing_waits(self, page):
        """Once everything is on the site, the locked screen says nothing of it."""
        page.context.set_offline(False)
        send(page)
        page.wait_for_selector(SENT)
        lock(page)
        page.wait_for_timeout(300)

        assert "" == page.inner_text("#waits")


class TestNames:
    def test_second_device_of_a_name_is_told_its_own(self, page, context):
        """A device whose name is taken is numbered, shows its name, and is the one that is revoked."""
        page.context.set_offline(False)
        second = context().new_page()
        sign_in(second, "practitioner")
        set_up(second, "work phone")
        second.wait_for_selector("text=The site calls this device “work phone (")
        called = (
            second.inner_text("p:has-text('The site calls this device')")
            .split("“")[1]
            .split("”")[0]
        )
        page.goto("/audits/devices")
        page.click(f"li:has(h2:text-is('{called}')) button")
        page.wait_for_selector("text=The device is revoked")
        send(second)
        second.wait_for_selector("text=This device was revoked")
        capture(page)
        unlock(page)
        send(page)

        page.wait_for_selector(SENT)
        assert "revoked" not in page.inner_text("#capture")
