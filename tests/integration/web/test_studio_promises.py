"""The promise of a survey, changed in the studio while it is open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock, db
from app.db.models import ActivityEntry, Survey
from app.domain.people import Role
from tests import builders
from tests.page import send, soup
from tests.respondent import TOLD_BY


class TestPromise:
    @pytest.fixture
    def address(self, survey_id):
        return f"/studio/surveys/{survey_id}/promise"

    def test_puts_a_slip_right_and_says_so_in_the_record(self, officer, survey_id, address):
        """The new words are on the first page at once, and the record holds that they changed."""
        later = TOLD_BY + timedelta(days=3)
        answer = send(officer, address, decision_maker="The board", told_by=str(later))
        said = officer.get(answer.location).text
        start = officer.get("/s/small").text
        with db.reading() as session:
            entry = session.scalars(
                select(ActivityEntry).where(ActivityEntry.verb == "promise.changed")
            ).one()

        assert "Tell those who have answered already" in said
        assert ("The board will decide" in start, f"{later.day} February 2099" in start) == (
            True,
            True,
        )
        assert {"names_another": 1, "days_later": 3} == entry.counts
        assert str(survey_id) == entry.object_id

    def test_says_what_was_promised_so_far(self, officer, address):
        """The page says what people have read so far, and that nobody reaches those who answered."""
        page = officer.get(address)
        fields = {one["name"]: one["value"] for one in soup(page).select("main input[value]")}

        assert "says now: The head of service will decide" in page.text
        assert ("The head of service", str(TOLD_BY)) == (
            fields["decision_maker"],
            fields["told_by"],
        )

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"decision_maker": " "}, "Say who will decide"),
            ({"told_by": "2020-01-01"}, "This day has gone."),
            ({"told_by": "soon"}, "Write the day like"),
        ],
    )
    def test_refuses_what_no_survey_may_promise(self, officer, survey_id, address, wrong, said):
        """Nobody who decides, and a day that has gone, are refused with what was typed."""
        fields = {"decision_maker": "The board", "told_by": str(TOLD_BY)} | wrong
        answer = send(officer, address, **fields)
        with db.reading() as session:
            kept = session.get_one(Survey, survey_id)

        assert (422, True) == (answer.status_code, said in answer.text)
        assert ("The head of service", TOLD_BY) == (kept.decision_maker, kept.told_by)

    def test_of_a_day_that_has_gone_lets_a_name_be_put_right(self, officer, survey_id, address):
        """A slip in who decides can be mended after the day; the day then stays as it is."""
        with db.unit_of_work() as session:
            session.get_one(Survey, survey_id).told_by = gone = clock.today() - timedelta(days=1)
        answer = send(officer, address, decision_maker="The board", told_by=str(gone))

        assert 303 == answer.status_code

    def test_that_stays_the_same_leaves_no_entry(self, officer, address):
        """Sending what stands already changes nothing, and the record has nothing to say."""
        same = {"decision_maker": "The head of service", "told_by": str(TOLD_BY)}
        answer = send(officer, address, **same)
        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb)).all()

        assert "Nothing was different" in officer.get(answer.location).text
        assert "promise.changed" not in verbs

    def test_is_for_the_services_of_a_person(self, sign_in, address):
        """Staff of another service find no promise to change."""
        with db.unit_of_work() as session:
            elsewhere = builders.a_service(session).id

        assert 404 == sign_in(Role.PARTICIPATION, service=elsewhere).get(address).status_code
