"""Who answered, group by group, and nobody told apart in a group."""

from datetime import timedelta

import pytest

from app.domain.surveys import Channel
from app.services import responding
from app.services.respondents import who_answered
from app.services.selection import Selection
from surveys import Given
from tests.surveyed import FIRST, SCORED, answer, publish, three_waves

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


@pytest.fixture
def place(session):
    return three_waves(session)


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
