"""Lists of audits on a phone: every column is read by going down, and is still a table to listen to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import axe, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

LISTS = [
    ("practitioner", "/audits", ["Audit", "State", "Case", "Day", "Overall grade", "Team"]),
    ("worker", "/my-audits", ["Audit", "My reply", "Case", "Day", "Auditor"]),
    (
        "moderator",
        "/audits/programme",
        ["Cycle", "State", "Done", "Target", "Overdue", "Days", "Service"],
    ),
]
# A phone, and a desktop enlarged four times (WCAG 1.4.10).
SIZES = [(360, 740), (320, 256)]


def spoken(page: Page, role: str) -> list[str]:
    """Return the names of everything with a role, as a screen reader is given them."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == role]


@pytest.mark.parametrize(("role", "path", "head"), LISTS)
class TestLists:
    def test_are_read_without_pushing_them_sideways(self, context, role, path, head):
        """No list is wider than the screen, no reference is broken in two, and axe finds nothing."""
        phone = context().new_page()
        sign_in(phone, role)
        phone.goto(path)
        for width, height in SIZES:
            phone.set_viewport_size({"width": width, "height": height})
            wide = phone.evaluate(
                "[...document.querySelectorAll('.table--cards')]"
                ".map(one => one.scrollWidth - one.clientWidth)"
            )
            lines = phone.evaluate(
                "[...document.querySelectorAll('.whole')].map(one => one.getClientRects().length)"
            )

            assert {0} == set(wide), (width, wide)
            assert {1} >= set(lines), (width, lines)
        assert [] == axe(phone)

    def test_stay_tables_to_listen_to(self, context, role, path, head):
        """A screen reader hears the heads of the columns, once, and as many cells as there are."""
        phone = context().new_page()
        sign_in(phone, role)
        phone.goto(path)
        rows = phone.locator(".table--cards tbody tr").count()

        assert head == spoken(phone, "columnheader")
        assert rows == len(spoken(phone, "rowheader")) > 0
        assert rows * (len(head) - 1) == len(cells := spoken(phone, "cell"))
        assert not [cell for cell in cells if cell.startswith(tuple(head))]
