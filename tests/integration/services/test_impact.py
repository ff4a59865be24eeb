"""Whether practice changed: shares before and after with an interval, or why they are not shown."""

from datetime import date

import pytest

from app.db.models import Wave
from app.domain.people import Role
from app.domain.surveys import Channel
from app.services import impact, responding
from surveys import Given, parse
from tests import builders, practice

FIRST, SECOND = date(2026, 1, 5), date(2026, 3, 5)
DAYS = {"began_on": date(2026, 1, 10), "done_on": date(2026, 1, 20)}
GRADES = {True: "good", False: "inadequate"}
ASKED = {
    "key": "asked",
    "title": "Heard",
    "kind": "questionnaire",
    "audience": "young_people",
    "pages": [
        {
            "key": "heard",
            "title": "Heard",
            "questions": [{"key": "heard", "kind": "agreement", "label": "I feel heard."}],
        }
    ],
}


@pytest.fixture
def waves(session):
    for number, (first, last) in enumerate(
        [(date(2026, 1, 1), date(2026, 2, 28)), (date(2026, 3, 1), date(2026, 4, 30))], 1
    ):
        session.add(Wave(number=number, name=f"Wave {number}", starts_on=first, ends_on=last))
    session.flush()


@pytest.fixture
def auditor(session, waves):
    practice.a_form(session)
    return practice.an_actor(session, Role.PRACTITIONER)


def grade(session, auditor, day, good, not_yet):
    for number in range(good + not_yet):
        audit = practice.a_submitted_audit(session, auditor, held_on=day)
        practice.say(session, audit, plan=GRADES[number < good])


def the_plan(session):
    return next(one for one in impact.measures(session) if one.key == "plan")


def ask(session, answered):
    """Publish a questionnaire and answer it: (day, value) for each person."""
    version_id = builders.publish(
        session, parse(ASKED), service_id=builders.a_service(session).id, slug="asked"
    )
    for number, (day, value) in enumerate(answered):
        responding.accept(
            session,
            version_id,
            {"heard": Given(value=value)},
            channel=Channel.WEB,
            received_on=day,
            client_token=f"person {number}",
        )


class TestMeasures:
    def test_are_domains_and_questions_of_agreement(self, session, auditor):
        """Graded domains of audits come first, then what people are asked to agree with."""
        ask(session, [])
        found = impact.measures(session)

        assert ("grade", "agreement") == (found[0].kind, found[-1].kind)
        assert "Heard: I feel heard." == found[-1].label
        assert "people who agreed" == found[-1].counted
        assert "plan" in {one.key for one in found}
        # Several agencies grade one audit, so what they give is no share of audits.
        assert not {"agency_grade", "joint_grade"} & {one.key for one in found}

    def test_are_gone_with_their_question(self, session, auditor):
        """A question that is asked no more, or was never chosen, is no measure."""
        known = the_plan(session)

        assert known == impact.measure(session, known.survey_id, "plan")
        assert None is impact.measure(session, known.survey_id, "gone")
        assert None is impact.measure(session, None, "")


class TestImpact:
    def test_waits_for_the_end(self, session, auditor):
        """What is not done yet can't have shown anything."""
        found = impact.impact(session, the_plan(session), began_on=FIRST, done_on=None)

        assert impact.NO_END == found.said

    @pytest.mark.parametrize(
        ("began", "done", "said"),
        [
            (date(2025, 1, 1), date(2026, 1, 20), impact.NO_WAVE_BEFORE),
            (FIRST, SECOND, impact.NO_WAVE_AFTER),
        ],
    )
    def test_needs_a_wave_on_each_side(self, session, auditor, began, done, said):
        """Without a wave before or after there is nothing to put side by side."""
        assert said == impact.impact(session, the_plan(session), began_on=began, done_on=done).said

    def test_withholds_few_audits(self, session, auditor):
        """Four audits that were not good would be told on by the share, so it is withheld."""
        grade(session, auditor, FIRST, 6, 4)
        grade(session, auditor, SECOND, 6, 6)
        found = impact.impact(session, the_plan(session), **DAYS)

        assert (None, 0.5, impact.FEW) == (found.before, found.after.share, found.said)
        assert None is found.change

    def test_says_too_few_below_thirty(self, session, auditor):
        """Shares of a dozen audits are shown with their intervals, and no change is claimed."""
        grade(session, auditor, FIRST, 5, 7)
        grade(session, auditor, SECOND, 7, 5)
        found = impact.impact(session, the_plan(session), **DAYS)

        assert (5, 12, 7, 12) == (
            found.before.count,
            found.before.base,
            found.after.count,
            found.after.base,
        )
        assert impact.SAID["too few to say"] == found.said
        assert found.change.low < 0 < found.change.high

    def test_leaves_out_what_was_not_graded_and_drafts(self, session, auditor):
        """Not graded never counts as good, and a draft counts for nothing."""
        grade(session, auditor, FIRST, 5, 5)
        grade(session, auditor, SECOND, 5, 5)
        audit = practice.a_submitted_audit(session, auditor, held_on=FIRST)
        practice.say(session, audit, plan="not_graded")
        practice.say(session, practice.an_audit(session, auditor, held_on=FIRST), plan="good")

        assert 10 == impact.impact(session, the_plan(session), **DAYS).before.base

    def test_shows_what_people_say(self, session, auditor):
        """Among eighty people in each wave a clear change is called one."""
        few, many = [(5, 10), (4, 10), (3, 20), (2, 20), (1, 20)], [(5, 30), (4, 30), (1, 20)]
        answered = [(FIRST, value) for value, people in few for _ in range(people)]
        answered += [(SECOND, value) for value, people in many for _ in range(people)]
        ask(session, answered)
        found = impact.impact(session, impact.measures(session)[-1], **DAYS)

        assert (20, 80, 60, 80) == (
            found.before.count,
            found.before.base,
            found.after.count,
            found.after.base,
        )
        assert impact.SAID["changed up"] == found.said

    def test_says_honestly_that_nothing_clear_changed(self, session, auditor):
        """The same shares twice are no clear change."""
        spread = [(value, 10) for value in (1, 2, 3, 4, 5)]
        days = (FIRST, SECOND)
        ask(session, [(day, v) for day in days for v, n in spread for _ in range(n)])

        assert impact.UNCLEAR == impact.impact(session, impact.measures(session)[-1], **DAYS).said

    def test_takes_the_rest_where_one_of_two_is_withheld(self, session, auditor):
        """Where who agrees a lot is withheld with who agrees a bit, the rest gives their sum."""
        spread = [(5, 3), (4, 4), (3, 10), (2, 10), (1, 10)]
        days = (FIRST, SECOND)
        ask(session, [(day, v) for day in days for v, n in spread for _ in range(n)])
        found = impact.impact(session, impact.measures(session)[-1], **DAYS)

        assert (7, 37) == (found.before.count, found.before.base)

    def test_shows_nothing_beyond_the_page_of_answers(self, session, auditor):
        """Where cells on both sides are withheld there, nothing is shown here either."""
        spread = [(5, 3), (4, 20), (1, 3)]
        days = (FIRST, SECOND)
        ask(session, [(day, v) for day in days for v, n in spread for _ in range(n)])
        found = impact.impact(session, impact.measures(session)[-1], **DAYS)

        assert (None, None, impact.FEW) == (found.before, found.after, found.said)

    def test_shows_no_wave_of_few_people(self, session, auditor):
        """A wave that four answered is not shown, nor told by the other."""
        answered = [(FIRST, 5)] * 4 + [(SECOND, value) for value in (1, 2, 3, 4, 5) * 8]
        ask(session, answered)

        assert None is impact.impact(session, impact.measures(session)[-1], **DAYS).before
