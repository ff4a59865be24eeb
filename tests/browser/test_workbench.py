"""The workbench in a browser: by keyboard alone, without scripts, and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, axe, follow, sign_in

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
SAID = "[data-said]"
# Passages with something that waits, in an order that decisions about others do not change.
WAITING = "/workbench?show=suggestions&order=chance"
STATE = """id => {
  const work = document.getElementById(id);
  const seen = [...work.querySelectorAll('[data-coding]')].map(
    one => one.textContent.replace(/\\s+/g, ' ').trim());
  const marks = [...work.querySelectorAll('[data-marks]')].map(
    one => [one.textContent, one.dataset.marks]);
  return JSON.stringify([seen.sort(), marks, work.querySelector('[name=seen]').value]);
}"""
# The words of one theme; where another theme has some of them too they stand in several marks.
WORDS_OF = """([id, theme]) => {
  const work = document.getElementById(id);
  const { coding } = [...work.querySelectorAll('[data-coding]')].find(
    one => one.querySelector('[data-name]').textContent.trim() === theme).dataset;
  return [...work.querySelectorAll(`[data-marks~='${coding}']`)].map(
    one => one.textContent).join('');
}"""


def is_too_wide(page):
    """Return whether the page has to be pushed sideways."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def focused(page):
    """Return the id of what has the focus."""
    return page.evaluate("document.activeElement.id")


def press(page, key, says):
    """Press a key and wait until the page says something."""
    page.keyboard.press(key)
    page.wait_for_function(
        "([where, says]) => document.querySelector(where).textContent.includes(says)",
        arg=[SAID, says],
    )


def tab_to(page, selector):
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def absent(page, place):
    """Return the names of two themes that a passage does not carry in any way."""
    work = page.locator(f"#{place}")
    carried = {name.strip() for name in work.locator("[data-name]").all_inner_texts()}
    offered = [name.strip() for name in work.locator("[name=theme] option").all_text_contents()]
    return [name for name in offered[1:] if name not in carried][:2]


def checked(page):
    """Return how many passages the page says a person has checked."""
    return int(page.locator("progress").get_attribute("value"))


def undo_all(page):
    """Take everything back, so that the next test finds the site as it was."""
    page.goto("/workbench")
    while page.locator("[data-undo-form]").count():
        with page.expect_response("**/workbench?*"):
            page.click("[data-undo-form] button")
        page.goto("/workbench")


@pytest.fixture
def bench(context):
    """Return a way to open the workbench as the participation officer; all is undone at the end."""
    opened = []

    def make(address=WAITING, **options):
        page = context(**{"viewport": DESKTOP, "bypass_csp": True} | options).new_page()
        sign_in(page, "participation")
        page.goto(address)
        opened.append(page)
        return page

    yield make
    undo_all(opened[0])


class TestKeyboard:
    def test_codes_from_the_first_passage_to_the_last_undo(self, bench):
        """Keys alone move, accept, reject, replace, give words a theme, settle, and undo it all."""
        page = bench()
        tab_to(page, "[data-work]")
        first, before = focused(page), checked(page)
        began, themes = page.evaluate(STATE, first), absent(page, first)
        press(page, "a", "You accepted “")
        accepted = page.locator(f"#{first}").inner_text()
        page.keyboard.press("r")
        page.wait_for_selector("[data-picker][open]")
        page.keyboard.type(themes[0])
        page.keyboard.press("Enter")
        page.wait_for_function(
            f"document.querySelector('{SAID}').textContent.includes('place of')"
        )
        press(page, "w", "the arrows choose other words")
        page.keyboard.press("Shift+ArrowRight")
        page.wait_for_function("getSelection().toString().includes(' ')")
        chosen = page.evaluate("getSelection().toString()")
        page.keyboard.press("t")
        page.wait_for_selector("[data-picker][open]")
        for_words = page.inner_text("[data-picker-words]")
        page.keyboard.type(themes[1])
        page.keyboard.press("Enter")
        page.wait_for_function(
            f"document.querySelector('{SAID}').textContent.includes('You gave')"
        )
        marked = page.evaluate(WORDS_OF, [first, themes[1]])
        page.keyboard.press("j")
        page.wait_for_function("id => document.activeElement.id !== id", arg=first)
        second = focused(page)
        press(page, "c", "Checked")
        page.wait_for_function("id => document.activeElement.id !== id", arg=second)
        after = checked(page)
        for _ in range(4):
            press(page, "u", "Undone")
            page.evaluate(f"document.querySelector('{SAID}').textContent = ''")

        assert "accepted by" in accepted
        assert 2 == len(chosen.split())
        assert chosen.split()[0] in for_words
        assert chosen.strip() == marked.strip()
        assert before < after
        assert (before, began) == (checked(page), page.evaluate(STATE, first))
        assert first == focused(page)

    def test_moves_among_passages_and_themes(self, bench):
        """J, K and the arrows move, the ends are said, and the theme that is meant is marked."""
        page = bench("/workbench")
        tab_to(page, "[data-work]")
        ids = page.locator("[data-work]").evaluate_all("all => all.map(one => one.id)")
        seen = [focused(page)]
        for key in ("j", "ArrowDown", "k", "ArrowUp"):
            page.keyboard.press(key)
            page.wait_for_function("id => document.activeElement.id !== id", arg=seen[-1])
            seen.append(focused(page))
        press(page, "k", "This is the first passage.")
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "where => !document.querySelector(where).textContent.includes('first passage')",
            arg=SAID,
        )
        for _ in ids:
            page.keyboard.press("j")
        page.wait_for_function("document.activeElement.matches('[data-next]')")

        assert [ids[0], ids[1], ids[2], ids[1], ids[0]] == seen
        assert 1 >= page.locator("[aria-current=true][data-coding]").count()
        assert "last passage" in page.inner_text(SAID)

    def test_keeps_its_place_when_typed_fast(self, bench):
        """Keys that come faster than the answers act one after another, each on what is then there."""
        page = bench()
        tab_to(page, "[data-work]")
        first = focused(page)
        waits = page.locator(f"#{first} [data-waits=true]").count()
        page.evaluate(
            """keys => keys.forEach(key => document.activeElement.dispatchEvent(
                new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})))""",
            ["x"] * waits + ["u"],
        )
        page.wait_for_function(f"document.querySelector('{SAID}').textContent.includes('Undone')")

        assert 1 == page.locator(f"#{first} [data-waits=true]").count()
        assert first == focused(page)

    def test_is_silent_where_somebody_types(self, bench):
        """In a field, in a search and outside the passages no key decides anything."""
        page = bench()
        before = page.inner_text("[data-live=progress]")
        page.click("text=Choose what to show")
        page.focus("#words")
        page.keyboard.type("ax")
        typed = page.input_value("#words")
        page.focus("h1 >> xpath=.. >> a >> nth=0")
        page.keyboard.press("a")
        page.click("[data-give] summary >> nth=0")
        page.focus("[data-give-form] [name=words] >> nth=0")
        page.keyboard.type("axc")

        assert "ax" == typed
        assert "axc" == page.input_value("[data-give-form] [name=words] >> nth=0")
        assert "" == page.inner_text(SAID)
        assert before == page.inner_text("[data-live=progress]")
        assert 0 == page.locator("[data-undo-form]").count()

    def test_can_be_switched_off(self, bench):
        """Without single keys nothing is decided, and that is remembered (WCAG 2.1.4)."""
        page = bench()
        page.click("text=How this works")
        page.click("label[for=keys-on]")
        page.reload()
        tab_to(page, "[data-work]")
        page.keyboard.press("a")
        page.keyboard.press("j")
        page.wait_for_timeout(300)

        assert "" == page.inner_text(SAID)
        assert 0 == page.locator("[data-undo-form]").count()
        assert not page.is_checked("#keys-on")

        page.click("text=How this works")
        page.click("label[for=keys-on]")
        tab_to(page, "[data-work]")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("where => document.querySelector(where).textContent", arg=SAID)

    def test_leaves_the_list_of_themes_without_a_trace(self, bench):
        """Escape closes the list, nothing is decided, and the focus is back at the passage."""
        page = bench()
        tab_to(page, "[data-work]")
        first = focused(page)
        page.keyboard.press("t")
        page.wait_for_selector("[data-picker][open]")
        page.keyboard.type("zebra")
        none = page.inner_text("[data-picker-count]")
        page.keyboard.press("Enter")
        is_open = page.locator("[data-picker][open]").count()
        page.keyboard.press("Escape")
        page.wait_for_function("id => document.activeElement.id === id", arg=first)

        assert none.startswith("0 of ")
        assert 1 == is_open
        assert 0 == page.locator("[data-undo-form]").count()

    def test_reaches_the_help(self, bench):
        """The question mark opens the list of keys."""
        page = bench()
        tab_to(page, "[data-work]")
        page.keyboard.press("?")
        page.wait_for_selector("[data-keys][open]")

        assert "undo, as often as you like" in page.inner_text("[data-keys]")


class TestMouse:
    def test_gives_selected_words_a_theme(self, bench):
        """Words selected with the mouse fill the field of the plain form, and carry the theme."""
        page = bench("/workbench?order=question")
        work = page.locator("[data-work]").first
        place = work.get_attribute("id")
        box = work.locator("[data-words]").bounding_box()
        page.mouse.dblclick(box["x"] + 20, box["y"] + 12)
        word = page.evaluate("getSelection().toString()").strip()
        work.locator("[data-give] summary").click()
        # A browser tells that something was opened a moment after it has opened it.
        expect(work.locator("[name=words]")).to_have_value(word)
        work.locator("[name=theme]").select_option(label=absent(page, place)[0])
        work.locator("[data-does=add]").click()
        page.wait_for_function(f"document.querySelector('{SAID}').textContent.includes('gave')")
        number = work.locator("[data-coding]", has_text="given by").get_attribute("data-coding")
        marks = work.locator(f"[data-marks~='{number}']").all_inner_texts()

        assert [word] == [one.strip() for one in marks]


class TestColleagues:
    def test_are_never_overwritten(self, bench):
        """When somebody has decided since the page was opened, that is shown and nothing changes."""
        page, other = bench(), bench()
        tab_to(page, "[data-work]")
        tab_to(other, "[data-work]")
        first = focused(page)
        press(other, "x", "You rejected “")
        press(page, "a", "A colleague has decided")

        assert "rejected by" in page.locator(f"#{first}").inner_text()
        assert first == focused(page)


class TestStates:
    @SIZES
    def test_have_no_violations(self, bench, size):
        """Empty, filtered, opened, wrong, after a decision and with its list, the page is clean."""
        page = bench("/workbench?words=zebra", viewport=size)
        found, wide = {"empty": axe(page)}, {"empty": is_too_wide(page)}
        page.goto(f"{WAITING}&coded=machine&theme=none")
        page.click("text=Choose what to show")
        page.click("text=How this works")
        page.click("[data-give] summary >> nth=0")
        found["opened"], wide["opened"] = axe(page), is_too_wide(page)
        page.focus("[data-work] >> nth=0")
        press(page, "x", "You rejected “")
        page.click("text=Your last decisions")
        found["decided"], wide["decided"] = axe(page), is_too_wide(page)
        page.focus("[data-work] >> nth=0")
        page.keyboard.press("t")
        page.wait_for_selector("[data-picker][open]")
        found["list"], wide["list"] = axe(page), is_too_wide(page)
        page.keyboard.press("Escape")
        page.click("[data-work] >> nth=1 >> [data-give] summary")
        page.click("[data-work] >> nth=1 >> [data-does=add]")
        page.wait_for_selector(".wrong")
        found["wrong"], wide["wrong"] = axe(page), is_too_wide(page)

        assert dict.fromkeys(found, []) == found
        assert dict.fromkeys(wide, False) == wide

    def test_keeps_the_focus_in_sight(self, bench):
        """What has the focus is never wholly under the bar that stays (WCAG 2.4.11)."""
        page = bench("/workbench", viewport={"width": 1280, "height": 500})
        tab_to(page, "[data-work]")
        hidden = []
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(
                """() => {
                  const bar = document.querySelector('[data-bench]').getBoundingClientRect();
                  const here = document.activeElement.getBoundingClientRect();
                  const inBar = document.activeElement.closest('[data-bench]');
                  return !inBar && bar.top === 0 && here.bottom <= bar.bottom;
                }"""
            ):
                hidden.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))

        assert [] == hidden


class TestWithoutScripts:
    @SIZES
    def test_works_by_buttons(self, bench, size):
        """With no script every step has a button, filters stay, and the passage stays in sight."""
        page = bench(viewport=size, java_script_enabled=False)
        first = page.locator("[data-work]").first.get_attribute("id")
        follow(page, f"#{first} [data-does=reject] >> nth=0")
        rejected = page.inner_text(f"#{first}")
        top = page.locator(f"#{first}").bounding_box()["y"]
        page.click(f"#{first} [data-give] summary")
        theme = absent(page, first)[0]
        page.select_option(f"#{first} [name=theme]", label=theme)
        follow(page, f"#{first} [data-does=add]")
        given = page.inner_text(f"#{first}")
        follow(page, "[data-undo-form] button")
        follow(page, "[data-undo-form] button")
        undone = page.inner_text(f"#{first}")

        assert "You rejected “" in rejected
        assert -5 < top < size["height"] / 2
        assert f"You gave the theme “{theme}”" in given
        assert "as before." in undone
        assert "show=suggestions" in page.url
        assert "order=chance" in page.url
        assert not page.is_visible("text=Single keys work here")
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
