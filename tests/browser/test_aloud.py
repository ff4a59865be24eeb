"""Reading aloud by the device's own voices: what is said, what is lit, and that it stops."""

from __future__ import annotations

import pytest

from tests import media
from tests.browser.conftest import DESKTOP, PHONE, faults, follow, sign_in
from tests.browser.speaking import (
    AWAY,
    ENGLISH,
    LISTEN,
    READING,
    WELSH,
    device,
    heard,
    listen,
    words,
)
from tests.browser.waiting import wait_until

SUBMIT = "main form button[type=submit]"
NOTE = ".listen__note"
HIDE = """(() => {
  Object.defineProperty(document, 'hidden', {value: true});
  document.dispatchEvent(new Event('visibilitychange'));
})()"""


@pytest.fixture
def listener(context):
    """Return a way to open the first question of a questionnaire on a device that speaks."""

    def make(*voices, pace=1, words=True, voice="", slug="children", **options):
        page = context(**options).new_page()
        page.add_init_script(device(*(voices or (ENGLISH,)), pace=pace, words=words))
        page.goto(f"/s/{slug}{voice and '?in=' + voice}")
        follow(page, SUBMIT)
        return page

    return make


def until(page, expression):
    """Wait until something is true of a page; its policy lets no waiting script be evaluated."""
    wait_until(page, lambda: page.evaluate(expression), said=expression)


def shown(page):
    """Return the words of the first question, its hint and its choices, as they stand."""
    parts = "main .ask__words, main .hint, main .choice__words"
    texts = page.locator(parts).evaluate_all("all => all.map(one => one.innerText)")
    return " ".join(" ".join(texts).split())


class TestReading:
    def test_says_the_question_its_hint_and_its_choices_in_order(self, listener):
        """Everything of a question is said once, in the order in which it stands."""
        page = listener()
        listen(page)

        assert len(words(page)) > 3
        assert shown(page) == " ".join(" ".join(words(page)).split())

    def test_lights_each_word_while_it_is_said(self, listener):
        """What is lit is the sentence as it begins, and then exactly the word that is spoken."""
        page = listener()
        listen(page)
        lit = heard(page, "lit")

        assert {"sentence", "word"} == {kind for kind, _, _ in lit}
        assert [] == [one for one in lit if one[1] != one[2]]
        assert 0 == page.evaluate("CSS.highlights.size")

    def test_lights_the_sentence_where_a_device_tells_no_words(self, listener):
        """Without events for words the whole sentence stays lit while it is said."""
        page = listener(words=False, pace=800)
        page.click(LISTEN)
        until(page, "heard.said.length >= 2")
        second = page.evaluate(
            "[heard.said[heard.said.length - 1].text, [...CSS.highlights.get('spoken')].join()]"
        )

        assert second[0] == second[1]

    def test_reads_the_start_page_too(self, listener):
        """The first page is read from its title to its last promise, and no instruction for others."""
        page = listener()
        page.goto("/s/children")
        listen(page)
        said = words(page)

        assert page.inner_text("h1") == said[0]
        assert "Who reads your answers?" in said
        assert "JavaScript" not in " ".join(said)
        assert max(map(len, said)) <= 200

    def test_takes_no_answer_with_it(self, listener):
        """What somebody typed or chose is never said."""
        page = listener(slug="ways-to-answer")
        page.goto("/s/ways-to-answer/p/place")
        page.fill("#place_why", "My secret")
        listen(page, which=1)

        assert words(page)
        assert "secret" not in " ".join(words(page))


class TestStopping:
    def test_is_one_more_press(self, listener):
        """The same button stops, by keyboard too, keeps the focus, and nothing stays lit."""
        page = listener(pace=200)
        page.focus(LISTEN)
        page.keyboard.press("Enter")
        until(page, "heard.said.length")
        name = page.locator(LISTEN).first.get_attribute("aria-label")
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)

        assert name is None
        assert 1 == len(heard(page))
        assert heard(page, "cancelled") >= 1
        assert 0 == page.evaluate("CSS.highlights.size")
        assert "Listen to this question" == page.evaluate(
            "document.activeElement.getAttribute('aria-label')"
        )

    def test_comes_with_a_page_that_takes_its_place(self, listener):
        """A page that comes back in place, with a problem on it, ends the reading."""
        page = listener(pace=300, slug="ways-to-answer")
        page.goto("/s/ways-to-answer/p/place")
        page.click(LISTEN)
        until(page, "heard.said.length")
        page.fill("#place_why", "x" * 30_000)
        page.click(f".actions {SUBMIT.rsplit(maxsplit=1)[-1]}")
        page.wait_for_selector(".problems")
        count = len(heard(page))
        page.wait_for_timeout(900)

        assert heard(page, "cancelled") >= 1
        assert count == len(heard(page))
        listen(page)
        assert count < len(heard(page))

    @pytest.mark.parametrize(
        "event",
        [
            "dispatchEvent(new Event('pagehide'))",
            HIDE,
            "document.body.replaceChildren()",
        ],
        ids=["left", "hidden", "blanked"],
    )
    def test_comes_with_leaving(self, listener, event):
        """Nothing is said after a page is left, hidden or blanked, as the quick exit blanks it."""
        page = listener(pace=200)
        page.click(LISTEN)
        until(page, "heard.said.length")
        page.evaluate(event)
        wait_until(page, lambda: heard(page, "cancelled"))
        count = len(heard(page))
        page.wait_for_timeout(600)

        assert count == len(heard(page))


class TestSpeed:
    def test_changes_what_is_being_said_and_stays(self, listener):
        """A speed chosen in the middle begins the sentence anew, and the next page keeps it."""
        page = listener(pace=100)
        page.click(LISTEN)
        until(page, "heard.said.length")
        page.click("button[data-speed=slower]")
        first = heard(page)[:2]
        page.locator("main .choice__label").first.click()
        follow(page, SUBMIT)
        page.click(LISTEN)
        page.wait_for_selector("[data-speed=slower][aria-pressed=true]")
        until(page, "heard.said.length")

        assert [1, 0.7] == [one["rate"] for one in first]
        assert first[0]["text"] == first[1]["text"]
        assert 0.7 == heard(page)[-1]["rate"]
        assert 0 == page.evaluate("localStorage.length + sessionStorage.length")


class TestVoices:
    def test_are_only_those_of_the_device(self, listener):
        """A voice that sends words away is not used, though it stands first and is the default."""
        page = listener({**AWAY, "default": True}, ENGLISH)
        listen(page)

        assert {"Here"} == {one["voice"] for one in heard(page)}

    def test_are_missing_where_all_send_words_away(self, listener):
        """With remote voices alone nothing is said, and the page says why."""
        page = listener(AWAY)
        page.click(LISTEN)
        page.wait_for_selector(NOTE)

        assert [] == heard(page)
        assert "no voice of its own for English" in page.inner_text(NOTE)

    def test_read_welsh_in_welsh(self, listener):
        """Welsh words are read by the Welsh voice alone."""
        page = listener(ENGLISH, WELSH, voice="cy")
        page.click(LISTEN)
        until(page, "heard.said.length > 3")

        assert {("Yma", "cy_GB")} == {(one["voice"], one["lang"]) for one in heard(page)}

    def test_never_read_welsh_in_english(self, listener):
        """A device that speaks English only says in Welsh that it cannot read Welsh."""
        page = listener(ENGLISH, voice="cy")
        page.click(LISTEN)
        page.wait_for_selector(NOTE)

        assert [] == heard(page)
        assert "Cymraeg" in page.inner_text(NOTE)

    def test_leave_out_what_they_cannot_read(self, listener):
        """English questions among Arabic buttons are read in English, and the rest is told of."""
        page = listener(ENGLISH, voice="ar")
        listen(page)

        assert {"Here"} == {one["voice"] for one in heard(page)}
        assert page.inner_text(NOTE)


class TestRecording:
    @pytest.fixture
    def recorded(self, context, tmp_path):
        """Let staff add a recording of a question, and take it away again afterwards."""
        (tmp_path / "a.wav").write_bytes(media.a_wav(20))
        staff = context().new_page()
        sign_in(staff, "participation")
        staff.goto("/studio")
        follow(staff, "a[href*='/studio/surveys/']:has-text('Ways to tell us') >> nth=0")
        follow(staff, "a[href$='/recordings']")
        staff.set_input_files("#file-feeling", tmp_path / "a.wav")
        follow(staff, "#question-feeling button.button--secondary")
        yield staff
        follow(staff, "#question-feeling button.button--warning")

    def test_is_heard_instead_of_the_device(self, listener, recorded):
        """Where there is a recording it is fetched on the press, played, lit whole, and stopped."""
        page = listener(slug="ways-to-answer")
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.click(LISTEN)
        page.wait_for_selector("[data-speed]")
        lit = page.evaluate("[...CSS.highlights.get('spoken')].map(String).join(' ')")
        page.click(READING)

        assert 1 <= len([one for one in asked if "/spoken/" in one])
        assert [] == heard(page)
        assert " ".join(shown(page).split()) == " ".join(lit.split())
        assert 0 == page.evaluate("CSS.highlights.size")

    def test_is_read_by_the_device_when_it_cannot_be_fetched(self, listener, recorded):
        """On a bad connection the device reads instead."""
        page = listener(slug="ways-to-answer")
        page.route("**/spoken/*", lambda route: route.abort())
        listen(page)

        assert len(heard(page)) > 3

    def test_is_there_without_a_script(self, phone, recorded):
        """Without a script the browser's own player stands there, and fetches nothing by itself."""
        phone.goto("/s/ways-to-answer")
        follow(phone, SUBMIT)
        player = phone.locator("main audio")

        assert player.is_visible()
        assert "none" == player.get_attribute("preload")

    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_page_of_staff_has_no_violations(self, context, recorded, size):
        """The staff page is clean with a recording, without any, and with an error."""
        page = context(viewport=size, bypass_csp=True).new_page()
        sign_in(page, "participation")
        page.goto(recorded.url)
        found = faults(page)
        follow(page, "#question-matters button.button--secondary")
        found += faults(page)
        page.goto("/studio")
        follow(page, "a[href*='/studio/surveys/']:has-text('How are things for you?') >> nth=0")
        follow(page, "a[href$='/recordings']")
        found += faults(page)

        assert "No recordings in this wording yet" in page.inner_text("main")
        assert [] == found


class TestPage:
    def test_fetches_the_script_only_when_it_is_wanted(self, listener, site):
        """Nothing is fetched before the first press, one script after it, and nothing elsewhere."""
        page = listener()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        before = [one for one in asked if "aloud" in one]
        listen(page)

        assert [] == before
        assert 1 == len([one for one in asked if "aloud" in one])
        assert [] == [one for one in asked if not one.startswith(site.url)]

    def test_says_kindly_that_this_browser_has_no_voice(self, context):
        """A real browser without voices says so and offers another way."""
        page = context().new_page()
        page.goto("/s/children")
        page.click(LISTEN)
        page.wait_for_selector(NOTE)

        assert "ask somebody you trust" in page.inner_text(NOTE)
        assert "Listen" == page.inner_text(LISTEN).strip()

    def test_shows_no_button_without_a_script(self, phone):
        """Where no script runs there is nothing that cannot be pressed."""
        phone.goto("/s/children")

        assert 1 == phone.locator(LISTEN).count()
        assert not phone.locator(LISTEN).is_visible()

    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_has_no_violations(self, listener, size, scheme):
        """The buttons are clean and large enough before, while and after it reads."""
        options = {"viewport": size, "color_scheme": scheme, "bypass_csp": True}
        page = listener(pace=400, **options)
        found = faults(page)
        page.click(LISTEN)
        page.wait_for_selector("[data-speed]")
        found += faults(page)
        boxes = [one.bounding_box() for one in page.locator(".listen button").all()]
        page.click(READING)
        found += faults(page)

        assert [] == found
        assert min(min(box["width"], box["height"]) for box in boxes) >= 44
