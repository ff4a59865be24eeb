"""Words that no machine understood are counted, kept from every figure, and shown to a person."""

import pytest
from sqlalchemy import func, select

from analysis.corpus import Span
from app import db
from app.db.models import (
    ActivityEntry,
    AnalysisRun,
    Coding,
    Response,
    Sentiment,
    SurveyVersion,
    Theme,
)
from app.domain.evidence import CodingSource, CodingState, NotUnderstood, SentimentLabel
from app.domain.people import Role
from app.services import (
    accounts,
    codebooks,
    coding,
    not_understood,
    proposal_words,
    respondents,
    theme_counts,
    workbench,
)
from app.services.selection import Selection
from app.services.workbench_filters import Filters
from app.worker import theming
from tests import builders, written

POLISH = "Nikt mnie nie slucha w tym domu"
BOTH = "I like my carer Priya. Nie lubie tego domu bardzo."
ENGLISH = "My social worker never rings me back."


@pytest.fixture
def survey(database):
    """Return a survey with seven people's words read, five of them in Polish, and its reader."""
    words = [POLISH] * 4 + ["🙃", BOTH, ENGLISH]
    with db.unit_of_work() as session:
        service_id, places = written.write(session, words)
        version_id = session.get_one(Response, places[0][0]).version_id
        survey_id = session.get_one(SurveyVersion, version_id).survey_id
        user = builders.a_user(session, roles=[Role.PARTICIPATION], service_id=service_id)
        actor = accounts.actor_by_id(session, user.id)
    theming.read_survey(str(survey_id), lambda _done, _total: None)
    return survey_id, places[0], actor


def everyone(survey):
    return Selection(frozenset({survey[0]}))


class TestReading:
    def test_guesses_at_nothing(self, survey):
        """What was not understood has a reason, no feeling and no coding."""
        with db.reading() as session:
            rows = session.execute(
                select(Sentiment.not_understood, Sentiment.label, func.count())
                .group_by(Sentiment.not_understood, Sentiment.label)
            ).all()  # fmt: skip
            coded = set(session.scalars(select(Coding.response_id)))
            lost = set(
                session.scalars(select(Sentiment.response_id).where(Sentiment.label.is_(None)))
            )

        found = {(reason, label is None): count for reason, label, count in rows}
        assert 4 == found[NotUnderstood.OTHER_LANGUAGE, True]
        assert 1 == found[NotUnderstood.NO_WORDS, True]
        assert 1 == found[NotUnderstood.PARTLY, False]
        assert not coded & lost

    def test_counts_nobody_whose_words_are_lost(self, survey):
        """Only those whose words were read are people who wrote something."""
        with db.reading() as session:
            assert 2 == respondents.count_comments(session, everyone(survey))

    def test_proposes_nothing_from_lost_words(self, survey):
        """Neither the words nor the count behind proposals hold what was not understood."""
        with db.reading() as session:
            said = proposal_words.said(session)

            assert {BOTH, ENGLISH} == {passage.text for passage in said.corpus.passages}
            assert 2 >= proposal_words.count_unexplained(session)

    def test_keeps_a_row_whole(self, survey):
        """A reading without a feeling needs a reason, whoever writes it."""
        from sqlalchemy.exc import IntegrityError

        with db.reading() as session:
            key = session.execute(
                select(Sentiment.response_id).where(Sentiment.label.is_not(None)).limit(1)
            ).scalar_one()
        change = Sentiment.__table__.update().where(Sentiment.response_id == key)
        with pytest.raises(IntegrityError), db.unit_of_work() as session:
            session.execute(change.values(label=None, strength=None, not_understood=None))


class TestCountPeople:
    def test_counts_people(self, survey):
        """Six people wrote something that was not understood, or only partly."""
        with db.reading() as session:
            found = not_understood.count_people(session, everyone(survey))

        assert (6, True) == (found.people, found.is_any)

    def test_withholds_few(self, survey):
        """Fewer than five are said to be a few."""
        with db.unit_of_work() as session:
            session.execute(
                Sentiment.__table__.delete().where(
                    Sentiment.not_understood == NotUnderstood.OTHER_LANGUAGE
                )
            )
            found = not_understood.count_people(session, everyone(survey))

        assert (None, True) == (found.people, found.is_any)


class TestPassages:
    def test_are_listed_for_a_person(self, survey):
        """Each comes with what it looks like, its names replaced, and the reading is recorded."""
        with db.unit_of_work() as session:
            before = session.scalar(select(func.count()).select_from(ActivityEntry))
            found = not_understood.passages(session, everyone(survey), by=survey[2])
            after = session.scalar(select(func.count()).select_from(ActivityEntry))

        said = {"".join(one.text for one in line.segments): line for line in found.lines}
        partly = next(line for text, line in said.items() if text.startswith("I like"))
        assert (6, 1, before + 1) == (found.total, found.pages, after)
        assert "Polish" == said[POLISH].language
        assert ["Nie lubie tego domu bardzo."] == [
            one.text for one in partly.segments if one.is_coded
        ]
        assert ["[name]"] == [one.text for one in partly.segments if one.is_redacted]

    def test_count_once_a_person_gave_them_a_theme(self, survey):
        """Words that somebody understood and coded count, and say which theme they got."""
        place = survey[1]
        with db.unit_of_work() as session:
            theme = session.scalars(select(Theme).limit(1)).one()
            session.add(
                Coding(
                    response_id=place[0],
                    question_id=place[1],
                    theme_id=theme.id,
                    coder_id=survey[2].id,
                    source=CodingSource.PERSON,
                    state=CodingState.ACCEPTED,
                    score=1.0,
                    start=0,
                    end=len(POLISH),
                    sentiment=SentimentLabel.NEGATIVE,
                )
            )
            session.flush()
            found = not_understood.passages(session, everyone(survey), by=survey[2])

            assert 3 == respondents.count_comments(session, everyone(survey))
            assert (theme.name,) in [line.themes for line in found.lines]

    def test_sound_like_nothing_that_is_known(self, survey):
        """Who was coded by a person in words that no machine understood is not called mixed."""
        place, by = survey[1], survey[2]
        with db.unit_of_work() as session:
            theme_id = codebooks.codebook_in_use(session).theme_ids["T01"]
            coding.add(session, place, theme_id, Span(0, len(POLISH)), by=by)
            raised = theme_counts._raised(session, everyone(survey))[theme_id]

        assert ({place[0]}, {}) == (raised.people, raised.feelings)

    def test_lead_to_the_workbench(self, survey):
        """Each says where it is, and is on the workbench with the reason why nothing read it."""
        with db.unit_of_work() as session:
            lines = not_understood.passages(session, everyone(survey), by=survey[2]).lines
            filters = Filters(survey_id=survey[0])
            shown = workbench.page(session, filters, by=survey[2]).passages

        reasons = {one.place: one.not_understood for one in shown}
        assert {one.place: one.reason for one in lines}.items() <= reasons.items()

    def test_are_read_again_after_a_step_back(self, survey):
        """A run is named with every reading, so a newer model reads lost words again."""
        with db.reading() as session:
            runs = set(session.scalars(select(Sentiment.run_id)))

            assert runs == set(session.scalars(select(AnalysisRun.id)))
