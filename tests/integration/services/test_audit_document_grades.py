"""Audits as documents: the grades that stand, and what agencies said."""

import pytest
from sqlalchemy import select

from app.db.models import Moderation
from app.domain.audits import AgencyState, AuditState
from app.domain.people import Role
from app.reports.blocks import Heading, Pairs, Table
from app.services import (
    agency_parts,
    agency_states,
    auditing,
    moderating,
    moderation_draws,
    reconciling,
)
from app.services.reconciling import Settling
from tests import audited, audits, builders, practice
from tests.documented import chapters, shared, text_of


@pytest.fixture
def auditor(session, service_id):
    return practice.an_actor(session, Role.PRACTITIONER, name="Imran Sowter")


class TestGrades:
    """The grades of an audit that was read twice."""

    @pytest.fixture
    def service_id(self, session):
        """Return a service with a small form."""
        service = builders.a_service(session)
        audited.publish_form(session, service.id)
        return service.id

    @pytest.fixture
    def read_twice(self, session, auditor):
        """Return an audit of a small form, graded by two who differ on the plan."""
        reader = practice.an_actor(session, Role.MODERATOR)
        made = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        moderation = session.scalars(select(Moderation)).one()
        moderating.take(session, moderation.id, has_no_conflict=True, by=reader)
        for key in ("plan", "impact", "overall_grade"):
            grade = "requires_improvement" if key == "plan" else "good"
            form = {key: [grade], f"{key}-evidence": ["Read."]}
            moderating.save_grade(session, moderation.id, key, form, by=reader)
        moderating.submit(session, moderation.id, by=reader)
        return made, moderation, reader

    def settle(self, session, moderation, reader):
        grades = {"plan": "requires_improvement", "overall_grade": "good"}
        reasons = {"plan": "No day is named."}
        settling = Settling(grades=grades, reasons=reasons, note="Well seen.")
        reconciling.settle(session, moderation.id, settling, by=reader)

    def table(self, session, audit, auditor):
        captions = {
            block.caption: block
            for block in shared(session, audit, auditor).blocks
            if isinstance(block, Table)
        }
        return captions["Each grade, and how it came to stand"]

    def test_are_the_auditors_until_they_are_settled(self, session, auditor, read_twice):
        """Nothing of a second reading is told before it is settled."""
        audit, _, _ = read_twice
        document = text_of(shared(session, audit, auditor))

        assert ("plan", "Good", "The auditor's") == self.table(session, audit, auditor).rows[0]
        assert "No second reading of this audit is settled" in document

    def test_say_how_they_came_to_stand(self, session, auditor, read_twice):
        """Both readings, what was settled, and why, stand beside one another."""
        audit, moderation, reader = read_twice
        self.settle(session, moderation, reader)
        weak = "Requires improvement to be good"
        text = text_of(shared(session, audit, auditor))

        assert (
            ("plan", "Good", weak, weak, "Settled"),
            ("impact", "Good", "Good", "Good", "Both gave it"),
            ("overall_grade", "Good", "Good", "Good", "Both gave it"),
        ) == self.table(session, audit, auditor).rows
        assert "No day is named." in text
        assert "The readers say: Well seen." in text

    def test_say_that_they_are_disputed(self, session, auditor, read_twice):
        """What was settled stands while a final decider looks at it, and the paper says so."""
        audit, moderation, reader = read_twice
        self.settle(session, moderation, reader)
        reconciling.dispute(session, audit.id, why="I saw the plan.", by=auditor)

        assert "a final decider looks at them" in text_of(shared(session, audit, auditor))

    def test_say_that_a_final_decider_settled_them(self, session, auditor, read_twice):
        """What was decided for good says who decided it."""
        audit, moderation, reader = read_twice
        reconciling.refer(session, moderation.id, note="We differ.", by=reader)
        self.settle(session, moderation, practice.an_actor(session, Role.MODERATOR))

        assert "settled by a final decider" in text_of(shared(session, audit, auditor))


class TestAgencies:
    """An audit of several agencies, with one that was left out."""

    @pytest.fixture
    def joint(self, session, auditor):
        """Return an audit that a school wrote a part of, and then both together."""
        audit_id = audits.an_audit(session, auditor)
        author, school = audits.asked(session, audit_id, "The school", auditor)
        _, police = audits.asked(session, audit_id, "The police", auditor)
        audits.writes(session, school, author, audits.WHOLE)
        agency_parts.hand_in(session, school, by=author)
        agency_parts.leave_out(session, police, by=auditor)
        audits.writes(session, audits.joint_part(session, audit_id), auditor, audits.TOGETHER)
        made = auditing.find(session, audit_id, by=auditor)
        agency_states.finish(session, made)
        made.state = AuditState.SUBMITTED
        session.flush()
        return made

    def test_stand_in_the_whole_and_not_in_the_copy(self, session, joint, auditor):
        """The lead's whole has each agency that handed in and what all agreed; the copy has not."""
        whole = shared(session, joint, auditor, is_whole=True)

        assert ["The school", "All agencies together"] == [
            name for name in chapters(whole) if name in {"The school", "The police",
                                                         "All agencies together"}
        ]  # fmt: skip
        assert "Breakfast every day." in text_of(whole)
        assert "Breakfast" not in text_of(shared(session, joint, auditor))

    def test_agree_on_the_grade_that_stands(self, session, joint, auditor):
        """The grade of all together stands for the audit, and says who agreed it."""
        table = next(
            block
            for block in shared(session, joint, auditor).blocks
            if isinstance(block, Table) and "came to stand" in block.caption
        )

        assert (
            "All in all",
            "Requires improvement to be good",
            "Agreed by all agencies",
        ) == table.rows[-1]

    def test_are_left_out_until_all_are_in(self, session, joint, auditor):
        """While one still writes, nobody reads another's part in a document either."""
        part = agency_states.agency_parts_of(session, joint.id)[0]
        part.agency_state = AgencyState.WRITING
        session.flush()

        assert "All agencies together" not in chapters(
            shared(session, joint, auditor, is_whole=True)
        )


class TestPairs:
    def test_asks_nothing_twice(self, session, auditor):
        """Where a page asks what its title says, the paper says it once."""
        made = practice.a_submitted_audit(session, auditor)
        practice.say(session, made, plan="good")
        document = shared(session, made, auditor)
        at = document.blocks.index(Heading("The plan", level=3))
        pairs = document.blocks[at + 1]

        assert isinstance(pairs, Pairs)
        assert ["Answer", "What work looks like at this grade"] == [
            one.question for one in pairs.items
        ]
        assert auditing.OVERALL not in text_of(document)
