"""Publishing a questionnaire in the browser, as the participation officer does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app import clock
from tests.browser.conftest import follow

if TYPE_CHECKING:
    from playwright.sync_api import Page


def publish(desk: Page, slug: str, consent: str) -> None:
    """Publish the questions for children at an address."""
    desk.goto("/studio/questionnaires/children_8_11/publish")
    desk.select_option("#service_id", index=0)
    desk.fill("#slug", slug)
    desk.fill("#decision_maker", "The head of fostering")
    desk.fill("#told_by", str(clock.today() + timedelta(days=60)))
    desk.check(f"[name=consent][value={consent}]", force=True)
    follow(desk, "main button[type=submit]")


def tablet_link(desk: Page) -> str:
    """Make a shared tablet's link on the page of a questionnaire, and return its path."""
    follow(desk, "form[action$=kiosk] button")
    return "/kiosk/" + desk.inner_text(".receipt").split("/kiosk/")[1]
