"""Papers that were taken out, opened in a browser as files: they stand alone, and axe finds nothing."""

import pytest

from tests.browser.conftest import axe, faults, follow, sign_in
from tests.browser.test_axe import SIZES


def saved(page, selector, folder):
    """Press what leads to a file, and return where it was saved."""
    with page.expect_download() as waiting:
        page.click(selector)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.fixture
def paper(context, tmp_path):
    """Return a way to open an audit that was taken out, without the site."""

    def take(size, selector):
        page = context(viewport=size, accept_downloads=True).new_page()
        sign_in(page, "practitioner")
        page.goto("/audits")
        follow(page, "tr:has(.tag--done) th a >> nth=0")
        follow(page, "main a[href$='/document']")
        if "whole" in selector:
            page.click("summary:has-text('the whole of it')")
        path = saved(page, selector, tmp_path)
        alone = context(viewport=size, offline=True, bypass_csp=True).new_page()
        alone.goto(path.as_uri())
        return alone

    return take


class TestFindings:
    @SIZES
    def test_has_no_violations(self, context, tmp_path, size):
        """The findings of a whole cycle are sound as they are written, read, and kept as a page."""
        page = context(viewport=size, bypass_csp=True, accept_downloads=True).new_page()
        sign_in(page, "moderator")
        page.goto("/audits/programme")
        follow(page, "th a:has-text('Summer and autumn')")
        follow(page, "main a[href$='/findings']")
        found = faults(page)
        follow(page, "main form button[type=submit]")
        found += faults(page)
        for field in ("#works", "#worries", "#next"):
            page.fill(field, "Visits are kept.")
        follow(page, "main form button[type=submit]")
        # The page loads itself again once its Word file is printed, and is judged after that.
        page.wait_for_selector("[data-progress-url]", state="detached")
        page.wait_for_selector("h1")
        page.wait_for_load_state()
        found += faults(page)
        path = saved(page, "main a[href$='/html']", tmp_path)
        alone = context(viewport=size, offline=True, bypass_csp=True).new_page()
        alone.goto(path.as_uri())

        assert [] == found + faults(alone)
        assert 3 == alone.locator("p:text-is('Visits are kept.')").count()


class TestAudit:
    @SIZES
    @pytest.mark.parametrize("way", ["main a[href$='document/html']", "a[href$='whole/html']"])
    def test_has_no_violations(self, paper, size, way):
        """The page that was saved is sound on a phone and on a desk, with no network at all."""
        page = paper(size, way)
        is_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

        assert [] == axe(page)
        assert not is_wide
        assert "en-GB" == page.get_attribute("html", "lang")

    def test_is_printed_with_nothing_cut(self, paper):
        """On paper tables do not scroll, and the first thing is how to handle it."""
        page = paper({"width": 794, "height": 1123}, "main a[href$='document/html']")
        page.emulate_media(media="print")
        cut = page.eval_on_selector_all(
            ".table", "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        )

        assert 0 == cut
        assert page.locator("main > *").first.inner_text().startswith("In confidence")
