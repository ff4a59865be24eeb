"""Grades, and the limiting rule."""

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
    limiting_flags,
    spread,
)
from surveys.limits import Limit
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
