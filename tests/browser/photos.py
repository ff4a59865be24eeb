"""Photos at a device, for browser tests: take one, see what is held, and see what the site has."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from tests.browser.device import MODULE, until
from tests.browser.waiting import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

COLOURS = ("teal", "maroon", "olive", "navy", "orange", "purple")
OPEN = "#photos summary"


def take(page: Page, content: bytes, name: str = "drawing.jpg") -> None:
    """Add a photo to the voice of the page that is open, and wait until it is kept or refused."""
    if page.get_attribute("#photos", "open") is None:
        page.click(OPEN)
    before = page.inner_text("#photos")
    kind = "image/png" if name.endswith("png") else "image/jpeg"
    page.set_input_files("#photo", {"name": name, "mimeType": kind, "buffer": content})

    def is_over() -> bool:
        now = page.inner_text("#photos")
        return now != before and "Making the photo small" not in now

    wait_until(page, is_over, said="photo")


def states(page: Page) -> list[str]:
    """Return the states of the photos of the first audit on the device."""
    return page.evaluate(
        f"{MODULE.format('desk')}.then((m) => m.desk.audits[0].photos.map((one) => one.problem ? 'refused' : one.state))"
    )


def rows(page: Page) -> int:
    """Return how many photos are in the store of the device, sealed."""
    return page.evaluate(
        """() => new Promise((done) => {
          indexedDB.open("earshot-capture").onsuccess = (event) => {
            const all = event.target.result.transaction("kept").objectStore("kept").getAllKeys();
            all.onsuccess = () => done(all.result.filter((id) => id.startsWith("photo:")).length);
          };
        })"""
    )


def content(page: Page) -> bytes:
    """Return the first photo of the device, opened."""
    found = page.evaluate(
        f"""async () => {{
          const {{ desk }} = await {MODULE.format("desk")};
          const {{ contentOf }} = await {MODULE.format("carrying")};
          const [audit] = desk.audits;
          return Array.from(new Uint8Array(await contentOf(audit, audit.photos[0].id)));
        }}"""
    )
    return bytes(found)


def carried(page: Page) -> None:
    """Wait until no photo is on its way."""
    until(
        page,
        f"() => {MODULE.format('desk')}.then(({{ desk }}) => !desk.busy && !desk.carrying)",
    )


def on_site(page: Page, audit_id: str) -> list[tuple[int, int, int]]:
    """Return the middle dot of each photo that the site has of an audit, in rough colours."""
    page.goto(f"/audits/{audit_id}/photos")
    found = page.eval_on_selector_all(
        "main li a:has(img)", "all => all.map((one) => one.getAttribute('href'))"
    )
    return sorted(middle(page.request.get(one).body()) for one in found)


def middle(picture: bytes) -> tuple[int, int, int]:
    """Return the middle dot of a picture, each colour rounded to a step of 64."""
    with Image.open(BytesIO(picture)) as opened:
        dot = opened.convert("RGB").getpixel((opened.width // 2, opened.height // 2))
    return tuple(round(one / 64) for one in dot)


def a_drawing(colour: str, size: tuple[int, int] = (2400, 1800)) -> bytes:
    """Return a photo of one colour that says where it was taken, larger than is kept."""
    picture = Image.new("RGB", size, colour)
    told = picture.getexif()
    told[0x010F] = "51.4545N 2.5879W Robin"
    kept = BytesIO()
    picture.save(kept, "JPEG", exif=told, quality=90)
    return kept.getvalue()


def a_noise(size: tuple[int, int] = (1000, 800)) -> bytes:
    """Return a photo that no way of packing makes small."""
    kept = BytesIO()
    Image.effect_noise(size, 200).convert("RGB").save(kept, "JPEG", quality=95)
    return kept.getvalue()
