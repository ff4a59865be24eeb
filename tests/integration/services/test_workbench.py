"""The workbench as it is read: which passages, in which order, and how far the coding has come."""

from datetime import date

import pytest
from sqlalchemy import select

from app.db.models import Coding, Response, Sentiment, Survey, Wave
from app.domain.errors import NotFound
from app.domain.evidence import SentimentLabel
from app.domain.workbench import CodedBy, Order
from app.services import accounts, deciding
from app.services.deciding import Wish
from app.services.workbench_filters import NO_THEME
from surveys import parse
from tests import builders, coded, written
from tests.workbench import SAID, check, opened, shown


class TestOrder:
    def test_begins_where_the_machine_is_least_sure(self, session, found, ada):
        """The chance nearest to one half comes first, then what nothing was found in, then done."""
        check(session, found.places[2], ada)

        assert [1, 0, 3, 2] == shown(opened(session, ada))

    def test_can_begin_where_it_is_surest(self, session, found, ada):
        """The surest coding that waits comes first, for agreeing quickly."""
        assert [0, 2, 1, 3] == shown(opened(session, ada, order=Order.SURE))

    def test_goes_by_random_keys_where_nothing_else_tells(self, session, found, ada):
        """In an order of chance, and between equals, the random key of the answer decides (R-27)."""
        by_key = sorted(range(len(SAID)), key=lambda number: found.places[number])

        assert by_key == shown(opened(session, ada, order=Order.CHANCE))
        assert by_key == shown(opened(session, ada, order=Order.QUESTION))

    def test_never_goes_by_the_day(self, session, found, ada):
        """Days moved about move no passage, whatever the order (R-27)."""
        before = {order: shown(opened(session, ada, order=order)) for order in Order}
        for number, place in enumerate(found.places):
            session.get_one(Response, place[0]).received_on = date(2026, 11, 20 - number)
        session.flush()

        assert before == {order: shown(opened(session, ada, order=order)) for order in Order}


class TestFilters:
    def test_leave_one_survey(self, session, found, ada):
        """A survey that is chosen is the only one, and another service's is not there."""
        other = coded.read(session, [("Elsewhere it is quiet.", {"T01": 0.5})])

        assert 4 == opened(session, ada, survey_id=found.survey_id).found
        with pytest.raises(NotFound):
            opened(session, ada, survey_id=other.survey_id)
        assert 4 == opened(session, ada).found

    def test_leave_one_wave(self, session, found, ada):
        """Only answers of the days of a wave are there; a wave that is not there hides nothing."""
        days = (date(2026, 11, 1), date(2026, 12, 12))
        session.add(Wave(number=1, name="Autumn", starts_on=days[0], ends_on=days[1]))
        session.get_one(Response, found.places[0][0]).received_on = date(2026, 10, 31)
        session.flush()

        assert [3, 4] == [opened(session, ada, wave=number).found for number in (1, 2)]

    def test_leave_one_theme_or_none(self, session, found, ada):
        """A theme that stands is found, suggested or not; none means that none counts."""
        page = opened(session, ada, theme=found.themes["T03"])
        none = opened(session, ada, theme=NO_THEME)

        assert {1, 2} == set(shown(page))
        assert {1, 2, 3} == set(shown(none))

    def test_pass_over_a_theme_that_was_rejected(self, session, found, ada):
        """Words whose theme was rejected are no longer found by it."""
        place = found.places[2]
        one = session.scalars(
            select(Coding).where(
                Coding.response_id == place[0], Coding.theme_id == found.themes["T03"]
            )
        ).one()
        deciding.reject(session, place, one.id, seen=coded.seen(session, place), by=ada)

        assert [1] == shown(opened(session, ada, theme=found.themes["T03"]))

    def test_leave_one_feeling(self, session, found, ada):
        """Only words that sound as chosen are there."""
        place = found.places[1]
        read = {"response_id": place[0], "question_id": place[1]}
        session.get_one(Sentiment, read).label = SentimentLabel.POSITIVE
        session.flush()

        assert [1] == shown(opened(session, ada, feeling=SentimentLabel.POSITIVE))

    def test_tell_who_coded(self, session, found, ada):
        """A machine's hand, a person's, and passages that nobody has looked at are told apart."""
        check(session, found.places[3], ada)
        deciding.give(
            session,
            found.places[0],
            Wish("T05"),
            seen=coded.seen(session, found.places[0]),
            by=ada,
        )

        assert [{0, 1, 2}, {0, 3}, {1, 2}] == [
            set(shown(opened(session, ada, coded=who))) for who in CodedBy
        ]

    def test_leave_suggestions(self, session, found, ada):
        """Only passages with something that the machine is not sure of are there."""
        assert {1, 2} == set(shown(opened(session, ada, only_suggestions=True)))

    def test_leave_one_question_in_every_version(self, session, found, ada):
        """A question is the same one when its survey gets a new version."""
        question_id = found.places[0][1]
        _again(session, found)
        page = opened(session, ada, question_id=question_id)
        (option,) = page.choices.questions

        assert 4 == page.found
        assert option.id == page.choices.question_id != question_id
        assert 4 == opened(session, ada, question_id=option.id).found
        assert 0 == opened(session, ada, question_id=found.survey_id).found

    def test_leave_out_what_says_nothing(self, session, found, ada):
        """An answer that was set aside because it says nothing is not there to code."""
        place = found.places[3]
        read = {"response_id": place[0], "question_id": place[1]}
        session.get_one(Sentiment, read).is_non_answer = True
        session.flush()

        assert (3, 3) == (opened(session, ada).found, opened(session, ada).progress.total)

    def test_hold_words_that_were_not_read_yet(self, session, found):
        """Words that the machine has not read are there, and last among those that wait."""
        written.write(session, ["Not read yet, this one."])
        everybody = builders.a_user(session)
        page = opened(session, accounts.actor_by_id(session, everybody.id))

        assert 5 == page.found
        assert [None] == [one.feeling for one in page.passages if one.feeling is None]


class TestProgress:
    def test_counts_what_a_person_has_settled(self, session, found, ada):
        """A passage is checked when a person decided about it and nothing of it waits."""
        place = found.places[1]
        one = session.scalars(
            select(Coding).where(Coding.response_id == place[0]).order_by(Coding.score.desc())
        ).first()
        steps = [opened(session, ada).progress]
        deciding.accept(session, place, one.id, seen=coded.seen(session, place), by=ada)
        steps.append(opened(session, ada).progress)
        check(session, place, ada)
        check(session, found.places[3], ada)
        steps.append(opened(session, ada).progress)

        assert [(0, 4), (0, 4), (2, 4)] == [(step.checked, step.total) for step in steps]

    def test_is_of_the_selection_whatever_is_hidden(self, session, found, ada):
        """Filters that change with each decision do not change what progress is counted of."""
        check(session, found.places[0], ada)
        page = opened(session, ada, coded=CodedBy.NOBODY)

        assert (3, 1, 4) == (page.found, page.progress.checked, page.progress.total)


def _again(session, found):
    """Publish the survey in new words, so that it has a second version."""
    survey = session.get_one(Survey, found.survey_id)
    definition = builders.SMALL | {"title": "A small survey, again"}
    builders.publish(session, parse(definition), service_id=found.service_id, slug=survey.slug)
