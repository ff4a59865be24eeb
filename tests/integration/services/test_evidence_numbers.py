"""Evidence counted: the right people, in the right days, and no small number beside a name."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from analysis.models import serving_model
from app.db.models import Answer, Coding, Response, Sentiment, Survey, SurveyVersion, Wave
from app.domain.audits import AuditKind, Voice
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.people import Role
from app.domain.surveys import Channel, SurveyKind
from app.services import (
    accounts,
    answers,
    audit_parts,
    auditing,
    codebooks,
    dashboards,
    publishing,
    report_audits,
    report_evidence,
    responding,
    selection,
    theming,
)
from app.services.respondents import who_answered
from app.services.selection import Selection
from surveys import Given, parse
from tests import builders
from tests.crowd import a_crowd

FIRST = date(2026, 1, 5)
SCORED = {
    "key": "scored",
    "title": "Scored",
    "kind": "questionnaire",
    "audience": "young_people",
    "pages": [
        {
            "key": "much",
            "title": "How much",
            "questions": [
                {
                    "key": "much",
                    "kind": "scale_0_10",
                    "label": "How much?",
                    "low_label": "None",
                    "high_label": "All",
                }
            ],
        }
    ],
    "scores": [
        {"key": "much", "label": "How much", "method": "single", "items": ["much"], "min": 0,
         "max": 10}
    ],
}  # fmt: skip
AGES = {
    "key": "ages",
    "title": "Ages",
    "kind": "questionnaire",
    "audience": "children",
    "pages": [
        {
            "key": "age",
            "title": "Your age",
            "questions": [
                {
                    "key": "age",
                    "kind": "one_choice",
                    "label": "How old are you?",
                    "group": True,
                    "options": [
                        {"value": "old", "label": "10 or 11"},
                        {"value": "young", "label": "8 or 9"},
                        {"value": "grown", "label": "More than 11"},
                    ],
                }
            ],
        }
    ],
}
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


WORDS = {
    "key": "words",
    "title": "Words",
    "kind": "questionnaire",
    "audience": "children",
    "pages": [
        {
            "key": "words",
            "title": "Words",
            "questions": [{"key": "words", "kind": "long_text", "label": "What is it like?"}],
        }
    ],
}


def publish(session, service, data, kind=SurveyKind.QUESTIONNAIRE):
    version_id = publishing.publish(
        session,
        parse(data),
        service_id=service.id,
        slug=data["key"].replace("_", "-"),
        decision_maker="The Head of Care",
        told_by=date(2099, 1, 31),
        identity=None,
        by=None,
        kind=kind,
    )
    return version_id, session.get_one(SurveyVersion, version_id).survey_id


@pytest.fixture
def place(session):
    """Return a service with three waves of a week each, and somebody who may read and audit."""
    service = builders.a_service(session)
    for number in (1, 2, 3):
        starts_on = FIRST + timedelta(weeks=number - 1)
        ends_on = starts_on + timedelta(days=6)
        session.add(
            Wave(number=number, name=f"Wave {number}", starts_on=starts_on, ends_on=ends_on)
        )
    user = builders.a_user(session, roles=[Role.PARTICIPATION, Role.PRACTITIONER])
    return service, accounts.actor_by_id(session, user.id)


def answer(session, version_id, values, received_on):
    for number, value in enumerate(values):
        responding.accept(
            session,
            version_id,
            {"much": Given(value=value)},
            channel=Channel.WEB,
            received_on=received_on,
            client_token=f"{version_id}-{received_on}-{number}",
        )


def say(session, version_id, people):
    """Take in what so many people wrote."""
    for number in range(people):
        responding.accept(
            session,
            version_id,
            {"words": Given(text="I waited.")},
            channel=Channel.WEB,
            received_on=FIRST,
            client_token=f"{version_id}-{number}",
        )


def coded(session, besides=None):
    """Read every word as one theme, but in one survey as none, as a run does without thinking."""
    in_use = codebooks.codebook_in_use(session)
    theme_id = next(iter(in_use.theme_ids.values()))
    survey_id = session.scalars(select(Survey.id)).first()
    run_id = theming.begin_run(session, survey_id, in_use, serving_model(), seed=1)
    rows = (
        select(Answer, Survey.title)
        .join(Response, Response.id == Answer.response_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
    )
    for answer, title in session.execute(rows).all():
        place = {"response_id": answer.response_id, "question_id": answer.question_id}
        felt = SentimentLabel.NEGATIVE
        session.add(Sentiment(run_id=run_id, label=felt, strength=0.5, **place))
        if title == besides:
            continue
        session.add(
            Coding(
                theme_id=theme_id,
                run_id=run_id,
                source=CodingSource.MACHINE,
                state=CodingState.PROPOSED,
                score=0.9,
                start=0,
                end=8,
                sentiment=felt,
                **place,
            )
        )
    session.flush()


class TestSurveyEvidence:
    def test_compares_the_wave_that_was_chosen(self, session, place):
        """Wave two is compared with wave one, though wave three is there."""
        service, reader = place
        version_id, survey_id = publish(session, service, SCORED)
        for week, value in enumerate((2, 8, 3)):
            values = [value, value + 1] * 15
            answer(session, version_id, values, FIRST + timedelta(weeks=week, days=1))
        changes = [
            dashboards.survey_evidence(session, reader, survey_id, wave=wave).scores[0].change
            for wave in (2, 3, None)
        ]

        assert [6, -5, -5] == [round(change.amount) for change in changes]


class TestOverview:
    def test_counts_no_survey_that_few_answered(self, session, place):
        """The total less the other surveys tells of no survey that three people answered."""
        service, reader = place
        for key, people in (("one", 3), ("two", 9), ("three", 20), ("four", 0)):
            version_id, _ = publish(session, service, SCORED | {"key": key, "title": key})
            answer(session, version_id, [5] * people, FIRST)
        found = dashboards.overview(session, reader)

        assert {"one": None, "two": 9, "three": 20, "four": 0} == {
            one.survey.title: one.people for one in found.surveys
        }
        assert 29 == found.respondents.people

    def test_says_no_theme_of_a_survey_that_few_answered(self, session, place):
        """What was coded in a small survey is in no number across surveys."""
        service, reader = place
        for key, people in (("one", 4), ("two", 12)):
            version_id, _ = publish(session, service, WORDS | {"key": key, "title": key})
            say(session, version_id, people)
        coded(session)
        (theme,) = dashboards.overview(session, reader).themes

        assert (None, 12) == (
            theme.people,
            dashboards.overview(session, reader).respondents.people,
        )


class TestGather:
    def test_leaves_out_a_survey_that_few_answered(self, session, place):
        """A report names a survey that four people answered, and counts them nowhere."""
        service, _ = place
        ids = set()
        for key, people in (("one", 4), ("two", 9)):
            version_id, survey_id = publish(session, service, SCORED | {"key": key, "title": key})
            answer(session, version_id, [5] * people, FIRST)
            ids.add(survey_id)
        data = report_evidence.gather(session, Selection(frozenset(ids)))

        assert {"one": False, "two": True} == {
            one["title"]: one["is_counted"] for one in data["surveys"]
        }
        assert 9 == data["who"]["people"]
        assert [["People by survey", [["two", 9]]]] == data["who"]["tables"][:1]
        assert ["two"] == [one["title"] for one in data["questions"]]

    def test_says_whether_words_wait_to_be_read(self, session, place):
        """A report that was frozen before all was read says so."""
        service, _ = place
        version_id, survey_id = publish(session, service, WORDS)
        say(session, version_id, 6)
        chosen = Selection(frozenset({survey_id}))
        before = report_evidence.gather(session, chosen)["method"]["is_unread"]
        coded(session)

        assert (True, False) == (
            before,
            report_evidence.gather(session, chosen)["method"]["is_unread"],
        )


class TestWhoAnswered:
    def test_says_no_number_of_very_few_people(self, session, place):
        """Four people are fewer than may be counted in sight."""
        service, _ = place
        version_id, survey_id = publish(session, service, SCORED)
        answer(session, version_id, [5] * 4, FIRST)
        found = who_answered(session, Selection(frozenset({survey_id})))

        assert found.is_anybody
        assert (None, None) == (found.people, found.comments)

    def test_puts_groups_in_the_order_of_their_numbers(self, session, place):
        """Those who are 8 or 9 come before those who are 10 or 11."""
        service, _ = place
        version_id, survey_id = publish(session, service, AGES)
        for number in range(18):
            responding.accept(
                session,
                version_id,
                {"age": Given(value=("old", "grown", "young")[number % 3])},
                channel=Channel.WEB,
                received_on=FIRST,
                client_token=f"age-{number}",
            )
        (ages,) = who_answered(session, Selection(frozenset({survey_id}))).groups

        assert ["8 or 9", "10 or 11", "More than 11"] == [line.label for line in ages.lines]

    def test_tells_nobody_who_would_not_say_their_group(self, session, place):
        """Two who gave no age are not what is left when the ages are taken from all."""
        service, _ = place
        version_id, survey_id = publish(session, service, AGES)
        for number, value in enumerate(["old"] * 10 + ["young"] * 6 + [None] * 2):
            responding.accept(
                session,
                version_id,
                {"age": Given(value=value)} if value else {},
                channel=Channel.WEB,
                received_on=FIRST,
                client_token=f"age-{number}",
            )
        found = who_answered(session, Selection(frozenset({survey_id})))

        assert 18 == found.people
        assert [("8 or 9", None), ("10 or 11", 10)] == [
            (line.label, line.count) for line in found.groups[0].lines
        ]

    def test_counts_waves_within_the_period(self, session, place):
        """A period that ends in the middle of a wave has only the people of its own days."""
        service, _ = place
        version_id, survey_id = publish(session, service, SCORED)
        answer(session, version_id, [5] * 6, FIRST)
        answer(session, version_id, [5] * 7, FIRST + timedelta(days=8))
        answer(session, version_id, [5] * 9, FIRST + timedelta(days=12))
        period = Selection(frozenset({survey_id}), FIRST, FIRST + timedelta(days=9))
        found = who_answered(session, period)

        assert 13 == found.people
        assert [("Wave 1", 6), ("Wave 2", 7)] == [(one.label, one.count) for one in found.by_wave]


class TestReportAudits:
    @pytest.mark.parametrize(
        ("heard", "said"),
        [(20, "20"), (24, "all or nearly all of them"), (2, "few of them or none")],
    )
    def test_says_how_many_without_telling_of_a_few(self, heard, said):
        """A number that would tell of one or two children is said in words."""
        assert said == report_audits._how_many(heard, 25)

    def test_tells_good_from_not_yet_good(self):
        """Four grades are told apart as good or not, and what is not graded is neither."""
        grades = ["outstanding"] + ["good"] * 8 + ["inadequate"] * 2
        grades += ["requires_improvement"] * 6 + ["not_graded", None]

        assert (9, 8) == report_audits._grades(grades)
        assert (None, None) == report_audits._grades(grades[:11])


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


class TestScores:
    def test_have_no_mean_that_tells_each_persons(self, session):
        """Where everybody has the same score, neither a mean nor a change of it is shown."""
        crowd = a_crowd(session)
        crowd.say(6, "T05", heard=1)
        crowd.say(6, "T05", week=1, heard=4)
        crowd.say(6, "T05", week=1, heard=5)

        def heard(wave):
            found = dashboards.survey_evidence(session, crowd.reader, crowd.survey_id, wave=wave)
            return found.scores[0]

        assert (None, None) == (heard(1).mean, heard(1).change)
        assert (12, 4.5, None) == (heard(2).mean.n, heard(2).mean.mean, heard(2).change)
