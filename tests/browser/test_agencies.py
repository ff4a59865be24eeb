"""A live multi-agency day in real browsers: five write at once, and see one another's progress."""

from __future__ import annotations

from itertools import count

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, follow, sign_in
from tests.browser.waiting import wait_until

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
NUMBER = count(1)
# Sent a moment later, so that all are on their way together.
SOON = "form => { setTimeout(() => form.submit(), 50); }"
AUDIT = "tr:has-text('FA-2777') th a"
STRENGTHS = "agency_strengths"


def lead(context, **options):
    """Return the lead's browser on the audit of several agencies, and its address."""
    page = context(**options).new_page()
    sign_in(page, "practitioner")
    page.goto("/audits")
    follow(page, AUDIT)
    return page, page.url


def agency(context, **options):
    """Return the browser of the agency that writes, on its part, and its address."""
    page = context(**options).new_page()
    sign_in(page, "partner")
    page.goto("/audits/parts")
    follow(page, "th a[href*='/parts/']")
    return page, page.url


def value(page, address, name):
    page.goto(address)
    return page.locator(f"[name='{name}']").input_value()


class TestPages:
    @SIZES
    def test_have_no_violations(self, context, size):
        """The lead's page, the part, and a page that asks for a choice are clean."""
        options = {"viewport": size, "bypass_csp": True}
        page, audit = lead(context, **options)
        found = {audit: faults(page)}
        follow(page, "main a[href$='/agencies']")
        found[page.url] = faults(page)
        page.click("summary:has-text('Add an action')")
        follow(page, "form[action$='/actions'] button[type=submit]")
        assert "Error" in page.title()
        found["error"] = faults(page)
        clash, address = _clash(context, **options)
        found[address] = faults(clash)

        assert dict.fromkeys(found, []) == found


class TestChoosing:
    def test_is_done_by_keyboard_without_scripts(self, context):
        """Of two who change one field the second chooses, with no script and no mouse."""
        page, address = _clash(context, java_script_enabled=False)
        choice = page.locator("[name='_keep-agency_worked'][value=mine]")
        choice.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != address)

        assert value(page, address, "agency_worked").startswith("Second")
        assert "Theirs too." == value(page, address, "agency_better")


class TestFiveAtOnce:
    def test_lose_no_edit(self, context):
        """Five browsers write one audit at the same moment, three times, and every word is kept."""
        first, part = agency(context)
        second, _ = agency(context)
        windows = [lead(context)[0] for _ in range(3)]
        audit = windows[0].url
        writers = [
            (first, f"{part}/{STRENGTHS}", "agency_worked"),
            (second, f"{part}/{STRENGTHS}", "agency_better"),
            (windows[0], f"{audit}/child/sibling_words", "sibling_words"),
            (windows[1], f"{audit}/manager/manager", "manager_comment"),
            (windows[2], f"{audit}/auditor/other_professional", "other_professional_words"),
        ]
        for number in range(3):
            words = [f"Round {number}, writer {one}." for one in range(len(writers))]
            for (page, address, name), said in zip(writers, words, strict=True):
                page.goto(address)
                page.fill(f"[name='{name}']", said)
            come = []
            for page, _, _ in writers:
                page.once("load", lambda loaded, come=come: come.append(loaded))
                page.locator("main form").evaluate(SOON)
            wait_until(first, lambda come=come: len(come) == len(writers))

            assert words == [value(page, address, name) for page, address, name in writers]

    def test_see_how_far_the_others_have_come(self, context):
        """A count on another's page goes up by itself, and no words come with it."""
        watching, _ = lead(context)
        follow(watching, "main a[href$='/agencies']")
        place = watching.locator("[data-live]", has_text="writing")
        before = place.inner_text()
        writer, part = agency(context)
        writer.goto(f"{part}/agency_together")
        writer.fill("[name='agency_together']", "We needed a telephone number.")
        follow(writer, "main form button[type=submit]")
        watching.wait_for_function(
            "before => ![...document.querySelectorAll('[data-live]')]"
            ".some(one => one.textContent === before)",
            arg=before,
        )

        assert "telephone" not in watching.content()
        assert place.inner_text().endswith("answered, writing.")


def _clash(context, **options):
    """Return the page of somebody whose field was changed while they wrote, and its address."""
    page, part = agency(context, **options)
    address = f"{part}/{STRENGTHS}"
    other = context().new_page()
    sign_in(other, "partner")
    page.goto(address)
    other.goto(address)
    first = f"First words, {next(NUMBER)}."
    for name, said in (("agency_worked", first), ("agency_better", "Theirs too.")):
        other.fill(f"[name='{name}']", said)
    follow(other, "main form button[type=submit]")
    page.fill("[name='agency_worked']", f"Second words, {page.viewport_size['width']}.")
    follow(page, "main form button[type=submit]")
    assert page.locator("[name='_keep-agency_worked']").count() == 2
    return page, address
