"""Photos of drawings without a signal, in a real browser: none lost, none twice, none to see."""

import pytest

from tests.browser import photos
from tests.browser.conftest import DESKTOP, PHONE, faults, sign_in
from tests.browser.device import (
    LIST,
    MODULE,
    PASSPHRASE,
    SENT,
    Persistent,
    capture,
    held,
    open_audit,
    send,
    set_up,
    unlock,
    until,
)

ID = f"{MODULE.format('desk')}.then((m) => m.desk.audits[0].id)"
PHOTOS = "**/audits/sync/*/photos/*"


@pytest.fixture
def device(context):
    """Return a way to be a practitioner with a device that is set up."""

    def make(name="Work phone", **options):
        page = context(**options).new_page()
        sign_in(page, "practitioner")
        set_up(page, name)
        return page

    return make


@pytest.fixture
def phone(device):
    """Return a device with an audit and two photos in it, none of which was sent."""
    return with_photos(device())


def with_photos(page):
    """Open an audit on a device that has no signal, and take two photos."""
    page.context.set_offline(True)
    open_audit(page, "CH-7100")
    page.check("input[value='asked']", force=True)
    for colour in ("teal", "maroon"):
        photos.take(page, photos.a_drawing(colour))
    return page


def to_list(page):
    page.click("button:has-text('Your audits')")
    page.wait_for_selector(LIST)


def send_all(page):
    """Go to the list, let the signal come, and send."""
    to_list(page)
    page.context.set_offline(False)
    send(page)
    photos.carried(page)


BOTH = sorted([(0, 2, 2), (2, 0, 0)])


class TestTake:
    def test_leaves_behind_what_a_photo_carries(self, phone):
        """On the device already a photo is small, and says nothing but what it shows."""
        content = photos.content(phone)

        assert (True, False, False) == (
            content.startswith(b"\xff\xd8"),
            b"Robin" in content,
            b"Exif" in content,
        )
        assert len(content) < 600_000
        assert (2, ["waiting"] * 2) == (photos.rows(phone), photos.states(phone))

    def test_shows_it_and_takes_it_away(self, phone):
        """A photo is shown where it was taken, and what was never sent goes with one press."""
        phone.wait_for_selector("canvas[role=img]")
        assert [] == faults(phone)
        phone.click("button:has-text('Take it away for good: photo 1')")
        phone.wait_for_selector("summary:has-text('Photos of drawings (1)')")

        assert (1, ["waiting"]) == (photos.rows(phone), photos.states(phone))

    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_says_what_is_no_photo(self, device, size):
        """What can't be read as a photo is refused in a sentence, and nothing else changes."""
        page = device(viewport=size)
        open_audit(page)
        photos.take(page, b"not a picture", "drawing.png")

        assert "can't read that file as a photo" in page.inner_text("#photos")
        assert ([], []) == (photos.states(page), faults(page))

    def test_keeps_what_was_being_typed(self, device):
        """Words that were typed just before a photo was added are still there, and kept."""
        page = device()
        open_audit(page)
        page.check("input[value='asked']", force=True)
        photos.take(page, photos.a_drawing("navy"))

        assert {"child_asked": {"": ["asked"]}} == held(page)


class TestSend:
    def test_brings_each_once(self, phone):
        """Each photo is on the site once, and gone from the device, which says so."""
        made = phone.evaluate(ID)
        send_all(phone)
        phone.wait_for_selector(SENT)
        assert (["safe", "safe"], 0) == (photos.states(phone), photos.rows(phone))
        phone.click("button:has-text('with case CH-7100')")
        phone.click(photos.OPEN)
        assert 2 == phone.inner_text("#photos").count("gone from this device")

        assert BOTH == photos.on_site(phone, made)

    def test_sends_again_what_was_not_answered(self, phone):
        """A photo whose answer was lost on the way is sent again, and is there once."""
        made, lost = phone.evaluate(ID), []

        def lose(route):
            if len(lost) < 2:
                lost.append(route.fetch().status)
                route.abort()
            else:
                route.continue_()

        phone.context.route(PHOTOS, lose)
        send_all(phone)
        phone.wait_for_selector("text=There is no signal")
        states = [photos.states(phone)]
        for _ in range(2):
            send(phone)
            photos.carried(phone)
            states.append(photos.states(phone))

        assert ([200, 200], ["waiting"] * 2, ["safe"] * 2) == (lost, states[0], states[2])
        assert BOTH == photos.on_site(phone, made)

    def test_never_holds_up_words(self, phone):
        """While a photo is on its way for long, what is written meanwhile reaches the site."""
        made, waiting, is_let = phone.evaluate(ID), [], []
        phone.context.route(
            PHOTOS, lambda route: route.continue_() if is_let else waiting.append(route)
        )
        to_list(phone)
        phone.context.set_offline(False)
        send(phone)
        phone.wait_for_selector("text=2 photos are being sent")
        until(phone, f"() => {MODULE.format('desk')}.then((m) => m.desk.carrying)")
        phone.click("button:has-text('with case CH-7100')")
        phone.click("button:has-text('All of it')")
        phone.click("button:has-text('Child')")
        phone.check("input[value='not_asked']", force=True)
        phone.wait_for_timeout(200)
        to_list(phone)
        send(phone)
        told = phone.evaluate(
            f"{MODULE.format('desk')}.then((m) => [m.desk.audits[0].waiting.length, m.desk.carrying])"
        )
        assert ([0, True], 1) == (told, len(waiting))
        is_let.append(True)
        waiting[0].continue_()
        photos.carried(phone)

        assert BOTH == photos.on_site(phone, made)

    def test_says_why_one_was_refused(self, phone):
        """One that the site can't take stays here with the reason; all else is sent, and hand-in waits."""
        made = phone.evaluate(ID)
        phone.evaluate(
            f"""async () => {{
              const {{ desk }} = await {MODULE.format("desk")};
              const {{ addPhoto }} = await {MODULE.format("carrying")};
              await addPhoto(desk.audits[0], "child", new TextEncoder().encode("no picture").buffer);
            }}"""
        )
        send_all(phone)
        phone.wait_for_selector("text=A photo was not taken. This is no photo")
        assert (["safe", "safe", "refused"], 1) == (photos.states(phone), photos.rows(phone))
        assert [] == faults(phone)
        phone.click("button:has-text('with case CH-7100')")
        phone.click("button:has-text('All of it')")
        phone.wait_for_selector("text=1 photo could not be sent")
        phone.click("button:has-text('Child')")
        phone.wait_for_selector("#photos[open] .notice--error")
        phone.click("button:has-text('Take it away for good: photo 3')")
        phone.wait_for_selector("summary:has-text('Photos of drawings (2)')")
        to_list(phone)
        send(phone)
        photos.carried(phone)
        phone.wait_for_selector(SENT)

        assert BOTH == photos.on_site(phone, made)

    def test_takes_away_what_is_on_the_site(self, phone):
        """A photo that was sent can be taken away on the device, and is then on neither."""
        made = phone.evaluate(ID)
        send_all(phone)
        phone.click("button:has-text('with case CH-7100')")
        phone.click(photos.OPEN)
        phone.click("button:has-text('Take it away for good: photo 1')")
        phone.wait_for_selector("summary:has-text('Photos of drawings (1)')")
        to_list(phone)
        send(phone)
        photos.carried(phone)
        left = photos.states(phone)

        assert (["safe"], [(2, 0, 0)]) == (left, photos.on_site(phone, made))


class TestRevoked:
    def test_loses_no_photo(self, device):
        """The photos of a revoked device are in its rescue file, and another device sends them."""
        phone = with_photos(device("Lost with photos"))
        made = phone.evaluate(ID)
        phone.context.route(PHOTOS, lambda route: route.abort())
        send_all(phone)
        phone.wait_for_selector("text=There is no signal")
        phone.context.unroute(PHOTOS)
        new = device("New phone")
        new.goto("/audits/devices")
        new.click("li:has-text('Lost with photos') button >> nth=0")
        new.wait_for_selector("text=The device is revoked")
        send(phone)
        phone.wait_for_selector("text=This device was revoked")
        assert (2, ["waiting"] * 2) == (photos.rows(phone), photos.states(phone))
        phone.click('summary:has-text("can\'t send")')
        with phone.expect_download() as saving:
            phone.click("button:has-text('Save a rescue file')")

        capture(new)
        unlock(new)
        new.click('summary:has-text("can\'t send")')
        new.click("button:has-text('Open a rescue file')")
        new.set_input_files("#rescue", saving.value.path())
        new.fill("#file-passphrase", PASSPHRASE)
        new.click("button:has-text('Bring its audits here')")
        new.wait_for_selector("h2:has-text('CH-7100')")
        assert 2 == photos.rows(new)
        send(new)
        photos.carried(new)
        new.wait_for_selector(SENT)

        assert BOTH == photos.on_site(new, made)


@pytest.fixture
def small_device(context, site):
    """Return a device with an audit, of which the browser lets little be kept."""
    page = context().new_page()
    sign_in(page, "practitioner")
    quota(page, site, 2_500_000)
    set_up(page)
    page.context.set_offline(True)
    open_audit(page, "CH-7200")
    page.check("input[value='asked']", force=True)
    page.wait_for_selector("#kept:has-text('Kept on this device.')")
    return page


def quota(page, site, size=None):
    """Let the browser keep so many bytes of this site; without a number, as many as usual."""
    control = page.context.new_cdp_session(page)
    limit = {"quotaSize": size} if size else {}
    control.send("Storage.overrideQuotaForOrigin", {"origin": site.url, **limit})


# In a database of its own: the browser counts all that a site keeps.
FILL = """(size) => new Promise((done) => {
  const opening = indexedDB.open("filler", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
  opening.onerror = () => done(false);
  opening.onsuccess = () => {
    const writing = opening.result.transaction("kept", "readwrite");
    const content = crypto.getRandomValues(new Uint8Array(size));
    writing.objectStore("kept").put(content, Math.random());
    writing.oncomplete = () => done(true);
    writing.onabort = () => done(false);
  };
})"""


def fill_up(page):
    """Leave no room on the device, not even for words."""
    for size in (60_000, 10_000, 2_000):
        for _ in range(60):
            if not page.evaluate(FILL, size):
                break


class TestFull:
    def test_loses_nothing(self, small_device, site):
        """On a full device a photo is refused, words stay on the page and say so, and are kept when they can."""
        page = small_device
        for _ in range(12):
            photos.take(page, photos.a_noise())
            if "no room for this photo" in page.inner_text("#photos"):
                break
        assert "no room for this photo" in page.inner_text("#photos")
        held_here = photos.rows(page)
        assert "All that you wrote is kept" in page.inner_text("#photos")
        assert (len(photos.states(page)), []) == (held_here, faults(page))
        fill_up(page)
        page.check("input[value='not_asked']", force=True)
        page.wait_for_selector("#kept:has-text('only on this page')")
        to_list(page)
        page.wait_for_selector(".notice--error:has-text('no room left')")
        assert [] == faults(page)
        page.click("button:text-is('Lock')")
        assert 1 == page.locator(LIST).count()

        quota(page, site)
        page.set_default_timeout(60_000)
        page.evaluate("(() => { const real = Date.now; Date.now = () => real() + 301_000; })()")
        page.wait_for_selector("h1:has-text('Unlock your audits')")
        unlock(page)
        assert {"child_asked": {"": ["not_asked"]}} == held(page)
        assert held_here == photos.rows(page)

    def test_can_be_emptied(self, small_device):
        """On a full device a photo can still be taken away, which makes room for words."""
        page = small_device
        photos.take(page, photos.a_noise())
        fill_up(page)
        page.click("button:has-text('Take it away for good: photo 1')")
        page.wait_for_selector("summary:text-is('Photos of drawings')")

        assert 0 == photos.rows(page)


class TestLocked:
    def test_profile_shows_no_photo(self, browser, site, tmp_path):
        """Nothing of a photo can be found in the profile of a browser while it is locked."""
        persistent = Persistent(tmp_path / "profile", site.url, browser.browser_type)
        page = persistent.start()
        sign_in(page, "practitioner")
        set_up(page)
        open_audit(page)
        photos.take(page, photos.a_drawing("teal"))
        content = photos.content(page)
        to_list(page)
        page.click("button:text-is('Lock')")
        persistent.close()
        files = [one.read_bytes() for one in persistent.folder.rglob("*") if one.is_file()]

        assert any(b"photo:" in one or "photo:".encode("utf-16-le") in one for one in files)
        assert [] == [1 for one in files if content[700:740] in one or b"Robin" in one]


class TestPurged:
    def test_goes_with_its_audit(self, phone):
        """When an audit goes from the device, its photos go; one that waits keeps both."""
        purge = f"(days) => {MODULE.format('vault')}.then((m) => m.purge(Date.now() + days * 86400000))"
        waiting = (phone.evaluate(purge, 30), photos.rows(phone))
        remove = f"async () => {{ const desk = await {MODULE.format('desk')}; await desk.discard(desk.desk.audits[0]); }}"
        phone.evaluate(remove)

        assert ((0, 2), 0) == (waiting, photos.rows(phone))
