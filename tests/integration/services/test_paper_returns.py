"""Paper returns: entered once, some of them twice, and settled by looking at the paper."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from app import clock
from app.db.models import ActivityEntry, Concern, Job, PaperReturn, Response, Survey
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Role
from app.domain.surveys import Channel, ResponseState, SurveyState
from app.services import accounts, answers, paper_checks, paper_returns, paper_views
from surveys import Given
from tests import builders
from tests.respondent import SMALL, a_published_survey

READ = {"mood": Given(value=1), "why": Given(text="Too loud"), "age_band": Given(value="young")}
WORRY = Given(text="My stepdad hits me every night and I want to kill myself")


@pytest.fixture
def service(session):
    return builders.a_service(session)


@pytest.fixture
def survey(session, service):
    a_published_survey(session, service_id=service.id)
    survey = session.scalars(select(Survey)).one()
    survey.checked_share = 100
    return survey


def _officer(session, service):
    user = builders.a_user(session, roles=(Role.PARTICIPATION,), service_id=service.id)
    return accounts.actor_by_id(session, user.id)


@pytest.fixture
def first(session, service):
    return _officer(session, service)


@pytest.fixture
def second(session, service):
    return _officer(session, service)


def _enter(session, survey, by, number=1, givens=READ, **day):
    on = {"received_on": clock.today()} | day
    return paper_returns.enter(session, survey.id, number, givens, by=by, **on)


@pytest.fixture
def entered(session, survey, first):
    _enter(session, survey, first)
    return session.scalars(select(PaperReturn)).one()


class TestEnter:
    def test_is_a_response_like_others(self, session, survey, first, entered):
        """What came on paper is sent, in its groups, themed, and marked as paper."""
        response = session.get_one(Response, entered.response_id)

        assert (Channel.PAPER, ResponseState.SUBMITTED) == (response.channel, response.state)
        assert {"Age band": "11 to 13"} == response.groups
        assert READ == answers.givens(session, response)
        assert session.scalars(select(Job)).all()
        verbs = session.scalars(select(ActivityEntry.verb)).all()
        assert "paper.entered" in verbs

    def test_words_are_screened(self, session, survey, first):
        """A worry that came on paper raises a concern as it is entered."""
        _enter(session, survey, first, givens={"mood": Given(value=1), "why": WORRY})

        assert session.scalars(select(Concern)).all()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"number": 0}, "number"),
            ({"received_on": date(2999, 1, 1)}, "received_on"),
        ],
    )
    def test_refuses_what_cannot_be(self, session, survey, first, change, field):
        """A number below one and a day to come are named at their fields."""
        with pytest.raises(Invalid) as refused:
            _enter(session, survey, first, **change)
        assert [field] == list(refused.value.fields)

    def test_refuses_a_number_that_was_used(self, session, survey, first, entered):
        """The same paper is not entered twice by mistake."""
        with pytest.raises(Invalid) as refused:
            _enter(session, survey, first)
        assert ["number"] == list(refused.value.fields)
        assert 1 == len(session.scalars(select(Response)).all())

    def test_takes_in_one_of_two_at_once(self, database):
        """Of two people who enter the same number at the same moment one is told that it is taken."""
        with database.unit_of_work() as session:
            service = builders.a_service(session)
            a_published_survey(session, service_id=service.id)
            survey = session.scalars(select(Survey)).one()
            people = [_officer(session, service) for _ in range(4)]
        together = Barrier(len(people))

        def enter(by):
            together.wait()
            try:
                with database.unit_of_work() as own:
                    _enter(own, survey, by, givens={"mood": Given(value=1)})
            except Invalid as refused:
                return refused.fields["number"]
            return "Kept."

        with ThreadPoolExecutor(len(people)) as pool:
            said = sorted(pool.map(enter, people))

        taken = "A return with this number was entered already. Nothing was kept."
        assert [taken] * 3 + ["Kept."] == said
        with database.reading() as session:
            assert [1] == session.scalars(select(PaperReturn.number)).all()

    def test_refuses_an_empty_paper(self, session, survey, first):
        """A paper on which nothing was answered is not a response."""
        with pytest.raises(Invalid, match="paper_empty"):
            _enter(session, survey, first, givens={})

    def test_refuses_surveys_of_others(self, session, survey):
        """Only people of the service enter its papers, and only of what was published."""
        with pytest.raises(NotFound):
            _enter(session, survey, _officer(session, builders.a_service(session)))
        survey.state = SurveyState.DRAFT
        with pytest.raises(NotFound):
            _enter(session, survey, _officer(session, survey.service))


class TestEnterAgain:
    def test_the_same_is_settled_at_once(self, session, entered, second):
        """Two people who read the same agree on every answer, and nothing waits."""
        assert not paper_checks.enter_again(session, entered.id, READ, by=second)

        assert (3, 3, clock.today()) == (entered.compared, entered.same, entered.settled_on)
        assert entered.second_sealed is None

    def test_what_differs_waits_sealed(self, session, entered, second):
        """What the second person read is kept sealed, and changes nothing yet."""
        other = {**READ, "mood": Given(value=2)}
        assert paper_checks.enter_again(session, entered.id, other, by=second)

        assert (3, 2, None) == (entered.compared, entered.same, entered.settled_on)
        assert b"mood" not in entered.second_sealed
        assert other == paper_checks.second_of(entered)
        response = session.get_one(Response, entered.response_id)
        assert READ == answers.givens(session, response)

    def test_needs_another_person(self, session, entered, first):
        """Who entered it first cannot be the second person."""
        with pytest.raises(paper_checks.SamePerson):
            paper_checks.enter_again(session, entered.id, READ, by=first)

    def test_happens_once(self, session, entered, second, service):
        """A third person finds nothing to enter."""
        paper_checks.enter_again(session, entered.id, READ, by=second)

        with pytest.raises(Conflict):
            paper_checks.enter_again(session, entered.id, READ, by=_officer(session, service))

    def test_is_for_those_that_were_drawn(self, session, entered, second):
        """A return that was not drawn is not entered again."""
        entered.is_sampled = False

        for missing in (entered.id, uuid4()):
            with pytest.raises(NotFound):
                paper_checks.enter_again(session, missing, READ, by=second)


class TestSettle:
    @pytest.fixture
    def differing(self, session, entered, second):
        other = {**READ, "mood": Given(value=3), "age_band": Given(value="old")}
        paper_checks.enter_again(session, entered.id, other, by=second)
        return entered

    def test_keeps_what_the_paper_says(self, session, differing, second):
        """The chosen readings are kept; what they hide goes, and groups follow."""
        right = {"mood": "second", "age_band": "second"}
        paper_checks.settle(session, differing.id, right, by=second)

        response = session.get_one(Response, differing.response_id)
        kept = {"mood": Given(value=3), "age_band": Given(value="old")}
        assert kept == answers.givens(session, response)
        assert {"Age band": "14 to 17"} == response.groups
        assert (None, 1) == (differing.second_sealed, differing.same)

    def test_the_first_may_have_been_right(self, session, differing, first):
        """Whoever looks at the paper may find the first reading right."""
        right = {"mood": "first", "age_band": "second"}
        paper_checks.settle(session, differing.id, right, by=first)

        response = session.get_one(Response, differing.response_id)
        expected = {**READ, "age_band": Given(value="old")}
        assert expected == answers.givens(session, response)

    def test_asks_what_the_paper_asked(self, session, differing, second, survey):
        """A later version that asks something no more does not hide what is to be settled."""
        later = SMALL.replace("key: age_band", "key: age")
        a_published_survey(session, later, service_id=survey.service_id)
        lines = paper_views.to_settle(session, differing.id, by=second).lines

        assert ["mood", "age_band"] == [one.key for one in lines]

    def test_asks_for_every_difference(self, session, differing, second):
        """Until each difference is decided nothing is settled."""
        with pytest.raises(Invalid) as refused:
            paper_checks.settle(session, differing.id, {"mood": "third"}, by=second)

        assert {"mood", "age_band"} == set(refused.value.fields)
        assert differing.second_sealed

    def test_happens_once(self, session, differing, second):
        """What is settled stays settled."""
        right = {"mood": "first", "age_band": "first"}
        paper_checks.settle(session, differing.id, right, by=second)

        with pytest.raises(Conflict):
            paper_checks.settle(session, differing.id, right, by=second)


class TestViews:
    def test_say_what_waits_and_for_whom(self, session, survey, first, second, entered):
        """A return that was drawn waits for somebody else, then to be settled, then not."""
        seen = [paper_views.returns(session, survey.id, by=one) for one in (first, second)]
        assert [True, False] == [view.waiting[0].is_mine for view in seen]
        assert (None, 2) == (seen[0].agreement, seen[0].next_number)

        paper_checks.enter_again(session, entered.id, {**READ, "mood": Given(value=2)}, by=second)
        view = paper_views.returns(session, survey.id, by=second)
        assert view.waiting[0].is_to_settle
        assert (2, 3) == (view.same, view.compared)

        lines = paper_views.to_settle(session, entered.id, by=second).lines
        assert [("mood", "Bad", "Fine")] == [(one.key, one.first, one.second) for one in lines]
        paper_checks.settle(session, entered.id, {"mood": "first"}, by=second)
        assert () == paper_views.returns(session, survey.id, by=second).waiting
        assert () == paper_views.to_settle(session, entered.id, by=second).lines

    def test_the_share_is_set_by_people(self, session, survey, first):
        """The share of returns that are checked is one of those on offer."""
        paper_returns.set_share(session, survey.id, 20, by=first)

        assert 20 == paper_views.returns(session, survey.id, by=first).share
        with pytest.raises(Invalid):
            paper_returns.set_share(session, survey.id, 33, by=first)
