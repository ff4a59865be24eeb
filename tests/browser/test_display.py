"""How pages look, in a real browser: chosen, kept to the receipt, and fit for every screen."""

from __future__ import annotations

from itertools import product

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, follow
from tests.browser.test_answering import answer, begin, is_too_wide, press_to

SUBMIT = "main form button[type=submit]"
WAY = ".masthead__looks"
COLOURS = ["light", "cream", "dark", "strong"]
SIZES = ["usual", "bigger", "biggest"]
FACES = ["usual", "clear"]
# Every colours with every size, on a phone and on a desk, and the faces by turns.
COMBINATIONS = [
    (colours, size, FACES[(number + number // 3) % 2], DESKTOP if number % 2 else PHONE)
    for number, (colours, size) in enumerate(product(COLOURS, SIZES))
]
FACE_FILE = "fonts/lexend-latin.woff2"


def choose(page, **chosen):
    """Open the choices from the page, tick these, and press “Use this”."""
    page.click(WAY)
    page.wait_for_selector("form.display")
    for part, value in chosen.items():
        page.click(f"label[for=look-{part}-{value}]")
    page.click("form.display .button--primary")
    # It is gone, too, while the next page has only begun to come.
    page.wait_for_selector("form.display", state="detached")
    page.wait_for_selector("h1")
    page.wait_for_load_state()


def look_of(page):
    """Return what the page looks like: its ground, its letters' size and their face."""
    return page.evaluate(
        """() => {
          const style = getComputedStyle(document.body);
          return [style.backgroundColor, Math.round(parseFloat(style.fontSize)), style.fontFamily.split(',')[0]];
        }"""
    )


class TestJourney:
    @pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
    def test_keeps_the_choice_from_the_start_to_the_receipt(self, context, has_script):
        """Start page, questions, check and thanks look as chosen, and each answer is kept."""
        page = context(java_script_enabled=has_script).new_page()
        page.goto("/s/children")
        usual = look_of(page)
        choose(page, colours="dark", size="biggest", face="clear")
        chosen = look_of(page)
        seen = []
        follow(page, SUBMIT)
        for _ in range(20):
            seen.append(look_of(page))
            if "/p/" not in page.url:
                break
            answer(page)
        follow(page, SUBMIT)

        assert ["rgb(16, 28, 29)", round(usual[1] * 1.5), "Lexend"] == chosen
        assert page.url.endswith("/thanks")
        assert {tuple(chosen)} == {tuple(one) for one in [*seen, look_of(page)]}

    @pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
    def test_keeps_what_was_typed_and_not_sent(self, context, has_script):
        """Words in a box are there after the choice, and the page can be sent as ever."""
        page = context(java_script_enabled=has_script).new_page()
        begin(page, "children")
        while not page.url.endswith("/p/good"):
            answer(page)
        page.fill("main textarea", "My worker rings me back.")
        choose(page, colours="cream")

        assert "My worker rings me back." == page.input_value("main textarea")
        assert "rgb(251, 240, 207)" == look_of(page)[0]
        follow(page, SUBMIT)
        page.goto("/s/children/check")
        assert "My worker rings me back." in page.inner_text("main")

    def test_keeps_one_page_in_the_history(self, context):
        """With the script, choosing adds nothing for the back button to walk through."""
        page = context().new_page()
        page.goto("/s/children")
        before = page.evaluate("history.length")
        choose(page, colours="dark")
        follow(page, SUBMIT)
        choose(page, colours="cream")

        assert before == page.evaluate("history.length")

    def test_needs_no_mouse(self, phone):
        """With keys alone and no script somebody finds the way, chooses, and is back."""
        begin(phone, "children")
        where = phone.url
        press_to(phone, WAY)
        with phone.expect_navigation():
            phone.keyboard.press("Enter")
        press_to(phone, "[name=_colours]")
        phone.keyboard.press("ArrowDown")
        phone.keyboard.press("ArrowDown")
        press_to(phone, "[name=_size]")
        phone.keyboard.press("ArrowDown")
        press_to(phone, "form.display .button--primary")
        with phone.expect_navigation():
            phone.keyboard.press("Enter")

        assert "size-bigger colours-cream" == phone.get_attribute("html", "class")
        assert f"{where}/looks" == phone.url
        assert 1 == phone.locator("main .choice input[type=radio]").first.count()

    @pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
    def test_enter_in_a_box_still_sends_the_page(self, context, has_script):
        """The way to the choices is no button that Enter presses from a line of text."""
        page = context(java_script_enabled=has_script).new_page()
        begin(page, "children")
        page.goto("/s/children/p/more_of")
        page.fill("#more_of-other", "Chess")
        page.press("#more_of-other", "Enter")
        page.wait_for_url(lambda url: not url.endswith("/p/more_of"))

        assert page.query_selector("form.display") is None
        page.goto("/s/children/p/more_of")
        assert "Chess" == page.input_value("#more_of-other")


class TestExample:
    def test_follows_what_is_ticked_without_a_script(self, phone):
        """Before anything is sent the example shows the colours, the size and the face."""
        phone.goto("/how-it-looks")
        shown = (
            "one => [getComputedStyle(one).backgroundColor, Math.round(parseFloat(getComputedStyle(one).fontSize)),"
            " getComputedStyle(one).fontFamily.split(',')[0]]"
        )
        usual = phone.eval_on_selector(".display__example", shown)
        for choice in ("colours-strong", "size-biggest", "face-clear"):
            phone.click(f"label[for=look-{choice}]")

        assert ["rgb(0, 0, 0)", round(usual[1] * 1.5), "Lexend"] == phone.eval_on_selector(
            ".display__example", shown
        )
        assert "rgb(252, 246, 238)" == usual[0]

    def test_of_the_device_follows_the_device(self, context):
        """On a dark device what is the same as the device is dark, and light is light."""
        page = context(color_scheme="dark").new_page()
        page.goto("/s/children")
        dark = look_of(page)[0]
        choose(page, colours="light")
        light = look_of(page)[0]
        choose(page, colours="device")

        assert ["rgb(16, 28, 29)", "rgb(252, 246, 238)", dark] == [dark, light, look_of(page)[0]]


class TestCombinations:
    @pytest.mark.parametrize(
        ("colours", "size", "face", "screen"),
        COMBINATIONS,
        ids=["-".join(one[:3]) + f"-{one[3]['width']}" for one in COMBINATIONS],
    )
    def test_have_no_violations(self, context, colours, size, face, screen):
        """The start, the choices, a choice, a text with an error and the check are clean in each."""
        page = context(viewport=screen, bypass_csp=True).new_page()
        page.goto("/s/children")
        choose(page, colours=colours, size=size, face=face)
        found = {"start": faults(page)}
        page.click(WAY)
        page.wait_for_selector("form.display")
        found["choices"] = faults(page)
        begin(page, "children")
        page.click("main input[type=radio] ~ label >> nth=0")
        found["choice"] = faults(page)
        page.goto("/s/children/p/good")
        page.fill("main textarea", "x" * 1100)
        page.click(SUBMIT)
        page.wait_for_selector(".problems")
        found["error"] = faults(page)
        page.goto("/s/children/check")
        found["check"] = faults(page)

        assert dict.fromkeys(found, []) == found

    @pytest.mark.parametrize("voice", ["en", "ar", "cy", "easy_read-en"])
    def test_fit_the_smallest_screen_at_their_largest(self, context, voice):
        """At 320 pixels with the biggest words and widest letters nothing has to be pushed sideways."""
        page = context(viewport={"width": 320, "height": 640}).new_page()
        page.goto(f"/s/children?in={voice}")
        choose(page, colours="cream", size="biggest", face="clear")
        wide = [page.url] if is_too_wide(page) else []
        follow(page, SUBMIT)
        for _ in range(20):
            wide += [page.url] if is_too_wide(page) else []
            if "/p/" not in page.url:
                break
            answer(page)
        follow(page, SUBMIT)

        assert page.url.endswith("/thanks")
        assert [] == wide + ([page.url] if is_too_wide(page) else [])

    def test_fit_a_screen_with_words_twice_as_large(self, context):
        """Somebody who has words twice as large already can make them bigger still."""
        page = context(viewport={"width": 640, "height": 800}, bypass_csp=True).new_page()
        page.goto("/s/young-people")
        choose(page, size="biggest", face="clear")
        follow(page, SUBMIT)
        page.add_style_tag(content=":root.size-biggest { font-size: 300% }")

        assert 48 == page.evaluate(
            "parseFloat(getComputedStyle(document.documentElement).fontSize)"
        )
        assert not is_too_wide(page)

    def test_leave_forced_colours_alone(self, context):
        """Where a device forces its own colours they win, and what is chosen can still be seen."""
        page = context(forced_colors="active", bypass_csp=True).new_page()
        page.goto("/s/children")
        usual = look_of(page)[0]
        choose(page, colours="strong", size="bigger")
        forced = look_of(page)[0]
        begin(page, "children")
        page.click("main input[type=radio] ~ label >> nth=0")

        assert usual == forced
        assert [] == faults(page)

    def test_keep_arabic_letters_joined(self, context):
        """In Arabic the wide face gives letters no room that would tear them apart."""
        page = context().new_page()
        page.goto("/s/children?in=ar")
        choose(page, face="clear")
        spacing = "one => getComputedStyle(one).letterSpacing"

        assert page.eval_on_selector("main h2", spacing) in {"normal", "0px"}
        assert page.eval_on_selector("main .voices a span", spacing) not in {"normal", "0px"}
        assert page.eval_on_selector("h1[lang|=en]", spacing) not in {"normal", "0px"}


class TestWeight:
    def test_of_a_face_is_only_for_those_who_choose_it(self, context):
        """The sheet is fetched with a choice, the face with its own, and neither by anyone else."""
        fetched = []
        page = context().new_page()
        page.on("request", lambda request: fetched.append(request.url.partition("?")[0]))
        page.goto("/s/children", wait_until="networkidle")
        assert not [one for one in fetched if "display" in one or "font" in one]
        choose(page, colours="dark")
        follow(page, SUBMIT)
        page.wait_for_load_state("networkidle")
        # A page that showed the face before would ask for it again when it is loaded again.
        fresh = page.context.new_page()
        fetched.clear()
        fresh.on("request", lambda request: fetched.append(request.url.partition("?")[0]))
        fresh.goto(page.url, wait_until="networkidle")
        assert [one for one in fetched if one.endswith("display.css")]
        assert not [one for one in fetched if "font" in one]
        choose(fresh, face="clear")
        fresh.goto(page.url, wait_until="networkidle")

        assert [one for one in fetched if one.endswith(FACE_FILE)]

    def test_targets_are_large_enough(self, phone):
        """The way to the choices and each choice can be pressed with a thumb."""
        phone.goto("/s/children")
        heights = [phone.locator(WAY).bounding_box()["height"]]
        phone.goto("/how-it-looks")
        heights += [one.bounding_box()["height"] for one in phone.locator("form .choice").all()]

        assert 11 == len(heights)
        assert min(heights) >= 44
