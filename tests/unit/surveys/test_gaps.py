"""The gap between voices: what each said, honestly, and how far they are apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import parsing
from surveys.audits import NOT_GRADED
from surveys.gaps import Heard, Said, gaps, place_of
from surveys.questions import DONT_KNOW, PREFER_NOT, Given
from tests.unit.surveys.samples import data_of

HEARD = {"kind": "agreement", "shared": "heard", "may_say": [DONT_KNOW, PREFER_NOT]}


def a_part(part, *questions, **page):
    return {"key": f"{part}_page", "part": part, "questions": [*questions]} | page


FORM = parsing.parse(
    data_of(
        kind="audit",
        audience="audit",
        scores=[],
        pages=[
            a_part(
                "child",
                {
                    "key": "took_part",
                    "kind": "one_choice",
                    "label": "Took part?",
                    "options": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
                },
            ),
            a_part(
                "child",
                {"key": "child_heard", "label": "I am heard", **HEARD},
                key="child_heard_page",
                show_if={"question": "took_part", "is": "yes"},
            ),
            a_part(
                "parent_or_carer",
                {"key": "parent_heard", "label": "I am heard", **HEARD},
                {"key": "other_heard", "label": "I am heard", **HEARD},
            ),
            a_part(
                "practitioner",
                {"key": "worker_heard", "label": "The child is heard", **HEARD},
                {"key": "worker_plan", "kind": "grade", "label": "Plan", "shared": "plan"},
            ),
            a_part(
                "auditor",
                {"key": "plan", "kind": "grade", "label": "Plan", "shared": "plan"},
                {"key": "alone", "kind": "agreement", "label": "Alone"},
            ),
        ],
    )
)
YES = {"took_part": Given(value="yes")}


def voices(**answers):
    return [Heard(part, part, given) for part, given in answers.items()]


def gap_of(shared, **answers):
    return next(gap for gap in gaps(FORM, voices(**answers)) if gap.shared == shared)


class TestGaps:
    def test_measures_how_far_the_furthest_are_apart(self):
        """A child who is not heard and a worker who thinks so are three steps apart."""
        gap = gap_of(
            "heard",
            child=YES | {"child_heard": Given(value=2)},
            practitioner={"worker_heard": Given(value=5)},
        )

        assert 3 == gap.steps
        assert ["child"] == [one.name for one in gap.lowest]
        assert ["practitioner"] == [one.name for one in gap.highest]

    def test_has_no_direction_where_all_say_the_same(self):
        """Voices that agree have a gap of nought, and nobody sees it worse."""
        gap = gap_of(
            "heard",
            child=YES | {"child_heard": Given(value=4)},
            practitioner={"worker_heard": Given(value=4)},
        )

        assert 0 == gap.steps
        assert () == gap.lowest == gap.highest

    def test_compares_grades_by_their_order(self):
        """Two voices that grade one domain are compared in steps of the grades."""
        gap = gap_of(
            "plan",
            practitioner={"worker_plan": Given(value="good", text="Clear")},
            auditor={"plan": Given(value="inadequate", text="Late")},
        )

        assert 2 == gap.steps

    def test_tells_the_silences_apart(self):
        """Not asked, asked and silent, not sure and not filled in yet are four things."""
        found = {
            "said no": gap_of("heard", child={"took_part": Given(value="no")}),
            "left it empty": gap_of("heard", child=YES),
            "is not sure": gap_of("heard", child=YES | {"child_heard": Given(special=DONT_KNOW)}),
            "has not begun": gap_of("heard", child={}),
        }

        assert {
            "said no": Said.NOT_ASKED,
            "left it empty": Said.NOTHING,
            "is not sure": Said.NOT_SURE,
            "has not begun": Said.NOT_YET,
        } == {why: gap.answers[0].said for why, gap in found.items()}
        assert all(gap.steps is None for gap in found.values())

    def test_does_not_hear_what_ended_up_hidden(self):
        """An answer to a question that is not asked any more is no voice."""
        answers = {"took_part": Given(value="no"), "child_heard": Given(value=1)}

        assert Said.NOT_ASKED == gap_of("heard", child=answers).answers[0].said

    def test_keeps_two_parents_apart(self):
        """The second who is asked in one part is a voice of their own."""
        parents = {"parent_heard": Given(value=5), "other_heard": Given(value=1)}
        gap = gap_of("heard", parent_or_carer=parents)

        assert [(1, 5), (2, 1)] == [(one.number, one.place) for one in gap.answers]
        assert 4 == gap.steps

    def test_puts_the_widest_first_and_the_incomparable_last(self):
        """What to talk about stands on top."""
        found = gaps(
            FORM,
            voices(
                practitioner={"worker_heard": Given(value=5), "worker_plan": Given(value="good")},
                auditor={"plan": Given(value="good")},
            ),
        )

        assert [("plan", 0), ("heard", None)] == [(gap.shared, gap.steps) for gap in found]

    def test_leaves_out_what_is_asked_of_one_alone(self):
        """A question without a shared name is no matter of gaps."""
        assert {"heard", "plan"} == {gap.shared for gap in gaps(FORM, [])}

    @given(st.lists(st.integers(1, 5), min_size=4, max_size=4))
    def test_lies_between_the_lowest_and_the_highest(self, places):
        """The gap is never more than the scale has steps, and its ends are answers."""
        child, parent, other, worker = (Given(value=place) for place in places)
        gap = gap_of(
            "heard",
            child=YES | {"child_heard": child},
            parent_or_carer={"parent_heard": parent, "other_heard": other},
            practitioner={"worker_heard": worker},
        )

        assert max(places) - min(places) == gap.steps
        assert {one.place for one in gap.lowest} <= {min(places)}
        assert {one.place for one in gap.highest} <= {max(places)}


class TestPlaceOf:
    @pytest.mark.parametrize(
        "answer",
        [None, Given(special=PREFER_NOT), Given(value=NOT_GRADED), Given(value=None)],
    )
    def test_is_none_for_what_is_no_place(self, answer):
        """Silence, “rather not say” and “not graded” stand nowhere on a scale."""
        assert place_of(FORM.question("plan"), answer) is None

    def test_is_none_for_what_is_no_number(self):
        """A value that is no number stands nowhere on a scale of numbers."""
        assert place_of(FORM.question("child_heard"), Given(value="x")) is None
