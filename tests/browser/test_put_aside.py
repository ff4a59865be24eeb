"""What a damaged device puts aside: once, not for good, and with nobody else's name on the rest."""

import pytest

from tests.browser.damage import DAMAGE, DROP_LOCK, ROWS, a_device, damage, ids, lock
from tests.browser.device import PASSPHRASE, SENT, send, set_up, unlock


@pytest.fixture
def page(context):
    """Return a page of a device with one audit that the site has, and one with a photo that waits."""
    return a_device(context)


class TestUnlock:
    def test_sends_as_nobody_else_without_its_settings(self, page):
        """Without the settings of the device its audits are still sent by their owner alone."""
        damage(page, "state")
        unlock(page)
        sent = []

        def answer(route):
            if route.request.method == "POST":
                sent.append(route.request.url)
            told = route.fetch()
            route.fulfill(response=told, json=told.json() | {"who": "a colleague"})

        page.route("**/audits/sync", answer)
        page.context.set_offline(False)
        send(page)
        page.wait_for_selector("text=This device holds the audits of another person")
        assert [] == sent
        page.unroute_all()
        send(page)
        page.wait_for_selector(SENT)

    def test_can_be_written_over_once_it_is_put_aside(self, page):
        """What could not be put aside on a full disk is another day, and its place is free again."""
        mine = ids(page)["CH-7601"]
        damage(page, f"audit:{mine}")
        page.evaluate(
            """() => {
              const put = IDBObjectStore.prototype.put;
              window.real = put;
              IDBObjectStore.prototype.put = function (row) {
                if (row.id.startsWith("aside:")) throw new Error("no room");
                return put.call(this, row);
              };
            }"""
        )
        unlock(page)
        full = page.evaluate(ROWS)
        page.evaluate("() => { IDBObjectStore.prototype.put = window.real; }")
        lock(page)
        unlock(page)
        stored = page.evaluate(
            "(id) => import('/audits/capture/app/vault.js').then((vault) => vault.put({ id }).then(() => true, () => false))",
            f"audit:{mine}",
        )

        assert ("aside audit" in full, "aside audit" in page.evaluate(ROWS)) == (False, True)
        assert stored

    def test_leaves_no_key_behind_when_it_fails(self, page):
        """A device that could not read its rows is locked, whatever the passphrase opened."""
        lock(page)
        page.evaluate(
            """() => {
              const all = IDBObjectStore.prototype.getAll;
              IDBObjectStore.prototype.getAll = function (range) {
                if (typeof range !== "string") throw new Error("damaged");
                return all.call(this, range);
              };
            }"""
        )
        page.fill("#passphrase", PASSPHRASE)
        page.press("#passphrase", "Enter")
        page.wait_for_selector("text=could not open its audits")

        assert not page.evaluate(
            "import('/audits/capture/app/vault.js').then((vault) => vault.isOpen())"
        )

    def test_puts_nothing_aside_twice(self, page):
        """A device that is set up anew without its lock leaves what was aside as it was."""
        damage(page, f"audit:{ids(page)['CH-7602']}")
        unlock(page)
        lock(page)
        page.evaluate(DROP_LOCK)
        page.context.set_offline(False)
        set_up(page)

        aside = ["aside audit", "aside audit", "aside photo", "aside state"]
        assert [*aside, "keys", "state"] == page.evaluate(ROWS)


class TestPhotos:
    def test_one_that_is_damaged_holds_up_no_other(self, page):
        """A photo that can't be opened is kept aside and named, and everything else is sent."""
        damage(page, "photo:")
        unlock(page)
        page.context.set_offline(False)
        send(page)
        page.wait_for_selector("text=It is damaged, or not on this device any more")

        said = page.inner_text("li:has-text('CH-7602')")
        assert "aside photo" in page.evaluate(ROWS)
        assert "Everything written here is on the site." in said
        assert "still on this device" not in said

    def test_one_that_is_put_back_is_sent(self, page):
        """A photo that can be opened after all is sent, although it was called lost before."""
        damage(page, "photo:")
        unlock(page)
        page.context.set_offline(False)
        send(page)
        page.wait_for_selector("text=It is damaged, or not on this device any more")
        lock(page)
        page.evaluate(DAMAGE.replace("one.id.startsWith", "(one.was ?? '').startsWith"), "photo:")
        unlock(page)
        page.wait_for_selector(SENT)

        assert "was not sent" not in page.inner_text("#capture")
        assert ["audit", "audit", "keys", "state"] == page.evaluate(ROWS)
