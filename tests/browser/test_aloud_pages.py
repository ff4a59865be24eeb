"""Reading aloud on the pages round the questions: the yes, the check, the thanks, the tablet."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, faults, follow
from tests.browser.publishing import publish, tablet_link
from tests.browser.speaking import ENGLISH, LISTEN, WELSH, heard, listen, words

SUBMIT = "main form button[type=submit]"


def answered(page, voice=""):
    """Answer the first question and write one answer, and return what was chosen."""
    page.goto(f"/s/children{voice and '?in=' + voice}")
    follow(page, SUBMIT)
    chosen = page.inner_text("main .choice__label >> nth=0").strip()
    page.locator("main .choice__label").first.click()
    follow(page, SUBMIT)
    page.goto("/s/children/p/good")
    page.fill("main textarea", "My dog Biscuit.")
    follow(page, "#page .actions button[type=submit]")
    page.goto("/s/children/check")
    return chosen


class TestConsent:
    def test_is_read_to_the_two_buttons(self, desk, device_page):
        """Who cannot read hears what is asked, and what each of the two buttons says."""
        publish(desk, "aloud-yes", "own")
        page = device_page()
        page.goto("/s/aloud-yes")
        follow(page, SUBMIT)
        listen(page)
        said = words(page)

        assert "Do you want to do this?" == said[0]
        assert "You can skip any question." in said
        assert ["Yes, I want to", "No, not now"] == said[-2:]

    def test_says_that_neither_button_was_pressed(self, desk, device_page):
        """Where a page came back without a yes or a no, why it did is read."""
        publish(desk, "aloud-unsaid", "own")
        page = device_page()
        page.goto("/s/aloud-unsaid")
        follow(page, SUBMIT)
        page.evaluate("document.querySelector('main').dataset.stood = ''")
        page.evaluate("document.querySelector('main form').requestSubmit()")
        page.wait_for_selector("main:not([data-stood])")
        listen(page)

        assert "Choose one of the two buttons." in " ".join(words(page)[:3])

    def test_is_read_in_easy_words(self, desk, device_page):
        """In the words for ages 4 to 7 those words are read, each once."""
        publish(desk, "aloud-young", "own")
        page = device_page()
        page.goto("/s/aloud-young?in=ages_4_7-en")
        follow(page, SUBMIT)
        listen(page)
        said = words(page)

        assert "No one will be cross." in said
        assert len(said) == len(set(said))

    def test_is_read_in_welsh_alone(self, desk, device_page):
        """Welsh is read by the Welsh voice; the English that is folded away is not read."""
        publish(desk, "aloud-cy", "own")
        page = device_page(ENGLISH, WELSH)
        page.goto("/s/aloud-cy?in=cy")
        follow(page, SUBMIT)
        listen(page)

        assert "Wyt ti eisiau gwneud hyn?" in words(page)
        assert "Do you want to do this?" not in words(page)


class TestCheck:
    def test_is_read_with_what_was_answered(self, device_page):
        """Each question is read with its answer, and then the button that sends; nothing else."""
        page = device_page()
        chosen = answered(page)
        listen(page)
        said = words(page)

        assert chosen in said
        assert "My dog Biscuit." in said
        assert "Change" not in " ".join(said)
        assert "Send my answers" == said[-1]

    def test_warns_that_answers_are_heard(self, device_page, phone):
        """It says before the press that answers are said out loud, and not where nothing can."""
        page = device_page()
        answered(page)
        note = "It says your answers out loud."

        assert page.get_by_text(note).is_visible()
        answered(phone)
        assert not phone.get_by_text(note).is_visible()

    def test_reads_each_answer_in_its_own_language(self, device_page):
        """Among Arabic buttons an English answer is read by the English voice."""
        page = device_page(ENGLISH)
        chosen = answered(page, "ar")
        listen(page)

        assert chosen in words(page)

    def test_reads_what_must_be_put_right(self, device_page):
        """A list of what is wrong is read before the answers."""
        page = device_page()
        answered(page)
        page.evaluate(
            """(() => {
              const list = document.createElement('div');
              list.className = 'problems';
              for (const name of ['h2', 'li']) {
                list.append(Object.assign(document.createElement(name), {textContent: name}));
              }
              document.querySelector('.title').before(list);
            })()"""
        )
        listen(page)

        assert ["h2", "li", "Check your answers"] == words(page)[:3]


class TestThanks:
    def test_are_read_with_the_numbers_and_without_the_code(self, device_page):
        """The thanks and the places to get help are read; nobody near hears the code."""
        page = device_page()
        answered(page)
        follow(page, SUBMIT)
        listen(page)
        said = " ".join(words(page))

        assert "Thank you" == words(page)[0]
        assert "Childline" in said
        assert "Close and leave" in said
        assert page.inner_text(".receipt") not in said

    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_and_check_have_no_violations(self, device_page, size):
        """The button and its speeds are clean on the check and on the thanks, and large enough."""
        page = device_page(viewport=size, bypass_csp=True)
        answered(page)
        found = []
        for _ in range(2):
            listen(page)
            found += faults(page)
            boxes = [one.bounding_box() for one in page.locator(".listen button").all()]
            assert min(min(box["width"], box["height"]) for box in boxes) >= 44
            if page.url.endswith("/check"):
                follow(page, SUBMIT)

        assert [] == found


class TestTablet:
    def test_reads_its_first_page_and_its_last(self, desk, device_page):
        """A shared tablet has the button before a draft and after it, and keeps the speed between."""
        publish(desk, "aloud-tablet", "none")
        page = device_page()
        page.goto(tablet_link(desk))
        follow(page, SUBMIT)
        listen(page)
        page.click("button[data-speed=slower]")
        assert "Who reads your answers?" in words(page)
        follow(page, SUBMIT)
        page.check("main input[type=radio] >> nth=0", force=True)
        follow(page, SUBMIT)
        page.goto("/s/aloud-tablet/check")
        follow(page, SUBMIT)
        listen(page)

        assert "Thank you" == words(page)[0]
        assert {0.7} == {one["rate"] for one in heard(page)}

    def test_waits_for_whoever_listens(self, desk, device_page):
        """Each sentence that begins counts as somebody who is there."""
        publish(desk, "aloud-waits", "none")
        page = device_page()
        page.goto(tablet_link(desk))
        follow(page, SUBMIT)
        page.clock.install(time=0)
        follow(page, SUBMIT)
        page.clock.pause_at(60)
        for _ in range(3):
            page.evaluate("window.dispatchEvent(new Event('listening'))")
            page.clock.run_for(110_000)
            assert not page.is_visible("dialog")
        page.clock.run_for(12_000)

        assert page.is_visible("dialog")

    def test_first_page_is_as_light_as_it_was_to_touch(self, desk, device_page):
        """The first page still asks nobody whether they are there, and has one button to listen."""
        publish(desk, "aloud-first", "none")
        page = device_page()
        page.goto(tablet_link(desk))
        follow(page, SUBMIT)

        assert 1 == page.locator(LISTEN).count()
        assert 0 == page.locator("#still-there").count()
