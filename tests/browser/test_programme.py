"""The programme of audits in a real browser: without a script, by keyboard, and clean to axe-core."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from tests.browser.conftest import DESKTOP, PHONE, axe, follow, sign_in
from tests.programmed import a_file, some_rows

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
AUDITORS = "Add somebody who audits"


def open_cycle(page, title):
    page.goto("/audits/programme/new")
    page.select_option("#service_id", label="Leaving care")
    page.fill("#title", title)
    page.fill("#starts_on", clock.today().isoformat())
    page.fill("#ends_on", (clock.today() + timedelta(days=90)).isoformat())
    follow(page, "text=Open the cycle")


def add_auditor(page):
    page.select_option("#user_id", label="Imran Sowter")
    page.fill("#team", "Quality")
    follow(page, "text=Add them")


def upload(page, rows):
    content = {"name": "cases.csv", "mimeType": "text/csv", "buffer": a_file(rows)}
    page.set_input_files("#file", content)
    follow(page, "text=Upload and look at it")


class TestProgramme:
    @SIZES
    def test_has_no_violations(self, context, size):
        """Every step of a new cycle is clean, with the errors of each form, and none is too wide."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "moderator")
        found = {}
        page.goto("/audits/programme/new")
        follow(page, "text=Open the cycle")
        found["nothing said"] = axe(page)
        open_cycle(page, f"Clean {size['width']}")
        found["empty"] = axe(page)
        follow(page, "text=Add them")
        found["no team"] = axe(page)
        add_auditor(page)
        # Cases of their own for each size: one that waits in another cycle is not drawn again.
        rows = [row.replace("CH-1", f"CH-{size['height']}") for row in some_rows(3)]
        upload(page, [*rows, "Jordan Smith,Care North,,,"])
        found["refused"] = axe(page)
        follow(page, "text=Keep the 3 good rows")
        found["kept"] = axe(page)
        follow(page, "text=Back to the cycle")
        page.fill("#size", "40")
        follow(page, "text=Draw these cases")
        found["too many"] = axe(page)
        page.fill("#size", "2")
        follow(page, "text=Draw these cases")
        found["drawn"] = axe(page)
        page.fill("#due_on", "2020-01-01")
        follow(page, "text=Give them out")
        found["a day in the past"] = axe(page)

        assert dict.fromkeys(found, []) == found
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    def test_leads_from_a_list_to_a_draft_without_a_script(self, context):
        """With JavaScript off a case is listed, drawn, given to an auditor, and begun."""
        page = context(java_script_enabled=False).new_page()
        sign_in(page, "moderator")
        open_cycle(page, "Without a script")
        add_auditor(page)
        upload(page, ["LC-9042,Leaving Care,care leaver,SW-071,"])
        follow(page, "text=Keep the 1 good row")
        follow(page, "text=Back to the cycle")
        page.fill("#size", "1")
        follow(page, "text=Draw these cases")
        follow(page, "text=Give them out")
        given = page.inner_text("main")

        auditor = context(java_script_enabled=False).new_page()
        sign_in(auditor, "practitioner")
        auditor.goto("/audits")
        follow(auditor, "main a:has-text('case LC-9042')")
        auditor.click("label[for='has_no_conflict']")
        follow(auditor, "text=Begin this audit")

        assert "1 case has an auditor now." in given
        assert "Case LC-9042, care leaver, Leaving Care." in auditor.inner_text("main")

    def test_opens_its_forms_by_keyboard(self, context):
        """Enter on a step's summary opens its form, and Tab goes to the first field."""
        page = context().new_page()
        sign_in(page, "moderator")
        page.goto("/audits/programme")
        follow(page, "th a >> nth=-1")
        page.focus(f"summary:has-text('{AUDITORS}')")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

        assert "user_id" == page.evaluate("document.activeElement.id")
