"""Grades, the limiting rule, and gaps between voices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import parsing
from surveys.audits import (
    GRADE_LABELS,
    NOT_GRADED,
    RANK,
    Flag,
    domains,
    gaps,
    limiting_flags,
    spread,
)
from surveys.limits import Limit
from surveys.questions import DONT_KNOW, Given
from tests.unit.surveys.samples import data_of

HEARD = {"kind": "agreement", "shared": "listened_to"}
CHANGED = {"kind": "agreement", "shared": "difference"}


def an_audit():
    return parsing.parse(
        data_of(
            kind="audit",
            audience="audit",
            scores=[],
            pages=[
                {
                    "key": "child",
                    "part": "child",
                    "questions": [
                        {"key": "child_heard", "label": "Are you listened to?", **HEARD},
                        {"key": "child_changed", "label": "Is life better?", **CHANGED},
                    ],
                },
                {
                    "key": "practitioner",
                    "part": "practitioner",
                    "questions": [
                        {"key": "worker_heard", "label": "Is the child listened to?", **HEARD},
                        {"key": "worker_changed", "label": "Is life better?", **CHANGED},
                    ],
                },
                {
                    "key": "parent",
                    "part": "parent_or_carer",
                    "questions": [
                        {"key": "plan", "kind": "grade", "label": "Plan", "shared": "plan"},
                    ],
                },
                {
                    "key": "auditor",
                    "part": "auditor",
                    "questions": [
                        {"key": "plan_grade", "kind": "grade", "label": "Plan", "shared": "plan"},
                        {"key": "overall_grade", "kind": "grade", "label": "Overall"},
                    ],
                },
            ],
        )
    )


class TestDomains:
    def test_are_the_grades_but_the_overall_one(self):
        """Each graded question is a domain, and the overall grade is none."""
        assert ["plan", "plan_grade"] == [question.key for question in domains(an_audit())]


class TestLimitingFlags:
    @pytest.mark.parametrize(
        ("overall", "parts", "expected"),
        [
            ("good", {"safety": "inadequate", "plan": "good"}, ["over_limit"]),
            ("requires_improvement", {"safety": "inadequate", "plan": "good"}, []),
            ("outstanding", {"safety": "good", "plan": "good"}, ["above_every_part"]),
            ("good", {"safety": "good", "plan": "inadequate"}, []),
            ("good", {"safety": NOT_GRADED}, []),
            (NOT_GRADED, {"safety": "inadequate"}, []),
            (
                "good",
                {"safety": "inadequate"},
                ["over_limit", "above_every_part"],
            ),
        ],
    )
    def test_marks_a_grade_that_its_parts_do_not_carry(self, overall, parts, expected):
        """An overall grade above its parts, or good while unsafe, is marked and not refused."""
        flags = limiting_flags(overall, parts, limits=[Limit(("safety",))])

        assert expected == [flag.code for flag in flags]

    def test_names_the_domain_that_limits(self):
        """The mark names the domain of safety that is inadequate."""
        parts = {"home": "inadequate", "plan": "good"}
        flags = limiting_flags("good", parts, limits=[Limit(("home",))])

        assert (Flag("over_limit", "home"),) == flags

    def test_is_a_rule_that_a_form_states(self):
        """Which domains limit, from which grade, and to which, is data; without it nothing limits."""
        parts = {"home": "requires_improvement", "plan": "outstanding"}
        limit = Limit(("home",), when="requires_improvement", most="good")

        assert (Flag("over_limit", "home"),) == limiting_flags(
            "outstanding", parts, limits=[limit]
        )
        assert () == limiting_flags("outstanding", parts)


class TestSpread:
    @given(st.lists(st.sampled_from([*GRADE_LABELS, None])))
    def test_counts_every_grade_and_averages_none(self, grades):
        """Grades are counted, best first; what has no grade is not graded."""
        counted = spread(grades)

        assert list(GRADE_LABELS) == list(counted)
        assert len(grades) == sum(counted.values())

    def test_orders_grades_without_giving_nothing_a_rank(self):
        """Grades have an order, and “not graded” has no place in it."""
        assert {*GRADE_LABELS} - {NOT_GRADED} == set(RANK)
        assert list(RANK) == sorted(RANK, key=lambda grade: -RANK[grade])


class TestGaps:
    def test_measures_how_far_voices_are_apart(self):
        """A child who is not heard and a practitioner who thinks so are three steps apart."""
        found = gaps(
            an_audit(),
            {
                "child": {"child_heard": Given(value=2), "child_changed": Given(value=4)},
                "practitioner": {
                    "worker_heard": Given(value=5),
                    "worker_changed": Given(value=4),
                },
            },
        )

        assert [("listened_to", 3), ("difference", 0)] == [(g.shared, g.steps) for g in found]
        assert {"child": 2, "practitioner": 5} == found[0].voices

    def test_compares_grades_by_their_order(self):
        """Two voices that grade one domain are compared in steps of the grades."""
        found = gaps(
            an_audit(),
            {
                "parent_or_carer": {"plan": Given(value="inadequate", text="Late")},
                "auditor": {"plan_grade": Given(value="good", text="Clear")},
            },
        )

        assert [2] == [gap.steps for gap in found]

    @pytest.mark.parametrize(
        "other", [{}, {"worker_heard": Given(special=DONT_KNOW)}, {"worker_heard": Given()}]
    )
    def test_needs_two_voices(self, other):
        """“Not sure” is no place on a scale, and one voice has no gap."""
        answers = {"child": {"child_heard": Given(value=2)}, "practitioner": other}

        assert () == gaps(an_audit(), answers)

    def test_does_not_count_what_is_not_graded(self):
        """“Not graded” is no step."""
        answers = {
            "parent_or_carer": {"plan": Given(value=NOT_GRADED)},
            "auditor": {"plan_grade": Given(value="good", text="Clear")},
        }

        assert () == gaps(an_audit(), answers)
