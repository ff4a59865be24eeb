"""Variants of an audit form: what a kind of plan or audit leaves out, and mistakes in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audits import AuditKind
from surveys import parsing
from surveys.audits import domains
from surveys.errors import DefinitionErrors
from surveys.fitting import fitted
from surveys.variants import AUDIT_KINDS, COHORTS, Variant
from tests.unit.surveys.samples import data_of

SHIPPED = Path(__file__).parents[3] / "surveys" / "library" / "conversational_audit.yaml"
FORM = parsing.parse_yaml(SHIPPED.read_text("utf-8"))
CASES = [(cohort, kind) for cohort in COHORTS for kind in AUDIT_KINDS]
CORE = {
    "kind": "audit",
    "audience": "audit",
    "scores": [],
    "pages": [
        {
            "key": "safety",
            "part": "auditor",
            "questions": [
                {
                    "key": "safe_now",
                    "kind": "one_choice",
                    "label": "Safe?",
                    "options": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
                }
            ],
        },
        {
            "key": "asked",
            "part": "auditor",
            "questions": [
                {
                    "key": "asked",
                    "kind": "one_choice",
                    "label": "Asked?",
                    "options": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
                }
            ],
        },
        {
            "key": "words",
            "part": "auditor",
            "show_if": {"question": "asked", "is": "yes"},
            "questions": [{"key": "words", "kind": "short_text", "label": "Words?"}],
        },
        {
            "key": "child",
            "part": "child",
            "questions": [{"key": "child", "kind": "short_text", "label": "Child?"}],
        },
    ],
}


def a_form(*variants):
    return parsing.parse(data_of(**CORE, variants=list(variants)))


def problems(*variants, **changes):
    with pytest.raises(DefinitionErrors) as refused:
        parsing.parse(data_of(**(CORE | changes), variants=list(variants)))
    return [(one.code, one.message, one.remedy) for one in refused.value.problems]


class TestFitted:
    def test_leaves_out_pages_and_parts_for_those_it_is_for(self):
        """A variant takes its pages and parts out of the audits that it applies to."""
        form = a_form(
            {"key": "quick", "kinds": ["dip_sample"], "without_parts": ["child"]},
            {"key": "leavers", "cohorts": ["care_leaver"], "without": ["words"]},
        )
        left = {
            case: [page.key for page in fitted(form, cohort=case[0], kind=case[1]).pages]
            for case in (
                ("early_help", "conversational"),
                ("care_leaver", "conversational"),
                ("care_leaver", "dip_sample"),
            )
        }

        assert {
            ("early_help", "conversational"): ["safety", "asked", "words", "child"],
            ("care_leaver", "conversational"): ["safety", "asked", "child"],
            ("care_leaver", "dip_sample"): ["safety", "asked"],
        } == left

    def test_needs_both_where_both_are_named(self):
        """A variant of a cohort and a kind applies only where the two meet."""
        variant = Variant("one", cohorts=("early_help",), kinds=("dip_sample",))

        assert variant.applies("early_help", "dip_sample")
        assert not variant.applies("early_help", "thematic")
        assert not variant.applies("care_leaver", "dip_sample")

    @given(st.sampled_from(CASES))
    def test_keeps_each_question_as_it_is(self, case):
        """Whatever is asked of an audit is the core's own question, so that figures compare."""
        core = {question.key: question for question in FORM.questions()}
        asked = fitted(FORM, cohort=case[0], kind=case[1]).questions()

        assert all(core[question.key] is question for question in asked)

    @pytest.mark.parametrize(("cohort", "kind"), CASES)
    def test_always_leaves_a_form_that_can_be_finished(self, cohort, kind):
        """Safety and the whole are asked of all, and no page looks at what is not there."""
        form = fitted(FORM, cohort=cohort, kind=kind)
        keys = {question.key for question in form.questions()}

        assert {"safe_now", "overall_grade"} <= keys
        assert all(_looked_at(page.show_if) <= keys for page in form.pages)

    @pytest.mark.parametrize(
        ("cohort", "kind", "expected"),
        [
            ("looked_after", "conversational", 13),
            ("child_protection", "conversational", 12),
            ("early_help", "conversational", 12),
            ("child_in_need", "conversational", 11),
            ("front_door", "conversational", 11),
            ("looked_after", "dip_sample", 6),
        ],
    )
    def test_grades_the_domains_that_fit(self, cohort, kind, expected):
        """Domains 13 and 14, and the chair's, are graded where there is something to grade."""
        assert expected == len(domains(fitted(FORM, cohort=cohort, kind=kind)))

    def test_hears_agencies_only_where_several_are_audited(self):
        """Only a multi-agency audit has parts of agencies and one of all together."""
        apart = {
            kind: {"agency", "joint"}
            <= {page.part for page in fitted(FORM, cohort="looked_after", kind=kind).pages}
            for kind in AUDIT_KINDS
        }

        assert {kind: kind == "multi_agency" for kind in AUDIT_KINDS} == apart

    def test_asks_nobody_in_a_dip_sample(self):
        """A look at the record has the auditor's part and the practitioner's reply, no family's."""
        form = fitted(FORM, cohort="looked_after", kind="dip_sample")

        assert {"auditor", "practitioner"} == {page.part for page in form.pages}

    def test_knows_the_kinds_of_audits_there_are(self):
        """The kinds that a form can name are those that an audit can be."""
        assert [kind.value for kind in AuditKind] == [*AUDIT_KINDS]


class TestParse:
    def test_reads_back_what_it_writes(self):
        """A form with variants is the same after a round through plain data."""
        form = a_form({"key": "quick", "kinds": ["dip_sample"], "without": ["words"]})

        assert form == parsing.parse(form.as_data())
        assert form.hash() != a_form().hash()

    @pytest.mark.parametrize(
        ("variant", "code", "said"),
        [
            ({"key": "x", "without": ["words"]}, "variant_for_nobody", "no kind of plan"),
            ({"key": "x", "kinds": ["thematic"]}, "variant_empty", "leaves nothing out"),
            (
                {"key": "x", "kinds": ["themetic"], "without": ["words"]},
                "variant_unknown",
                "There is no “themetic”.",
            ),
            (
                {"key": "x", "cohorts": ["teenagers"], "without": ["words"]},
                "variant_unknown",
                "There is no “teenagers”.",
            ),
            (
                {"key": "x", "kinds": ["thematic"], "without": ["word"]},
                "variant_unknown",
                "There is no “word”.",
            ),
            (
                {"key": "x", "kinds": ["thematic"], "without_parts": ["kid"]},
                "variant_unknown",
                "There is no “kid”.",
            ),
            (
                {"key": "x", "kinds": ["thematic"], "without": ["words", "words"]},
                "variant_repeated",
                "named twice",
            ),
            (
                {"key": "x", "kinds": ["thematic"], "without": ["asked"]},
                "variant_condition",
                "The page “words” looks at “asked”, which is left out.",
            ),
            (
                {"key": "x", "kinds": ["thematic"], "without": ["safety"]},
                "variant_always",
                "“safe_now” is asked in every audit.",
            ),
            ({"key": "x", "kinds": "thematic", "without": ["words"]}, "list", "is not a list"),
            ({"key": "x", "kinds": ["thematic"], "leaves": []}, "unknown_name", "means nothing"),
            ("quick", "not_a_mapping", "This variant has no names."),
        ],
    )
    def test_says_what_is_wrong(self, variant, code, said):
        """Each mistake of a variant is named with what to do."""
        found = problems(variant)

        assert code in [one[0] for one in found]
        assert any(said in one[1] for one in found)
        assert all(one[2] for one in found)

    def test_offers_the_nearest_name(self):
        """A name that is nearly right is answered with the one that is."""
        found = problems({"key": "x", "kinds": ["thematc"], "without": ["words"]})

        assert "Did you mean “thematic”?" == found[0][2]

    def test_refuses_two_of_one_key(self):
        """Two variants of one name are told apart by nobody."""
        one = {"key": "x", "kinds": ["thematic"], "without": ["words"]}

        assert "repeated_key" in [code for code, _, _ in problems(one, one)]

    def test_is_only_for_audits(self):
        """A questionnaire has no kinds of plan."""
        pages = [{**page, "part": ""} for page in CORE["pages"]]
        one = {"key": "x", "kinds": ["thematic"], "without": ["words"]}
        found = problems(one, kind="questionnaire", audience="parents", pages=pages)

        assert "Only an audit has variants." in [message for _, message, _ in found]


def _looked_at(condition):
    return frozenset() if condition is None else condition.questions()
