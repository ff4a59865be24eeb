"""A real site with Anytown in it, and a real browser: what the browser tests stand on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.speaking import ENGLISH, device
from tests.harness.databases import copy_of, encoded_key
from tests.harness.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# As root there is no sandbox, and a closed network must not be asked for anything.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
PASSWORD = "walnut ferry thursday"
START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """Where the site is, and how to stop and start it."""

    url: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop: Callable[[], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests, by name, where there is no Chromium."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="chromium is missing"))


@pytest.fixture(scope="session")
def site(anytown_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve Anytown with gunicorn, as `make run` does, from a database of its own."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    environment = _environment(folder)
    copy_of(anytown_file, folder / "earshot.db")
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
        command += ["--worker-class", "gthread", "--threads", "8", "--no-control-socket"]
        log = (folder / "server.log").open("ab")
        server = subprocess.Popen(
            [*command, "wsgi:app"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        log.close()
        running.append(server)
        _wait_for(f"http://127.0.0.1:{port}/health")
        return server

    def stop() -> None:
        while running:
            server = running.pop()
            server.terminate()
            server.wait(timeout=40)

    start()
    yield Site(f"http://127.0.0.1:{port}", start, stop)
    stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the distribution's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Return a way to open a fresh browser window, such as one with JavaScript off."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        window = browser.new_context(**{"viewport": PHONE, "base_url": site.url} | options)
        opened.append(window)
        return window

    yield make
    for window in opened:
        window.close()


@pytest.fixture
def phone(context: Callable[..., BrowserContext]) -> Page:
    """Open a page on a phone with JavaScript off."""
    return context(java_script_enabled=False).new_page()


@pytest.fixture
def desk(context):
    """Return a page of the participation officer at a desk."""
    page = context(viewport=DESKTOP).new_page()
    sign_in(page, "participation")
    return page


@pytest.fixture
def device_page(context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Return a way to open a window of a device that speaks."""

    def make(*voices: dict[str, object], **options: object) -> Page:
        page = context(**options).new_page()
        page.add_init_script(device(*(voices or (ENGLISH,))))
        return page

    return make


def sign_in(page: Page, role: str) -> None:
    """Sign in as one of Anytown's staff."""
    page.goto("/sign-in")
    page.fill("#email", f"{role}@anytown.example")
    page.fill("#password", PASSWORD)
    follow(page, "main button[type=submit]")


def open_an_audit(page: Page) -> str:
    """Open an audit by its form, as somebody who records audits, and return its address."""
    page.goto("/audits/new")
    page.fill("#case_ref", "CH-7000")
    page.fill("#team", "Care North")
    page.fill("#held_on", "2026-01-05")
    page.click("label[for=has_no_conflict]")
    follow(page, "main form button[type=submit]")
    return page.url


def follow(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait until that page is there.

    A click alone comes back while the next page is still on its way, and what is asked then is
    asked of no page at all.
    """
    with page.expect_navigation():
        page.click(selector)


def axe(page: Page) -> list[str]:
    """Return what axe-core finds on a page, one line a finding."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    # What has been scrolled half under the bar that always stays would pass for too small.
    page.evaluate("window.scrollTo(0, 0)")
    # Nobody reads how each part passed, and saying it takes as long as judging it.
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        AXE_TAGS,
    )
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def faults(page: Page) -> list[str]:
    """Return what axe-core finds on a page, and whether it has to be pushed sideways."""
    is_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*axe(page), *(["the page is wider than the screen"] if is_wide else [])]


def faults_in_both_sizes(page: Page) -> list[str]:
    """Return the faults of a page on a phone and on a desk.

    It is looked at as it stands, then in the other size, and stays so: of the pages that follow
    one another, half arrive in each.
    """
    first = page.viewport_size
    found = faults(page)
    page.set_viewport_size(DESKTOP if first == PHONE else PHONE)
    return list(dict.fromkeys([*found, *faults(page)]))


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT_")}
    return kept | {
        "EARSHOT_DATABASE_URL": f"sqlite:///{folder / 'earshot.db'}",
        "EARSHOT_ENCRYPTION_KEY": encoded_key(),
        "EARSHOT_MAIL_URL": f"file:{folder / 'mail'}",
        "EARSHOT_INVITATION_URL": f"file:{folder / 'messages'}",
        "EARSHOT_LOG_LEVEL": "error",
    }


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)
