"""Evidence counted: the right people, in the right days, and no small number beside a name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from analysis.models import serving_model
from app.db.models import Answer, Coding, Response, Sentiment, Survey, SurveyVersion
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.surveys import Channel
from app.services import codebooks, dashboards, report_audits, report_evidence, responding, theming
from app.services.selection import Selection
from surveys import Given
from tests.crowd import a_crowd
from tests.surveyed import FIRST, SCORED, answer, publish, three_waves

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


@pytest.fixture
def place(session):
    return three_waves(session)


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
    for one, title in session.execute(rows).all():
        place = {"response_id": one.response_id, "question_id": one.question_id}
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
