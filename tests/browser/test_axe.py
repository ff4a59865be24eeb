"""axe-core finds nothing on any page, for those who answer and for staff, and none is too wide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import (
    DESKTOP,
    PHONE,
    faults,
    faults_in_both_sizes,
    follow,
    open_an_audit,
    sign_in,
)
from tests.browser.staff_pages import DEEPER, ELSEWHERE, EXEMPT, STAFF
from tests.browser.states import PERMISSIONS
from tests.browser.test_answering import answer, begin

AUDIT_PART = "main a[href*='/audits/'][href*='/child/']"
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def pattern_of(route):
    """Return the pattern of the addresses of a route."""
    return re.compile(re.sub(r"<[^>]+>", "[^/]+", route) + "(?:[?].*)?")


def pages_of_staff():
    """Return every route that staff can open, as it was reviewed."""
    rows = PERMISSIONS.read_text("utf-8").splitlines()
    return [
        next(part for part in row.split() if part.startswith("/"))
        for row in rows
        if row.startswith("GET") and not row.endswith("everyone")
    ]


class TestCoverage:
    def test_leaves_out_no_page_of_staff(self):
        """Each page of staff is looked at, or stands among the exempt with its reason."""
        opened = [one for pages in STAFF.values() for one in pages]
        opened += [route for ways in DEEPER.values() for route, *_ in ways]
        missed = [
            route
            for route in pages_of_staff()
            if route not in ELSEWHERE | EXEMPT
            and not any(pattern_of(route).fullmatch(one) for one in opened)
        ]

        assert [] == missed

    def test_names_tests_and_routes_that_are_there(self):
        """A test that is said to look at a page exists, and no row outlives its route."""
        lost = []
        for place in ELSEWHERE.values():
            file, group, name = place.split("::")
            said = Path(__file__).with_name(file).read_text("utf-8")
            if f"class {group}" not in said or f"def {name}" not in said:
                lost.append(place)

        assert [] == lost
        assert set() == set(ELSEWHERE | EXEMPT) - {*pages_of_staff(), "/sign-in"}


class TestSignIn:
    @SIZES
    def test_has_no_violations(self, context, size):
        """The page where staff sign in is clean, with an error on it too."""
        page = context(viewport=size, bypass_csp=True).new_page()
        page.goto("/sign-in")
        found = faults(page)
        follow(page, "main button[type=submit]")

        assert [] == found + faults(page)


class TestSetPassword:
    def test_has_no_violations(self, context):
        """The link that an administrator makes, the page it opens, and an error there are clean."""
        page = context(viewport=PHONE, bypass_csp=True).new_page()
        sign_in(page, "administrator")
        page.goto("/people")
        follow(page, "form[action*='password'] button >> nth=1")
        found = faults(page)
        link = page.inner_text(".receipt").strip()
        stranger = context(viewport=PHONE, bypass_csp=True).new_page()
        stranger.goto(link[link.index("/set-password") :])
        assert stranger.url.endswith("/set-password")
        found += faults(stranger)
        follow(stranger, "main button[type=submit]")

        assert [] == found + faults(stranger)


class TestQuestions:
    @pytest.mark.parametrize("slug", ["children", "young-people", "care-leavers", "foster-carers"])
    def test_have_no_violations(self, context, slug):
        """Every page of a questionnaire is clean in both sizes, as it comes and with an error on it."""
        page = context(viewport=PHONE, bypass_csp=True).new_page()
        found = {}
        begin(page, slug)
        for _ in range(40):
            found[page.url] = faults_in_both_sizes(page)
            if "/p/" not in page.url:
                break
            answer(page)
        follow(page, "main form button[type=submit]")
        found[page.url] = faults_in_both_sizes(page)

        assert found
        assert dict.fromkeys(found, []) == found


class TestStaffPages:
    @pytest.mark.parametrize("role", STAFF)
    def test_have_no_violations(self, context, role):
        """Every page that a role can open is clean, on a phone and on a desk."""
        page = context(viewport=PHONE, bypass_csp=True).new_page()
        sign_in(page, role)
        found = {}
        for address in STAFF[role]:
            assert page.goto(address).status == 200, address
            found[address] = faults_in_both_sizes(page)
        for route, address, *links in DEEPER.get(role, ()):
            page.goto(address)
            for link in links:
                follow(page, f"{link} >> nth=0")
            assert pattern_of(route).search(page.url), (route, page.url)
            found[page.url] = faults_in_both_sizes(page)

        assert dict.fromkeys(found, []) == found


class TestWritten:
    def test_has_no_violations(self, context):
        """The page that gives back what could not be kept is clean in both sizes."""
        page = context(viewport=PHONE, bypass_csp=True).new_page()
        sign_in(page, "participation")
        page.goto("/actions")
        page.fill("#why", "Children know whom to ring.")
        page.evaluate("document.querySelector('#why').form.csrf_token.value = 'stale'")
        follow(page, "form:has(#why) button[type=submit]")
        found = faults_in_both_sizes(page)

        assert "Children know whom to ring." in page.input_value("textarea[readonly] >> nth=0")
        assert [] == found


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


class TestAudit:
    @SIZES
    def test_has_no_violations(self, context, size):
        """A page of one voice of an audit that is not finished is clean."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "practitioner")
        open_an_audit(page)
        follow(page, f"{AUDIT_PART} >> nth=0")

        assert re.search(r"/audits/[^/]+/[^/]+/[^/]+$", page.url)
        assert [] == faults(page)
