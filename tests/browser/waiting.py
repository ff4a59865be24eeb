"""Waiting in browser tests for what will come, however busy the machine is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

TRIES = 750


def wait_until(page: Page, holds: Callable[[], object], *, said: str = "") -> None:
    """Wait until something holds that the test asks itself, and fail when it never does."""
    for _ in range(TRIES):
        if holds():
            return
        page.wait_for_timeout(20)
    raise TimeoutError(said)
