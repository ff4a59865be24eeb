"""Actions of audits: an owner, evidence, a second person's check, and reminders that say little."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db.models import Job
from app.domain.actions import ActionState
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Role
from app.mail import MemoryMailer
from app.services import action_reminders, following, following_views, improving
from app.services.following import Care
from tests import practice


@pytest.fixture
def owner(session):
    return practice.an_actor(session, Role.BOARD, name="Orla Fenwick")


def an_action(session, auditor, *, due_on=None, **care):
    audit = practice.an_audit(session, auditor)
    action_id = practice.an_action(
        session,
        audit,
        due_on=due_on or clock.today() + timedelta(days=30),
        by=auditor,
    )
    following.see_to(session, action_id, Care(**care))
    return action_id


class TestAddAction:
    def test_refuses_a_day_that_has_passed(self, session, auditor):
        """An action of an audit due yesterday is refused, and the sentence says what to do."""
        with pytest.raises(Invalid) as refused:
            an_action(session, auditor, due_on=clock.today() - timedelta(days=1))

        assert {
            "due_on": "This day has passed. Give a day that can still be kept."
        } == refused.value.fields

    def test_takes_today(self, session, auditor):
        """What must be done today can be."""
        action_id = an_action(session, auditor, due_on=clock.today())

        assert "open" == following_views.care_page(session, action_id, by=auditor).line.stands


class TestMarkDone:
    def test_needs_evidence(self, session, auditor, owner):
        """Without anything that shows it, an action is not done; nor with too much."""
        action_id = an_action(session, auditor, owner_id=owner.id)
        for words in (" ", "x" * 501):
            with pytest.raises(Invalid) as refused:
                following.mark_done(session, action_id, words, by=owner)
            assert ["evidence"] == list(refused.value.fields)

    def test_waits_for_a_check(self, session, auditor, owner):
        """What was shown waits for a second person, and can't be shown twice."""
        action_id = an_action(session, auditor, owner_id=owner.id)
        following.mark_done(session, action_id, "Seen alone on Friday.", by=owner)
        page = following_views.care_page(session, action_id, by=auditor)

        assert ("waits for a check", "Orla Fenwick, Social worker") == (
            page.line.stands,
            page.line.owner,
        )
        assert ("Seen alone on Friday.", "Orla Fenwick") == (page.evidence, page.done_by)
        with pytest.raises(Conflict, match="action_waits"):
            following.mark_done(session, action_id, "Again.", by=owner)


class TestConfirm:
    def test_is_for_a_second_person(self, session, auditor, owner):
        """Nobody checks their own work; a second person's check makes it done."""
        action_id = an_action(session, auditor, owner_id=owner.id)
        following.mark_done(session, action_id, "Seen alone on Friday.", by=owner)
        with pytest.raises(Invalid, match="invalid"):
            following.confirm(session, action_id, by=owner)
        following.confirm(session, action_id, by=auditor)
        page = following_views.care_page(session, action_id, by=owner)

        assert ActionState.DONE is page.line.state
        assert ("Seen alone on Friday.", auditor.name) == (page.outcome, page.checked_by)
        with pytest.raises(Conflict, match="action_settled"):
            following.confirm(session, action_id, by=auditor)

    def test_needs_something_to_check(self, session, auditor):
        """What nobody has shown yet can't be confirmed."""
        with pytest.raises(Conflict, match="action_not_shown"):
            following.confirm(session, an_action(session, auditor), by=auditor)

    def test_is_not_passed_by_in_the_plan(self, session, auditor, owner):
        """The plan of a service can't settle an audit's action without the check."""
        planner = practice.an_actor(session, Role.PARTICIPATION)
        action_id = an_action(session, auditor, owner_id=owner.id)
        with pytest.raises(Conflict, match="action_needs_check"):
            improving.settle(
                session, action_id, state=ActionState.DONE, outcome="Done.", by=planner
            )


class TestSendBack:
    def test_says_what_is_missing(self, session, auditor, owner):
        """Sent back with words, an action is open again, and its owner sees what is missing."""
        action_id = an_action(session, auditor, owner_id=owner.id)
        following.mark_done(session, action_id, "Done.", by=owner)
        with pytest.raises(Invalid):
            following.send_back(session, action_id, "", by=auditor)
        following.send_back(session, action_id, "On which day?", by=auditor)
        page = following_views.care_page(session, action_id, by=owner)
        following.mark_done(session, action_id, "On the 6th.", by=owner)

        assert ("open", "On which day?") == (page.line.stands, page.sent_back)
        assert "" == following_views.care_page(session, action_id, by=owner).sent_back


class TestCancel:
    def test_needs_a_reason(self, session, auditor):
        """An action is cancelled with its reason, which stays with it."""
        action_id = an_action(session, auditor)
        with pytest.raises(Invalid):
            following.cancel(session, action_id, " ", by=auditor)
        following.cancel(session, action_id, "The child moved away.", by=auditor)
        page = following_views.care_page(session, action_id, by=auditor)

        assert (ActionState.CANCELLED, "The child moved away.") == (page.line.state, page.outcome)


class TestFind:
    def test_keeps_an_action_from_others(self, session, auditor, owner):
        """Owner, auditor and planners open an action; somebody else's is not there."""
        action_id = an_action(session, auditor, owner_id=owner.id)
        planner = practice.an_actor(session, Role.MODERATOR)
        for one in (auditor, owner, planner):
            assert action_id == following.find(session, action_id, by=one)[0].id
        with pytest.raises(NotFound):
            following.find(session, action_id, by=practice.an_actor(session, Role.PRACTITIONER))

    def test_knows_actions_from_before(self, session, auditor):
        """An action that nobody was named for is its auditor's to see to."""
        audit = practice.an_audit(session, auditor)
        action_id = practice.an_action(
            session,
            audit,
            owner_role="Manager",
            by=auditor,
        )
        following.mark_done(session, action_id, "Rang her.", by=auditor)

        assert "Manager" == following_views.care_page(session, action_id, by=auditor).line.owner


class TestCareLines:
    def test_are_what_is_ones_business(self, session, auditor, owner):
        """An owner sees their own, a planner all, a stranger none; the soonest stands first."""
        later = an_action(session, auditor, owner_id=owner.id)
        sooner = an_action(session, auditor, due_on=clock.today())
        planner = practice.an_actor(session, Role.PARTICIPATION)
        stranger = practice.an_actor(session, Role.PRACTITIONER)

        assert [later] == [line.id for line in following_views.care_lines(session, owner)]
        assert [sooner, later] == [
            line.id for line in following_views.care_lines(session, planner)
        ]
        assert () == following_views.care_lines(session, stranger)
        assert 1 == following_views.count_mine(session, owner)


class TestReminders:
    def jobs(self, session):
        return session.scalar(select(func.count()).where(Job.kind == "action_reminder"))

    def test_are_asked_for_once(self, session, auditor, owner):
        """However often the sweep looks, an action has one reminder before its day, one after."""
        today = clock.today()
        an_action(session, auditor, due_on=today + timedelta(days=20), owner_id=owner.id)
        soon = an_action(session, auditor, due_on=today + timedelta(days=3), owner_id=owner.id)
        for _ in range(3):
            action_reminders.sweep(session)
        before = self.jobs(session)
        with clock.frozen(clock.now() + timedelta(days=4)):
            for _ in range(3):
                action_reminders.sweep(session)

        assert (1, 2) == (before, self.jobs(session))
        assert {str(soon)} == set(
            session.scalars(select(Job.subject).where(Job.kind == "action_reminder"))
        )

    def test_say_only_that_an_action_waits(self, session, auditor, owner):
        """The mail goes to the owner, with an address and not a word of what it is about."""
        action_id = an_action(session, auditor, due_on=clock.today(), owner_id=owner.id)
        mailer = MemoryMailer()
        told = action_reminders.remind(session, action_id, mailer, public_url="https://e.example/")
        to, subject, text = mailer.sent[0]

        assert (1, owner.email) == (told, to)
        assert "An action waits for you" == subject
        assert f"https://e.example/learning/actions/{action_id}" in text
        assert not any(word in text for word in ("child", "CH-", "Social worker"))

    def test_go_to_who_added_it_when_nobody_is_named(self, session, auditor):
        """For a role without a name, the auditor is reminded, once it is late with other words."""
        action_id = an_action(session, auditor, due_on=clock.today())
        mailer = MemoryMailer()
        with clock.frozen(clock.now() + timedelta(days=1)):
            action_reminders.remind(session, action_id, mailer, public_url="")

        assert (auditor.email, "An action of yours is overdue") == mailer.sent[0][:2]

    def test_are_not_sent_for_what_was_seen_to(self, session, auditor):
        """An action that was shown to be done meanwhile, or has time, needs no reminder."""
        done = an_action(session, auditor, due_on=clock.today())
        following.mark_done(session, done, "Rang her.", by=auditor)
        early = an_action(session, auditor)
        mailer = MemoryMailer()
        told = [
            action_reminders.remind(session, one, mailer, public_url="") for one in (done, early)
        ]

        assert [0, 0] == told
        assert [] == mailer.sent
