"""How a form for audits grades: with limits, without them, or not at all."""

import pytest

from app.services import studio
from surveys import parsing
from surveys.audits import domains
from surveys.errors import DefinitionErrors
from surveys.grading import Grading, is_graded, with_grading
from surveys.limits import Limit
from surveys.questions.grade import GRADE_LABELS, NOT_GRADED
from tests.unit.surveys.samples import data_of

FORM = studio.shipped_one("conversational_audit")


def an_audit(**changes):
    grades = [{"key": key, "kind": "grade", "label": key} for key in ("plan", "overall_grade")]
    pages = [{"key": "auditor", "part": "auditor", "questions": grades}]
    return parsing.parse(
        data_of(kind="audit", audience="audit", scores=[], pages=pages, **changes)
    )


def problems(**changes):
    with pytest.raises(DefinitionErrors) as caught:
        an_audit(**changes)
    return [(one.code, one.where) for one in caught.value.problems]


class TestWithGrading:
    def test_takes_limits_out(self):
        """A form can grade without limits, and changes in nothing else."""
        found = with_grading(FORM, Grading.GRADED)

        assert () == found.limits
        assert FORM.pages == found.pages
        assert FORM == with_grading(FORM, Grading.LIMITED)

    def test_asks_what_works_worries_and_is_next_instead(self):
        """Ungraded, every domain and the whole get three questions, and nobody is asked a grade."""
        found = with_grading(FORM, Grading.UNGRADED)
        keys = [question.key for question in found.questions()]

        assert not is_graded(found)
        assert ["plan_works", "plan_worries", "plan_next"] == [
            key for key in keys if key.startswith("plan_")
        ]
        assert "The plan: what worries you?" == found.question("plan_worries").label
        assert "overall_grade_next" in keys
        assert "overall_reason" not in keys
        assert [True, False, False] == [
            found.question(key).required for key in ("plan_works", "plan_worries", "plan_next")
        ]

    @pytest.mark.parametrize("grading", Grading)
    def test_gives_a_form_that_can_be_published(self, grading):
        """Each way of grading gives a definition that comes back the same from plain data."""
        found = with_grading(FORM, grading)

        assert found == parsing.parse(found.as_data())

    def test_leaves_a_questionnaire_alone(self):
        """What asks for no grade has nothing to take out."""
        form = studio.shipped_one("children_8_11")

        assert form == with_grading(form, Grading.UNGRADED)
        assert not is_graded(form)

    def test_words_a_page_without_a_title_by_its_grade(self):
        """Where a page has no title the words of the grade stand before the questions."""
        found = with_grading(an_audit(), Grading.UNGRADED)

        assert "plan: what is working?" == found.question("plan_works").label


class TestDescriptors:
    def test_say_what_work_looks_like_at_each_grade_of_each_domain(self):
        """Every domain and the overall grade describe all four grades, each in other words."""
        for question in (*domains(FORM), FORM.question("overall_grade")):
            described = dict(question.looks_like)

            assert set(GRADE_LABELS) - {NOT_GRADED} == set(described), question.key
            assert 4 == len(set(described.values())), question.key
        assert ("Good", dict(FORM.question("plan").looks_like)["good"]) in (
            FORM.question("plan").described()
        )

    @pytest.mark.parametrize("sent", ["good work", ["good"], {"splendid": "x"}, {"good": 3}])
    def test_are_of_the_grades_there_are(self, sent):
        """A description of what is no grade, or that is no words, is named with its place."""
        grade = {"key": "plan", "kind": "grade", "label": "Plan", "looks_like": sent}
        page = {"key": "auditor", "part": "auditor", "questions": [grade]}
        with pytest.raises(DefinitionErrors) as caught:
            parsing.parse(data_of(kind="audit", audience="audit", scores=[], pages=[page]))

        assert "looks_like" in caught.value.problems[0].where


class TestLimits:
    def test_are_read_from_the_form(self):
        """The form that ships states which domains limit, from which grade, and to which."""
        assert (Limit(("plan", "impact"), "inadequate", "requires_improvement"),) == FORM.limits
        assert (Limit(("plan",), "requires_improvement", "good"),) == an_audit(
            limits=[{"domains": ["plan"], "when": "requires_improvement", "most": "good"}]
        ).limits

    @pytest.mark.parametrize(
        ("limit", "code"),
        [
            ("plan", "not_a_mapping"),
            ({"domains": ["house"]}, "limit"),
            ({"domains": []}, "list"),
            ({"domains": ["plan"], "when": "bad"}, "choice"),
            ({"domains": ["plan"], "most": "not_graded"}, "choice"),
            ({"domains": ["plan"], "least": "good"}, "unknown_name"),
        ],
    )
    def test_name_what_is_wrong(self, limit, code):
        """A limit on what is not graded, or with what is no grade, is named with its place."""
        found = problems(limits=[limit])

        assert code == found[0][0]
        assert found[0][1].startswith("limits > 1")
