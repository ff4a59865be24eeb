"""The way through a survey."""

import pytest
from hypothesis import given

from surveys.questions import Given
from surveys.routing import next_page, previous_page, visible_pages
from tests.unit.surveys.samples import ANSWERS, a_definition

UNSAFE, SAFE = {"feels_safe": Given(value=1)}, {"feels_safe": Given(value=3)}
ALONE = {"helper": Given(value="nobody")}


def keys(pages):
    return [page.key for page in pages]


class TestVisiblePages:
    def test_shows_a_question_when_its_condition_holds(self):
        """Somebody who does not feel safe is asked why; somebody who does is not."""
        shown = [
            [question.key for question in visible_pages(a_definition(), answers)[0].questions]
            for answers in (UNSAFE, SAFE)
        ]

        assert [["feels_safe", "why"], ["feels_safe"]] == shown

    def test_leaves_out_a_page_when_its_condition_does_not_hold(self):
        """Somebody whom nobody helps is not asked how much the help helps."""
        assert ["home", "people"] == keys(visible_pages(a_definition(), ALONE))

    def test_leaves_out_a_page_without_questions(self):
        """A page whose questions are all hidden is not shown."""
        pages = a_definition().as_data()["pages"]
        for question in pages[2]["questions"]:
            question["show_if"] = {"question": "helper", "is": "carer"}
        definition = a_definition(pages=pages, scores=[])

        assert ["home", "people"] == keys(visible_pages(definition, {}))

    def test_does_not_see_an_answer_to_a_hidden_question(self):
        """An answer left behind on a hidden question shows nothing later on."""
        pages = a_definition().as_data()["pages"]
        pages[1]["show_if"] = {"question": "why", "answered": True}
        definition = a_definition(pages=pages)
        left_behind = SAFE | {"why": Given(text="The stairs")}

        assert ["home", "help"] == keys(visible_pages(definition, left_behind))

    @given(ANSWERS)
    def test_keeps_the_order_of_the_pages(self, answers):
        """Whatever was answered, pages come in the order in which they were written."""
        definition = a_definition()
        shown = keys(visible_pages(definition, answers))

        assert [page.key for page in definition.pages if page.key in shown] == shown


class TestNextPage:
    def test_walks_to_the_end(self):
        """From nothing comes the first page, and after the last comes none."""
        definition = a_definition()
        walk = [next_page(definition, ALONE, after) for after in (None, "home", "people")]

        assert ["home", "people"] == keys(walk[:2])
        assert walk[2] is None

    def test_walks_on_from_a_page_that_is_hidden_now(self):
        """An answer changed on another page does not lose the way."""
        assert next_page(a_definition(), ALONE, "help") is None

    def test_has_no_first_page_when_nothing_is_shown(self):
        """A part of a survey that has no pages has no first page."""
        assert next_page(a_definition().for_part("child"), {}, None) is None

    def test_knows_only_pages_of_the_survey(self):
        """A page of another survey is a mistake of the caller."""
        with pytest.raises(KeyError):
            next_page(a_definition(), {}, "nowhere")

    @given(ANSWERS)
    def test_visits_every_page_once(self, answers):
        """Walking forwards meets each page that is shown, once."""
        definition, walk, at = a_definition(), [], None
        while page := next_page(definition, answers, at):
            at = page.key
            walk.append(page)

        assert list(visible_pages(definition, answers)) == walk


class TestPreviousPage:
    def test_goes_back_over_hidden_pages(self):
        """Going back leads to the page that was shown before."""
        definition = a_definition()

        assert "people" == previous_page(definition, ALONE, "help").key
        assert previous_page(definition, {}, "home") is None
