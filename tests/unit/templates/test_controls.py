"""Every control of a question, in every state a person may meet it in."""

import pytest

from tests.controls import CONTROLS, QUESTIONS, a_question, control_of

STATES = ("empty", "filled", "wrong", "long")


class TestControls:
    def test_are_all_known_to_these_tests(self):
        """Every control file has a question here to draw it with."""
        assert sorted(QUESTIONS) == CONTROLS

    @pytest.mark.parametrize("state", STATES)
    @pytest.mark.parametrize("control", CONTROLS)
    def test_are_sound_in_every_state(self, drawing, judge, control, state):
        """A control is sound markup when empty, filled, wrong and full of long words."""
        soup = control_of(drawing, judge, control, state)

        assert "What is it like?" in soup.get_text()

    @pytest.mark.parametrize("control", CONTROLS)
    def test_can_be_the_heading_of_the_page(self, drawing, judge, control):
        """The only question of a page is its heading, once."""
        headings = control_of(drawing, judge, control, legend_is_heading=True).select("h1")

        assert ["What is it like? (you can skip this)"] == [
            " ".join(heading.get_text().split()) for heading in headings
        ]

    @pytest.mark.parametrize("control", CONTROLS)
    def test_say_when_a_question_may_be_skipped(self, drawing, judge, control):
        """A question that must be answered does not claim that it can be skipped."""
        assert "skip" not in control_of(drawing, judge, control, required=True).get_text()

    @pytest.mark.parametrize("control", CONTROLS)
    def test_carry_the_id_that_an_error_links_to(self, drawing, judge, control):
        """The link of an error finds the question by its name."""
        assert control_of(drawing, judge, control, "wrong").select_one("#q") is not None

    @pytest.mark.parametrize("control", CONTROLS)
    def test_tell_the_error_with_the_question(self, drawing, judge, control):
        """An error is tied to the question, and the word Problem stands before it."""
        soup = control_of(drawing, judge, control, "wrong")

        assert "Problem: Choose one answer." == soup.select_one("#q-error").get_text(strip=False)
        assert soup.select("[aria-describedby~=q-error]")

    @pytest.mark.parametrize("control", CONTROLS)
    def test_keep_what_was_given(self, drawing, judge, control):
        """Everything a person gave is in the form again."""
        soup = control_of(drawing, judge, control, "wrong")
        kept = {
            value
            for values in (
                [tag["value"] for tag in soup.select("[checked], [selected]")],
                [tag["value"] for tag in soup.select("input[type=text], input[type=hidden]")],
                [tag.get_text().strip() for tag in soup.select("textarea")],
            )
            for value in values
        }

        assert {value for values in QUESTIONS[control][-1].values() for value in values} <= kept

    @pytest.mark.parametrize("control", CONTROLS)
    def test_offer_the_special_answers(self, drawing, judge, control):
        """Not knowing and not saying are answers that can be chosen, and are kept."""
        name = "" if a_question(control).special_is_choice else "special"
        soup = control_of(drawing, judge, control, raw={name: ["dont_know"]})
        names = {
            tag["name"] for tag in soup.select("[value=dont_know], [value=prefer_not_to_say]")
        }

        assert {f"q-{name}" if name else "q"} == names
        assert ["dont_know"] == [tag["value"] for tag in soup.select("[checked]")]

    @pytest.mark.parametrize("control", CONTROLS)
    def test_leave_out_special_answers_nobody_offers(self, drawing, judge, control):
        """A question without special answers shows none."""
        soup = control_of(drawing, judge, control, question=a_question(control, may_say=()))

        assert [] == soup.select("[value=dont_know], [value=prefer_not_to_say]")

    @pytest.mark.parametrize("control", CONTROLS)
    def test_are_named_by_their_questions(self, control):
        """A kind of question names the control that draws it."""
        assert control == a_question(control).control

    @pytest.mark.parametrize("control", CONTROLS)
    def test_send_only_parts_that_the_question_reads(self, drawing, judge, control):
        """A form sends the parts of its question, and no others."""
        soup = control_of(drawing, judge, control)
        sent = {tag["name"] for tag in soup.select("input, select, textarea")}

        assert set(a_question(control).field_names().values()) == sent
