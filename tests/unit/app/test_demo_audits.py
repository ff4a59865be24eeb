"""The audits of the demonstration organisation: forms that could be handed in."""

from __future__ import annotations

import pytest

from analysis.voice_gaps import paired_gap
from app.demo import content
from app.demo.audit_sheets import FELT_ABOUT, DemoAudit
from app.domain.actions import Priority
from app.services.auditing import CASE_REF
from surveys.definition import Definition
from surveys.fitting import fitted
from surveys.questions import Given
from surveys.routing import next_page
from surveys.submission import check, read_page
from surveys.variants import COHORTS

AUDITS = content.read().audits
DATE = {"told_when-day": ["1"], "told_when-month": ["9"], "told_when-year": ["2026"]}
FORM = next(
    survey.definition
    for survey in content.read().surveys
    if survey.definition.key == "conversational_audit"
)


def _form(audit: DemoAudit, voice: str) -> Definition:
    return fitted(FORM, cohort=audit.cohort, kind=audit.kind).for_part(voice)


def _answers(audit: DemoAudit, voice: str) -> dict[str, Given]:
    part, form = _form(audit, voice), audit.voices[voice] | DATE
    answers: dict[str, Given] = {}
    page = next_page(part, answers, None)
    while page:
        reading = read_page(page, form, answers)
        assert {} == reading.errors, (audit.case_ref, page.key)
        answers |= {key: given for key, given in reading.answers.items() if given}
        page = next_page(part, answers, page.key)
    return answers


class TestAudits:
    """What holds for the invented audits."""

    @pytest.mark.parametrize("audit", AUDITS, ids=lambda audit: audit.case_ref)
    def test_every_voice_could_be_handed_in(self, audit: DemoAudit) -> None:
        """Nothing that must be said is missing from any voice."""
        for voice in audit.voices:
            answers = _answers(audit, voice)
            assert set(answers) == set(check(_form(audit, voice), answers).answers)

    def test_there_are_twenty_five_in_three_waves(self) -> None:
        """Each of the 25 belongs to a wave and to a pseudonym of its own."""
        assert 25 == len({audit.case_ref for audit in AUDITS})
        assert {1, 2, 3} == {audit.wave for audit in AUDITS}
        assert all(CASE_REF.fullmatch(audit.case_ref) for audit in AUDITS)
        assert {audit.cohort for audit in AUDITS} <= set(COHORTS)

    def test_voices_differ_on_each_question_in_their_own_way(self) -> None:
        """The pages of gaps show what they are for: three gaps told whole and unlike, one withheld."""
        found = {}
        for name in FELT_ABOUT:
            both = [
                (one.voices["child"].get(f"child_{name}"), one.voices["practitioner"])
                for one in AUDITS
            ]
            pairs = [
                (float(child[0]), float(worker[f"practitioner_{name}"][0]))
                for child, worker in both
                if child
            ]
            gap = paired_gap(pairs)
            found[name] = tuple(gap.counts.values()) if gap else ()

        assert (None, None, None) == found.pop("knows_plan")
        assert len(set(found.values())) == len(found) == 3
        assert all(None not in counts for counts in found.values())

    def test_two_children_may_not_be_safe_and_somebody_was_told(self) -> None:
        """One no and one unsure, each with who was told, how, and what was done at once."""
        unsafe = [_answers(audit, "auditor") for audit in AUDITS if _safe(audit) != ["yes"]]
        assert ["no", "unsure"] == sorted(str(one["safe_now"].value) for one in unsafe)
        for answers in unsafe:
            assert {"told_who", "told_when", "told_how", "immediate_action"} <= set(answers)

    def test_each_has_one_to_three_actions_for_the_child(self) -> None:
        """Every action says why it is good for the child, and urgent ones come where needed."""
        for audit in AUDITS:
            assert 1 <= len(audit.actions) <= 3, audit.case_ref
            assert all(action.why.startswith("So that") for action in audit.actions)
            if _safe(audit) != ["yes"]:
                assert Priority.IMMEDIATE in {action.priority for action in audit.actions}

    def test_voices_do_not_always_agree(self) -> None:
        """In some audits the child feels less heard than the worker thinks."""
        gaps = 0
        for audit in AUDITS:
            child = _answers(audit, "child").get("child_feels_listened_to")
            worker = _answers(audit, "practitioner").get("practitioner_feels_listened_to")
            if child and worker:
                gaps += int(str(worker.value)) - int(str(child.value)) >= 1
        assert gaps >= 5


def _safe(audit: DemoAudit) -> list[str]:
    return audit.voices["auditor"]["safe_now"]
