"""Gaps between voices: in one audit, and over many with nothing small told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db.models import Audit, Question
from app.domain.audits import AuditKind, AuditState, Voice
from app.domain.people import Role
from app.services import agency_parts, audit_parts, paired_gaps, unread_words, voice_gaps
from tests.audits import WHOLE, a_form, an_actor, an_audit, asked, writes

CHILD = {"child_took_part": ["took_part"], "child_asked": ["asked"]}
WORKER = {"practitioner_took_part": ["took_part"]}


@pytest.fixture
def lead(session):
    """Publish the form, and return who leads."""
    a_form(session)
    return an_actor(session, Role.PRACTITIONER)


def heard(session, audit_id, lead, child, worker):
    """Record what a child and a worker say of being listened to."""
    pages = (
        (Voice.CHILD, "child_asked", CHILD),
        (Voice.CHILD, "child_took_part", CHILD),
        (Voice.CHILD, "child_answers", {"child_feels_listened_to": [str(child)]}),
        (Voice.PRACTITIONER, "practitioner_took_part", WORKER),
        (
            Voice.PRACTITIONER,
            "practitioner_answers",
            {"practitioner_feels_listened_to": [str(worker)]},
        ),
    )
    for voice, page, form in pages:
        audit_parts.save_page(session, audit_id, voice, page, form, by=lead)


def of_worker(number):
    return {"case_ref": f"CH-{number + 1}", "practitioner_ref": f"SW-{number + 1}"}


def finished(session, audit_id):
    session.get_one(Audit, audit_id).state = AuditState.SUBMITTED
    session.flush()


class TestOfAudit:
    def test_says_who_sees_it_worse_and_who_said_nothing(self, session, lead):
        """A child who agrees three steps less than the worker stands first, beside the silent."""
        audit_id = an_audit(session, lead, AuditKind.CONVERSATIONAL)
        heard(session, audit_id, lead, 1, 4)
        first = voice_gaps.of_audit(session, session.get_one(Audit, audit_id))[0]

        assert "Feeling listened to" == first.about
        assert "Child or young person agrees less than practitioner, by 3 steps." == first.finding
        assert [
            ("Child or young person", True),
            ("Parent or carer", False),
            ("Parent or carer, the other", False),
            ("Practitioner", True),
            ("Auditor", False),
        ] == [(line.voice, line.is_placed) for line in first.lines]
        assert "Not filled in yet" == first.lines[1].words

    def test_says_when_nothing_can_be_compared(self, session, lead):
        """With one voice there is no gap, and with equal voices none either."""
        audit_id = an_audit(session, lead, AuditKind.CONVERSATIONAL)
        heard(session, audit_id, lead, 3, 3)
        said = {
            gap.about: gap.finding
            for gap in voice_gaps.of_audit(session, session.get_one(Audit, audit_id))
        }

        assert "All who answered say the same." == said["Feeling listened to"]
        assert said["Feeling safe at home"].startswith("Fewer than two voices answered")

    def test_hears_agencies_once_all_are_in(self, session, lead):
        """What an agency says is beside the family's only when every agency has handed in."""
        audit_id = an_audit(session, lead)
        author, part_id = asked(session, audit_id, "Police", lead)
        writes(session, part_id, author, WHOLE)
        audit = session.get_one(Audit, audit_id)
        before = [line.voice for line in voice_gaps.of_audit(session, audit)[0].lines]
        agency_parts.hand_in(session, part_id, by=author)
        after = [line.voice for line in voice_gaps.of_audit(session, audit)[0].lines]

        assert "Police" not in before
        assert "Police" in after

    def test_leaves_out_what_one_voice_alone_is_asked(self, session, lead):
        """A dip sample asks the auditor and nobody beside them, so nothing is compared."""
        audit_id = an_audit(session, lead, AuditKind.DIP_SAMPLE)

        assert () == voice_gaps.of_audit(session, session.get_one(Audit, audit_id))

    def test_names_agencies_as_they_are_called(self, session, lead):
        """Within a sentence a voice has small letters, and an agency its own name."""
        audit_id = an_audit(session, lead)
        author, part_id = asked(session, audit_id, "Anytown Police", lead)
        writes(session, part_id, author, WHOLE)
        agency_parts.hand_in(session, part_id, by=author)
        heard(session, audit_id, lead, 1, 4)
        first = voice_gaps.of_audit(session, session.get_one(Audit, audit_id))[0]

        said = (
            "Child or young person agrees less than practitioner and Anytown Police, by 3 steps."
        )
        assert said == first.finding


class TestOver:
    def test_counts_each_audit_once_and_withholds_what_is_small(self, session, lead):
        """Seven children below their worker are counted, and five pairs are needed at all."""
        reader = an_actor(session, Role.MODERATOR)
        found = []
        for number in range(17):
            audit_id = an_audit(session, lead, AuditKind.CONVERSATIONAL, **of_worker(number))
            heard(session, audit_id, lead, *((2, 4) if number < 7 else (3, 3)))
            finished(session, audit_id)
            if number in {3, 16}:
                views = paired_gaps.over(session, by=reader)
                found.append(_of(views, Voice.CHILD, Voice.PRACTITIONER).gap)

        assert found[0] is None
        assert 17 == found[1].pairs
        # Nobody stands higher: that nought is withheld, and with it how many say the same.
        assert {"lower": 7, "same": None, "higher": None} == found[1].counts
        assert _of(views, Voice.CHILD, Voice.AUDITOR).gap is None

    def test_leaves_out_drafts_and_services_of_others(self, session, lead):
        """What is not handed in, or is none of the person's business, is not counted."""
        from app.services import accounts
        from tests.builders import a_service, a_user

        elsewhere = a_user(session, roles=[Role.MODERATOR], service_id=a_service(session).id)
        reader = accounts.actor_by_id(session, elsewhere.id)
        for number in range(6):
            audit_id = an_audit(session, lead, AuditKind.CONVERSATIONAL, **of_worker(number))
            heard(session, audit_id, lead, 2, 4)
            if number < 5:
                finished(session, audit_id)

        assert () == paired_gaps.over(session, by=reader)
        everywhere = an_actor(session, Role.MODERATOR)
        pair = _of(paired_gaps.over(session, by=everywhere), Voice.CHILD, Voice.PRACTITIONER)
        assert 5 == pair.gap.pairs

    def test_says_nothing_of_four_workers(self, session, lead):
        """Eight audits of four workers tell of them, so no gap is shown before there is a fifth."""
        reader = an_actor(session, Role.MODERATOR)
        found = []
        for number in range(8):
            known = of_worker(number) | {"practitioner_ref": f"SW-{number % 4}"}
            audit_id = an_audit(session, lead, AuditKind.CONVERSATIONAL, **known)
            heard(session, audit_id, lead, 2, 4)
            finished(session, audit_id)
        for ref in ("SW-0", "SW-9"):
            session.get_one(Audit, audit_id).practitioner_ref = ref
            session.flush()
            views = paired_gaps.over(session, by=reader)
            found.append(_of(views, Voice.CHILD, Voice.PRACTITIONER).gap)

        assert found[0] is None
        assert 8 == found[1].pairs

    def test_keeps_to_the_days_of_a_report(self, session, lead):
        """A report of some days counts the audits that were held in them."""
        from datetime import timedelta

        from app import clock

        reader = an_actor(session, Role.MODERATOR)
        audit_id = an_audit(session, lead, AuditKind.CONVERSATIONAL)
        heard(session, audit_id, lead, 2, 4)
        finished(session, audit_id)
        today, later = clock.today(), clock.today() + timedelta(days=1)

        assert paired_gaps.over(session, by=reader, starts_on=today, ends_on=today)
        assert () == paired_gaps.over(session, by=reader, starts_on=later)


class TestWords:
    def test_of_a_child_are_the_childs_whoever_writes_them(self, session, lead):
        """What a child said to an agency is read for themes as a child's own words are."""
        rows = session.execute(
            select(Question.key, Question.part).where(
                Question.key.in_(("agency_child_words", "agency_work", "child_words"))
            )
        )
        themed = {row.key for row in rows if row.part in unread_words.THEMED_PARTS}

        assert {"agency_child_words", "child_words"} == themed


def _of(views, first, second):
    return next(
        one
        for one in views
        if one.shared == "feels_listened_to" and (one.first, one.second) == (first, second)
    )
