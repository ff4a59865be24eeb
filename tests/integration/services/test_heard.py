"""Which voices of an audit count as heard: those who were asked, and said something."""

import pytest

from app.db.models import Survey
from app.domain.audits import AuditKind, Voice
from app.domain.surveys import SurveyKind
from app.services import answers, audit_parts, auditing, report_audits, selection
from app.services.selection import Selection
from surveys import Given
from tests.surveyed import FIRST, publish, three_waves

AUDIT = {
    "key": "small_audit",
    "title": "A small audit",
    "kind": "audit",
    "audience": "audit",
    "pages": [
        {
            "key": f"{voice}_page",
            "title": voice,
            "part": voice,
            "questions": [
                {"key": f"{voice}_not_asked_why", "kind": "short_text", "label": "Why not?"},
                {
                    "key": f"{voice}_words",
                    "kind": "long_text",
                    "label": "In their own words",
                    "show_if": {"question": f"{voice}_not_asked_why", "answered": False},
                },
            ],
        }
        for voice in ("child", "parent_or_carer", "practitioner", "auditor")
    ],
}


@pytest.fixture
def place(session):
    return three_waves(session)


def an_audit(session, service, auditor, version_id, number, given):
    opening = auditing.Opening(
        case_ref=f"CH-{number}",
        kind=AuditKind.CONVERSATIONAL,
        cohort="child_in_need",
        team="East",
        held_on=FIRST,
        has_no_conflict=True,
    )
    audit_id = auditing.open_audit(session, opening, by=auditor)
    response = auditing.part_response(session, audit_id, Voice.CHILD)
    questions = answers.questions_of(session, version_id)
    answers.keep(session, response, questions, given, service_id=service.id, audit_id=audit_id)
    audit_parts.submit(session, audit_id, by=auditor)
    return response


class TestHeard:
    def test_keeps_no_words_of_a_child_who_said_no_in_the_end(self, session, place):
        """Words that the form no longer asks for are gone once the audit is handed in."""
        service, auditor = place
        version_id, survey_id = publish(session, service, AUDIT, SurveyKind.AUDIT)
        given = {
            "child_words": Given(text="I liked it."),
            "child_not_asked_why": Given(text="She changed her mind."),
        }
        response = an_audit(session, service, auditor, version_id, 1, given)

        assert {"child_not_asked_why"} == set(answers.givens(session, response))
        assert 0 == selection.count_responses(session, Selection(frozenset({survey_id})))

    def test_is_whoever_said_something_in_their_own_words(self, session, place):
        """Why a child was not asked is no child's voice, in counts as in reports."""
        service, auditor = place
        version_id, survey_id = publish(session, service, AUDIT, SurveyKind.AUDIT)
        for number in range(12):
            key = "child_words" if number < 6 else "child_not_asked_why"
            given = {key: Given(text="On holiday this week")}
            an_audit(session, service, auditor, version_id, number, given)
        everything = Selection(frozenset({survey_id}))
        survey = session.get_one(Survey, survey_id)
        found = report_audits.audit_evidence(session, [survey], everything)

        assert 6 == selection.count_responses(session, everything)
        assert "The child or young person was heard in 6." in found["voices"]
