"""The conversational audit that ships: whom it hears, and what it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.codebook import shipped
from surveys.audits import OVERALL, domains
from surveys.questions import Given, Question
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from surveys.definition import Definition
from tests.shipped import LIBRARY, read_definition

PARTS = [
    "child",
    "parent_or_carer",
    "practitioner",
    "auditor",
    "manager",
    "agency",
    "joint",
]


class TestTheAudit:
    """What holds for the conversational audit."""

    def test_it_hears_every_voice(self) -> None:
        """Each voice has pages of its own, and so have the manager, agencies, and all together."""
        parts = dict.fromkeys(page.part for page in _audit().pages)
        assert PARTS == list(parts)

    def test_safety_is_asked_first_and_must_be_answered(self) -> None:
        """The auditor's first question is whether the child is safe now, and it is required."""
        first = _audit().for_part("auditor").questions()[0]
        assert ("safe_now", True) == (first.key, first.required)

    @pytest.mark.parametrize("answer", ["no", "unsure"])
    def test_a_child_who_may_not_be_safe_needs_somebody_told(self, answer: str) -> None:
        """Who was told, when, how, and what was done must then all be said."""
        shown = _shown_to_auditor(answer)
        needed = {"told_who", "told_when", "told_how", "immediate_action"}
        assert needed <= {question.key for question in shown if question.required}

    def test_a_safe_child_needs_nobody_told(self) -> None:
        """With a yes, none of those questions is shown."""
        shown = {question.key for question in _shown_to_auditor("yes")}
        assert not shown & {"told_who", "told_when", "told_how", "immediate_action"}

    @pytest.mark.parametrize(
        "shared", ["feels_listened_to", "difference_made", "knows_plan", "feels_safe"]
    )
    def test_four_questions_are_asked_of_every_voice(self, shared: str) -> None:
        """The same four can be compared across the family, the worker, the file and agencies."""
        parts = dict.fromkeys(
            page.part
            for page in _audit().pages
            for question in page.questions
            if question.shared == shared
        )
        assert ["child", "parent_or_carer", "practitioner", "auditor", "agency"] == list(parts)

    def test_fourteen_domains_and_the_whole_are_graded(self) -> None:
        """There are fourteen domains, and an overall grade that must be given."""
        audit = _audit()
        assert 14 == len(domains(audit))
        assert audit.question(OVERALL).required

    def test_the_practitioner_has_a_right_of_reply(self) -> None:
        """The practitioner's part ends with reflection and reply."""
        keys = [question.key for question in _audit().for_part("practitioner").questions()]
        assert ["practitioner_reflection", "practitioner_reply"] == keys[-2:]


def _audit() -> Definition:
    return read_definition(LIBRARY / "conversational_audit.yaml")


def _shown_to_auditor(safe_now: str) -> list[Question]:
    auditor = _audit().for_part("auditor")
    safe = auditor.question("safe_now")
    given = safe.read({"": [safe_now]})
    assert given is not None
    pages = visible_pages(auditor, {"safe_now": given})
    return [question for page in pages for question in page.questions]


class TestWhatTheAuditAsks:
    """What the conversational audit asks beside its grades."""

    def test_hears_two_parents_in_their_own_words(self) -> None:
        """A mother and a father each have their words, and say how these may be used."""
        keys = {question.key for question in _audit().questions()}
        for who in ("child", "parent", "other_parent"):
            assert {f"{who}_words", f"{who}_quote_use", f"{who}_took_part"} <= keys
        assert {"parent_role", "other_parent_role"} <= keys

    def test_asks_nothing_more_about_a_parent_who_is_not_there(self) -> None:
        """Where there is nobody else, the form goes on."""
        alone = {"other_parent_asked": Given(value="nobody_else")}
        pages = {page.key for page in visible_pages(_audit().for_part("parent_or_carer"), alone)}

        assert not {key for key in pages if key.startswith("other_parent_")} - {
            "other_parent_asked"
        }

    def test_links_to_the_themes_of_the_codebook(self) -> None:
        """Audits name the same themes that words are read for, so that the two can meet."""
        themes = {option.value for option in _audit().question("themes").options}
        known = {theme.key for theme in shipped().themes}

        assert known - {"T31", "T99"} == themes - {"none_of_these"}

    def test_closes_the_loop(self) -> None:
        """The manager comments, the family is told how and when, and a day is set to look again."""
        keys = {question.key for question in _audit().questions()}

        assert {
            "manager_comment", "family_told_on", "family_told_how", "practitioner_told_on",
            "reaudit_due", "ambitions", "learning_need",
        } <= keys  # fmt: skip
