"""axe-core finds nothing on any page, for those who answer and for staff, and none is too wide."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, follow, sign_in
from tests.browser.test_answering import answer, begin

PUBLIC = [
    "/",
    "/help",
    "/privacy",
    "/accessibility",
    "/weather",
    "/receipt",
    "/sign-in",
    "/s/children",
    "/s/nowhere",
    "/nowhere",
]
STAFF = {
    "participation": [
        "/staff",
        "/evidence",
        "/evidence/by-score",
        "/evidence/exchange",
        "/evidence/files",
        "/evidence/groups",
        "/evidence/machine",
        "/evidence/not-understood",
        "/evidence/plots",
        "/evidence/together",
        "/codebook",
        "/codebook/again",
        "/codebook/draft",
        "/codebook/history",
        "/codebook/proposals",
        "/codebook/themes/new",
        "/studio",
        "/workbench",
        "/workbench?show=suggestions",
        "/imports",
        "/actions",
        "/reports",
        "/reports/new",
    ],
    "practitioner": ["/staff", "/audits", "/audits/new"],
    "safeguarding": ["/staff", "/concerns", "/concerns?show=closed"],
    "administrator": ["/staff", "/people", "/password"],
    "governance": ["/staff", "/activity", "/reports"],
    "board": ["/staff", "/reports"],
    "moderator": ["/staff", "/evidence"],
}
# From a list, the first link to one of its things, and on from there.
DEEPER = {
    "participation": [
        ("/evidence", "a[href*='/evidence/surveys/']"),
        ("/evidence", "a[href*='/evidence/themes/']"),
        ("/evidence/exchange", "th a[href*='/codebooks/']"),
        ("/codebook", "a[href*='/codebook/themes/'][href$='/merge']"),
        ("/codebook", "a[href*='/codebook/themes/'][href$='/split']"),
        ("/codebook", "a[href*='/codebook/themes/'][href$='/retire']"),
        ("/codebook", "section a[href*='/codebook/themes/']"),
        ("/reports", "a[href*='/reports/']:not([href$='new'])"),
    ],
    "practitioner": [
        ("/audits", "th a[href*='/audits/']"),
        ("/audits", "th a[href*='/audits/']", "main a[href$='/child']"),
    ],
    "safeguarding": [("/concerns", "th a[href*='/concerns/']")],
}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


class TestPublicPages:
    @SIZES
    def test_have_no_violations(self, context, size):
        """Pages for everyone are free of what axe can find, errors included."""
        page = context(viewport=size, bypass_csp=True).new_page()
        found = {}
        for address in PUBLIC:
            page.goto(address)
            found[address] = faults(page)

        assert dict.fromkeys(PUBLIC, []) == found


class TestQuestions:
    @SIZES
    @pytest.mark.parametrize("slug", ["children", "young-people", "care-leavers", "foster-carers"])
    def test_have_no_violations(self, context, size, slug):
        """Every page of a questionnaire is clean, as it comes and with an error on it."""
        page = context(viewport=size, bypass_csp=True).new_page()
        found = {}
        begin(page, slug)
        for _ in range(40):
            found[page.url] = faults(page)
            if "/p/" not in page.url:
                break
            answer(page)
        follow(page, "main form button[type=submit]")
        found[page.url] = faults(page)

        assert found
        assert dict.fromkeys(found, []) == found


class TestStaffPages:
    @SIZES
    @pytest.mark.parametrize("role", STAFF)
    def test_have_no_violations(self, context, size, role):
        """Every page that a role can open is clean."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, role)
        found = {}
        for address in STAFF[role]:
            assert page.goto(address).status == 200, address
            found[address] = faults(page)
        for address, *links in DEEPER.get(role, ()):
            page.goto(address)
            for link in links:
                follow(page, f"{link} >> nth=0")
            found[page.url] = faults(page)

        assert dict.fromkeys(found, []) == found


class TestQuotes:
    @SIZES
    def test_have_no_violations(self, context, size):
        """The page that releases a quote is clean with marks in it, and with an error on it."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "participation")
        page.goto("/evidence")
        follow(page, "table a[href*='/evidence/themes/'] >> nth=0")
        follow(page, "a[href*='/evidence/quotes/'] >> nth=0")
        page.fill("#text", "My friend Zorvan is fourteen.")
        follow(page, "button[name=check]")
        marked, found = page.locator("blockquote mark").count(), faults(page)
        follow(page, "main form button >> nth=0")

        assert 2 == marked
        assert "Error" in page.title()
        assert [] == found + faults(page)
