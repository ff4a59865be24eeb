"""A practitioner at their device, for browser tests: set it up, unlock it, and fill in an audit."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
from tests.browser.waiting import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, BrowserType, Page

PASSPHRASE = "kettle orbit walnut"
CANARY = "zebrafinch"
LIST = "h1:has-text('Your audits on this device')"
SENT = "text=Everything that waited is on the site."
# Ways through the form that ask the most.
ANSWERS = {
    "child_took_part": "took_part",
    "other_parent_asked": "nobody_else",
    "safe_now": "yes",
}
# How a script of the page names another: it is the one that the page itself has loaded.
MODULE = "import('/audits/capture/app/{}.js')"


def until(page: Page, holds: str) -> None:
    """Wait until a function holds; the page's own policy forbids that it is asked as text."""
    wait_until(page, lambda: page.evaluate(holds), said=holds)


def capture(page: Page) -> None:
    """Open the capture page, and wait until it knows what to show."""
    page.set_default_timeout(15_000)
    page.goto("/audits/capture")
    page.wait_for_selector("#capture form, #capture .notice")


def set_up(page: Page, name: str = "Work phone") -> None:
    """Set the device up, and wait until it has all that it needs without a signal."""
    capture(page)
    page.fill("#device-name", name)
    page.fill("#passphrase", PASSPHRASE)
    page.fill("#again", PASSPHRASE)
    page.click("button:has-text('Set up this device')")
    page.wait_for_selector(SENT)
    until(page, "() => navigator.serviceWorker.controller !== null")


def unlock(page: Page) -> None:
    """Unlock the device."""
    page.fill("#passphrase", PASSPHRASE)
    page.press("#passphrase", "Enter")
    page.wait_for_selector(LIST)


def open_audit(
    page: Page,
    case: str = "CH-7001",
    kind: str = "conversational",
    cohort: str = "early_help",
    waits_for: str = "[data-question]",
) -> None:
    """Open an audit on the device."""
    page.click("button:has-text('Open an audit')")
    page.fill("#case_ref", case)
    page.select_option("#kind", kind)
    page.select_option("#cohort", cohort)
    page.fill("#team", "Care North")
    page.fill("#held_on", "2026-01-05")
    page.check("#has_no_conflict", force=True)
    page.click("button:has-text('Open the audit')")
    page.wait_for_selector(waits_for)


def send(page: Page) -> None:
    """Send what waits, from the list."""
    page.click("button:has-text('Send and fetch')")
    until(page, f"() => {MODULE.format('desk')}.then(({{ desk }}) => !desk.busy)")


def fill(page: Page) -> None:
    """Fill in every question of the page, those too that come up meanwhile."""
    done: set[str] = set()
    while wanted := [key for key in keys(page) if key not in done]:
        done.add(wanted[0])
        _fill(page, wanted[0])


def keys(page: Page) -> list[str]:
    """Return the questions of the page."""
    return page.eval_on_selector_all(
        "[data-question]", "all => all.map((one) => one.dataset.question)"
    )


def go_on(page: Page) -> bool:
    """Go to the next page of the audit; false when there is none."""
    before = page.inner_text("h1") + ",".join(keys(page))
    page.click("button:text-is('Go on')")
    wait_until(page, lambda: before != page.inner_text("h1") + ",".join(keys(page)))
    return bool(keys(page))


def held(page: Page) -> dict[str, dict[str, list[str]]]:
    """Return what the device holds of its first audit, by field."""
    return page.evaluate(
        f"""async () => {{
          const {{ desk, givens }} = await {MODULE.format("desk")};
          const {{ rawOf }} = await {MODULE.format("ledger")};
          const audit = desk.audits[0];
          return Object.fromEntries(Object.keys(givens(audit)).map((key) => [key, rawOf(audit, key)]));
        }}"""
    )


def remembered(page: Page) -> list[str]:
    """Return the controls of which the browser itself would write down what stands in them."""
    return page.eval_on_selector_all(
        "#capture :is(input, select, textarea):not([type=password], [type=file])",
        """all => all.filter((one) => {
          const own = one.localName === "select" ? null : one.getAttribute("autocomplete");
          return (own ?? one.form?.getAttribute("autocomplete")) !== "off";
        }).map((one) => one.id)""",
    )


def saves(page: Page) -> list[float]:
    """Return how long each field took to be kept since the page was opened, in milliseconds."""
    return page.evaluate("document.querySelector('#capture').timing.saved")


def _fill(page: Page, key: str) -> None:
    box = page.locator(f"[data-question='{key}']")
    radios = box.locator("input[type=radio]")
    ticks = box.locator("input[type=checkbox]")
    areas = box.locator("textarea")
    texts = box.locator("input[type=text]:not([id$='-other'])")
    if radios.count():
        value = ANSWERS.get(key) or radios.first.get_attribute("value")
        box.locator(f"input[type=radio][value='{value}']").check(force=True)
    elif ticks.count():
        ticks.first.check(force=True)
    if areas.count():
        _write(areas.first, f"{CANARY} says {key}")
    elif texts.count() > 1:
        for place, number in enumerate(("4", "3", "2026")):
            _write(texts.nth(place), number)
    elif texts.count():
        _write(texts.first, f"{CANARY} says {key}")


def _write(place, words: str) -> None:
    place.fill(words)
    place.blur()


@dataclass
class Persistent:
    """A browser with a profile on the disk, which can be killed and started again."""

    folder: Path
    url: str
    kind: BrowserType
    window: BrowserContext | None = None

    def start(self) -> Page:
        """Start the browser on its profile."""
        self.window = self.kind.launch_persistent_context(
            str(self.folder),
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport=PHONE,
            base_url=self.url,
        )
        return self.window.new_page()

    def kill(self) -> None:
        """Kill this browser at once, which is the process that was given this profile."""
        ours = f"--user-data-dir={self.folder}".encode()
        for status in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = status.read_bytes().split(b"\0")
            except OSError:
                continue
            if ours in words:
                os.kill(int(status.parent.name), signal.SIGKILL)
        self.window = None

    def close(self) -> None:
        """Close the browser, so that all of its profile is on the disk."""
        if self.window:
            self.window.close()
            self.window = None

    def finds(self, words: str) -> list[str]:
        """Return the files of the profile in which some words stand, in 8 or 16 bits a letter."""
        forms = (words.encode(), words.encode("utf-16-le"))
        return [
            str(file.relative_to(self.folder))
            for file in self.folder.rglob("*")
            if file.is_file() and any(form in file.read_bytes() for form in forms)
        ]
