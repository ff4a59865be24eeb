"""Themes in audits beside themes in surveys: one codebook, two counts, and few in neither."""

from datetime import timedelta

import pytest

from app.domain.people import Role
from app.services import accounts, seen_places, themes_beside
from tests import builders, crowd, practice, seen

HELD_ON = crowd.FIRST + timedelta(days=3)


@pytest.fixture
def some(session):
    """Return a crowd that answers a survey, with a reader of everything."""
    return crowd.a_crowd(session)


@pytest.fixture
def service_id(session, some):
    found = some.scope().surveys[0].service_id
    practice.a_form(session)
    return found


@pytest.fixture
def auditor(session):
    user = builders.a_user(session, roles=[Role.PRACTITIONER])
    return accounts.actor_by_id(session, user.id)


def audits(session, service_id, auditor, number, *themes, few=False, team="North"):
    held = [
        seen.Held(
            team=team,
            worker=f"W-{place % 2 if few else place}",
            held_on=HELD_ON,
            themes=themes or ("T30",),
        )
        for place in range(number)
    ]
    seen.hold(session, service_id, auditor.id, held)


def shown(session, by, **chosen):
    place = seen_places.place(session, by, **chosen)
    return {
        one.key: (
            one.audits and (one.audits.count, one.audits.base),
            one.people and (one.people.count, one.people.base),
        )
        for one in themes_beside.themes_beside(session, place, by)
    }


class TestThemesBeside:
    def test_count_audits_and_people_apart(self, session, some, service_id, auditor):
        """One theme has the audits that speak to it and the people who raised it."""
        audits(session, service_id, auditor, 6, "T05")
        audits(session, service_id, auditor, 6)
        some.say(7, "T05")
        some.say(8, "T13")

        assert {"T05": ((6, 12), (7, 15)), "T30": ((6, 12), None), "T13": (None, (8, 15))} == (
            shown(session, some.reader, service_id=service_id)
        )

    def test_withhold_what_few_audits_speak_to(self, session, some, service_id, auditor):
        """Four audits on a theme are not told of, nor is a theme of all but four."""
        audits(session, service_id, auditor, 4, "T05")
        audits(session, service_id, auditor, 12, "T13")

        assert {} == shown(session, some.reader, service_id=service_id)

    def test_withhold_audits_of_few_workers(self, session, some, service_id, auditor):
        """Twelve audits of two workers are told of in no theme."""
        audits(session, service_id, auditor, 6, "T05", few=True)
        audits(session, service_id, auditor, 6, "T13", few=True)

        assert {} == shown(session, some.reader, service_id=service_id)

    def test_of_a_team_stand_beside_its_service(self, session, some, service_id, auditor):
        """Surveys have no teams, so beside a team stand the answers of its service."""
        for team in ("North", "South"):
            audits(session, service_id, auditor, 6, "T05", team=team)
            audits(session, service_id, auditor, 6, "T13", team=team)
        some.say(7, "T05")
        some.say(8, "T13")
        found = shown(session, some.reader, service_id=service_id, team="North")

        assert ((6, 12), (7, 15)) == found["T05"]

    def test_of_a_team_are_told_only_where_its_service_is(
        self, session, some, service_id, auditor
    ):
        """A theme that is withheld of a service is withheld of its teams."""
        audits(session, service_id, auditor, 6, "T05")
        audits(session, service_id, auditor, 3, "T13", team="South")
        found = shown(session, some.reader, service_id=service_id, team="North")

        assert {} == found

    def test_take_all_services_together(self, session, some, service_id, auditor):
        """Without a service chosen, audits of every service that somebody reaches count."""
        other = builders.a_service(session)
        audits(session, service_id, auditor, 4, "T05")
        audits(session, other.id, auditor, 4, "T05")
        audits(session, other.id, auditor, 6, "T13")

        assert (8, 14) == shown(session, some.reader)["T05"][0]

    def test_take_the_whole_survey_where_few_answered_before(
        self, session, some, service_id, auditor
    ):
        """When fewer than five answered before the time of the audits, they are not left out."""
        audits(session, service_id, auditor, 6, "T05")
        audits(session, service_id, auditor, 6)
        some.say(7, "T05", week=0)
        some.say(3, "T05", week=-1)
        some.say(9, "T13")
        found = shown(session, some.reader, service_id=service_id)

        assert (10, 19) == found["T05"][1]

    def test_leave_out_those_who_answered_long_before(self, session, some, service_id, auditor):
        """When five or more answered before the time of the audits, only the later ones count."""
        audits(session, service_id, auditor, 6, "T05")
        audits(session, service_id, auditor, 6)
        some.say(7, "T05")
        some.say(6, "T05", week=-1)
        some.say(9, "T13")

        assert (7, 16) == shown(session, some.reader, service_id=service_id)["T05"][1]
