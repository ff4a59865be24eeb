"""The worker's side: all of an audit but the child's confidential words, and a reply."""

import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry
from app.domain.audits import AuditState, Voice
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Role
from app.domain.practice import Stance
from app.domain.quoting import HIDDEN
from app.services import auditing, child_safety, confidential_words, own_audits
from tests import practice

WORDS = "I like my room. I wish that mum would stop."


@pytest.fixture
def audit(session, auditor, worker):
    return practice.an_audit(session, auditor, practitioner_id=worker.id)


def hand_in(session, audit):
    audit.state = AuditState.SUBMITTED
    session.flush()


def hear_child(session, audit, use, words=WORDS):
    asked = {"child_asked": "asked", "child_took_part": "took_part"}
    practice.say(
        session,
        audit,
        Voice.CHILD,
        **asked,
        child_words=words,
        child_wish="To see my brother.",
        child_seen="She was calm.",
        child_feels_listened_to=2,
        **({"child_quote_use": use} if use else {}),
    )


def said(session, audit, worker, voice=Voice.CHILD):
    found = own_audits.own_audit(session, audit.id, by=worker)
    return {one.question: one.answer for one in dict(found.voices)[voice]}


class TestOwnAudit:
    @pytest.mark.parametrize("use", ["internal", "not_at_all", ""])
    def test_withholds_the_words_that_a_child_keeps(self, session, audit, worker, use):
        """Words for inside only, for nobody, or of unknown use are kept from the worker."""
        hear_child(session, audit, use)
        hand_in(session, audit)
        found = said(session, audit, worker)

        assert confidential_words.WITHHELD == found["What did the child say, in their own words?"]
        assert (
            confidential_words.WITHHELD
            == found["If the child could change one thing, what would it be?"]
        )

    def test_withholds_them_where_the_auditor_quotes_them(self, session, audit, worker):
        """Words that a child keeps are hidden in evidence too, and the rest of it is shown."""
        hear_child(session, audit, "not_at_all")
        practice.say(session, audit, what_next=f"He said “{WORDS}” twice. Ring the school.")
        hand_in(session, audit)

        assert f"He said “{HIDDEN}.” twice. Ring the school." in (
            said(session, audit, worker, Voice.AUDITOR).values()
        )

    def test_quotes_words_that_may_stand_in_reports(self, session, audit, worker):
        """What a child lets be used may be quoted by the auditor as well."""
        hear_child(session, audit, "reports")
        practice.say(session, audit, what_next=f"He said “{WORDS}”")
        hand_in(session, audit)

        assert f"He said “{WORDS}”" in said(session, audit, worker, Voice.AUDITOR).values()

    def test_shows_everything_else(self, session, audit, worker):
        """What was seen, how far the child agrees, and grades with evidence are not secret."""
        hear_child(session, audit, "not_at_all")
        practice.say(session, audit, what_next="Write the plan again.")
        hand_in(session, audit)
        child, seen = (
            said(session, audit, worker),
            "What did you see and notice about how the child was?",
        )

        assert "She was calm." == child[seen]
        assert "Disagree a bit" == child["“I feel listened to.”"]
        assert "Write the plan again." in said(session, audit, worker, Voice.AUDITOR).values()

    def test_shows_words_that_may_stand_in_reports(self, session, audit, worker):
        """A child who lets their words be used lets the worker read them."""
        hear_child(session, audit, "reports")
        hand_in(session, audit)

        assert WORDS in said(session, audit, worker).values()

    @pytest.mark.parametrize("voice", [Voice.CHILD, Voice.PARENT_OR_CARER])
    def test_withholds_what_raised_a_concern(self, session, audit, worker, voice):
        """Whoever said it, words that the screen raised are kept back, in the same sentence."""
        worry = "He hits me with a belt and I am scared to go home."
        hear_child(session, audit, "reports", worry)
        practice.say(
            session,
            audit,
            Voice.PARENT_OR_CARER,
            parent_role="mother",
            parent_asked="asked",
            parent_took_part="took_part",
            parent_words=worry,
        )
        hand_in(session, audit)
        found = said(session, audit, worker, voice)

        assert confidential_words.WITHHELD in found.values()
        assert not any("belt" in answer for answer in found.values())

    def test_leaves_out_danger_now(self, session, audit, auditor, worker):
        """Who was told of danger, and that anybody was, is not the worker's to read."""
        practice.say(session, audit, safe_now="no", told_who="The duty manager")
        child_safety.raise_now(session, audit.id, by=auditor)
        hand_in(session, audit)
        found = said(session, audit, worker, Voice.AUDITOR)

        assert "Is this child safe now?" not in found
        assert "The duty manager" not in found.values()

    def test_is_recorded(self, session, audit, worker):
        """That a worker read an audit is in the activity."""
        hand_in(session, audit)
        own_audits.own_audit(session, audit.id, by=worker)
        read = session.scalars(
            select(ActivityEntry).where(ActivityEntry.verb == "audit.read_by_worker")
        ).one()

        assert (worker.id, str(audit.id)) == (read.actor_id, read.object_id)

    def test_is_there_once_it_is_handed_in(self, session, audit, worker):
        """A draft is listed and can't be read, and nobody else's audit is there at all."""
        line = own_audits.own_audits(session, worker)[0]
        with pytest.raises(NotFound):
            own_audits.own_audit(session, audit.id, by=worker)
        hand_in(session, audit)
        other = practice.an_actor(session, Role.PRACTITIONER)
        with pytest.raises(NotFound):
            own_audits.own_audit(session, audit.id, by=other)

        assert (audit.audit_ref, False, None) == (line.audit_ref, line.can_be_read, line.stance)
        assert () == own_audits.own_audits(session, other)

    def test_is_the_only_way_in_for_the_worker(self, session, audit, worker):
        """The pages that record an audit are its auditor's alone, so nothing is read past this."""
        hand_in(session, audit)
        with pytest.raises(NotFound):
            auditing.find(session, audit.id, by=worker)


class TestOpenAudit:
    def test_refuses_ones_own_practice(self, session, auditor):
        """Nobody audits themselves."""
        with pytest.raises(Invalid) as refused:
            practice.an_audit(session, auditor, practitioner_id=auditor.id)

        assert {"practitioner": auditing.OWN_PRACTICE} == refused.value.fields


class TestReply:
    def reply(self, session, audit, by, stance=Stance.AGREES, reasons="", reflection="I rush."):
        own_audits.reply(
            session, audit.id, stance=stance, reflection=reflection, reasons=reasons, by=by
        )

    def test_is_kept_and_can_be_said_again(self, session, audit, worker):
        """A reflection stays with the audit; said again it takes the place of the first."""
        hand_in(session, audit)
        self.reply(session, audit, worker, Stance.DISPUTES, "It was the provider.")
        self.reply(session, audit, worker)
        found = own_audits.own_audit(session, audit.id, by=worker)

        assert (Stance.AGREES, "I rush.", "") == (
            found.reply.stance,
            found.reply.reflection,
            found.reply.reasons,
        )
        assert Stance.AGREES is found.line.stance

    def test_needs_reasons_to_dispute(self, session, audit, worker):
        """A dispute without a reason, or with too many words, is not taken."""
        hand_in(session, audit)
        for reasons in (" ", "x" * 2001):
            with pytest.raises(Invalid) as refused:
                self.reply(session, audit, worker, Stance.DISPUTES, reasons)
            assert ["reasons"] == list(refused.value.fields)

    def test_is_taken_after_the_audit_was_closed(self, session, audit, worker):
        """Nobody closes an audit on a reply that was not made; a second one is not taken then."""
        hand_in(session, audit)
        audit.state = AuditState.CLOSED
        before = own_audits.own_audit(session, audit.id, by=worker).can_reply
        self.reply(session, audit, worker, Stance.DISPUTES, "It was the provider.")
        with pytest.raises(Conflict, match="audit_closed"):
            self.reply(session, audit, worker)
        found = own_audits.own_audit(session, audit.id, by=worker)

        assert (True, False) == (before, found.can_reply)
        assert "It was the provider." == found.reply.reasons
