"""The learning plan: aims on what may be shown, sessions with who came, and whether it shows."""

from datetime import date, timedelta

import pytest

from app import clock
from app.db.models import Wave
from app.domain.errors import Invalid, NotFound
from app.domain.people import Role
from app.domain.practice import SessionKind
from app.services import impact, learning_plan
from app.services.learning_plan import NewSession
from tests import practice

TODAY = date(2026, 11, 20)


@pytest.fixture
def planner(session):
    practice.a_form(session)
    auditor = practice.an_actor(session, Role.PRACTITIONER)
    for worker in "abcde":
        audit = practice.a_submitted_audit(session, auditor, practitioner_ref=worker)
        practice.say(session, audit, learning_need=["plans"])
    return practice.an_actor(session, Role.PARTICIPATION)


def an_aim(session, planner, *, aim="Plans that children can read", theme="need:plans", key=""):
    survey_id = impact.measures(session)[0].survey_id if key else None
    return learning_plan.add_aim(
        session, theme_key=theme, aim=aim, survey_id=survey_id, key=key, by=planner
    )


def held(**changes):
    whole = {
        "kind": SessionKind.COACHING,
        "held_on": clock.today(),
        "topics": "One plan",
        "came": 3,
    }
    return NewSession(**whole | changes)


class TestAddAim:
    def test_puts_a_line_in_the_plan(self, session, planner):
        """A line holds its theme and what to get better at."""
        an_aim(session, planner)
        line = learning_plan.plan(session, planner)[0]

        assert ("Plans that a family can use", "Plans that children can read") == (
            line.theme,
            line.aim,
        )
        assert (None, learning_plan.NO_MEASURE) == (line.impact, line.why_not)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"aim": " "}, "aim"), ({"aim": "x" * 501}, "aim"), ({"theme": "theme:T01"}, "theme")],
    )
    def test_refuses_what_must_not_be(self, session, planner, changes, field):
        """An aim says something, and is about a theme with enough audits behind it."""
        with pytest.raises(Invalid) as refused:
            an_aim(session, planner, **changes)

        assert [field] == list(refused.value.fields)


class TestAddSession:
    def test_counts_those_who_came(self, session, planner):
        """A number is enough; those who are ticked are counted, and named among five or more."""
        aim_id = an_aim(session, planner)
        who = tuple(
            practice.an_actor(session, Role.PRACTITIONER, name=name).id for name in ("Bo", "Al")
        )
        for came in (9, 5):
            learning_plan.add_session(session, aim_id, held(came=came, who=who), by=planner)
        learning_plan.add_session(session, aim_id, held(came=6), by=planner)
        lines = learning_plan.aim_line(session, aim_id, by=planner).sessions

        assert {(9, ("Al", "Bo")), (5, ("Al", "Bo")), (6, ())} == {
            (line.came, line.names) for line in lines
        }
        assert {"One plan"} == {line.topics for line in lines}

    @pytest.mark.parametrize("came", [None, 4])
    def test_names_nobody_who_was_one_of_few(self, session, planner, came):
        """Whoever was coached alone, or with three others, does not stand beside the theme by name."""
        aim_id = an_aim(session, planner)
        who = (practice.an_actor(session, Role.PRACTITIONER, name="Bo").id,)
        learning_plan.add_session(session, aim_id, held(came=came, who=who), by=planner)

        found = learning_plan.aim_line(session, aim_id, by=planner).sessions
        assert [(came or 1, ())] == [(line.came, line.names) for line in found]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"held_on": date(2999, 1, 1)}, "held_on"),
            ({"topics": ""}, "topics"),
            ({"topics": "x" * 501}, "topics"),
            ({"came": None}, "came"),
            ({"came": -1}, "came"),
        ],
    )
    def test_refuses_what_must_not_be(self, session, planner, changes, field):
        """A day to come, no topic, or nobody counted is refused with what to do."""
        with pytest.raises(Invalid) as refused:
            learning_plan.add_session(
                session, an_aim(session, planner), held(**changes), by=planner
            )

        assert [field] == list(refused.value.fields)

    def test_is_for_those_who_plan(self, session, planner):
        """Somebody who plans no learning finds no line to add to."""
        aim_id = an_aim(session, planner)
        stranger = practice.an_actor(session, Role.PRACTITIONER)
        with pytest.raises(NotFound):
            learning_plan.add_session(session, aim_id, held(), by=stranger)


class TestImpact:
    def test_waits_for_a_session_and_the_next_wave(self, session, planner):
        """Before a session nothing can show; after it the next wave must have begun."""
        today = clock.today()
        session.add(
            Wave(number=1, name="Wave 1", starts_on=today - timedelta(days=5), ends_on=today)
        )
        aim_id = an_aim(session, planner, key="plan")
        before = learning_plan.aim_line(session, aim_id, by=planner)
        learning_plan.add_session(session, aim_id, held(), by=planner)
        after = learning_plan.aim_line(session, aim_id, by=planner)

        assert (None, learning_plan.NO_SESSION) == (before.impact, before.why_not)
        assert (impact.NO_WAVE_AFTER, None) == (after.impact.said, after.impact.before)
