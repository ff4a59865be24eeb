"""Audits as documents: what their readers may read, the grades that stand, and what is recorded."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from sqlalchemy import select

from app.db.models import ActivityEntry, Moderation
from app.domain.audits import FIRST_VOICES, AgencyState, AuditState, Voice
from app.domain.errors import NotFound
from app.domain.people import Role
from app.domain.practice import Stance
from app.reports.blocks import Heading, Pairs, Points, Table
from app.services import (
    agency_parts,
    agency_states,
    audit_documents,
    auditing,
    child_safety,
    confidential_words,
    improving,
    moderating,
    moderation_draws,
    own_audits,
    reconciling,
)
from app.services.reconciling import Settling
from tests import audited, audits, builders, practice

KEPT = "I like my room. I wish that mum would stop."
WORRY = "He hits me with a belt and I am scared to go home."


@pytest.fixture
def service_id(session):
    return practice.a_form(session)


@pytest.fixture
def auditor(session, service_id):
    return practice.an_actor(session, Role.PRACTITIONER, name="Imran Sowter")


@pytest.fixture
def worker(session):
    return practice.an_actor(session, Role.PRACTITIONER, name="Nerys Calloway")


@pytest.fixture
def audit(session, auditor, worker):
    """Return an audit in which a child and a parent said what not everybody may read."""
    made = practice.an_audit(session, auditor, practitioner_id=worker.id)
    asked = {"child_asked": "asked", "child_took_part": "took_part"}
    practice.say(session, made, Voice.CHILD, **asked, child_words=KEPT, child_quote_use="internal")
    parent = {"parent_role": "mother", "parent_asked": "asked", "parent_took_part": "took_part"}
    practice.say(session, made, Voice.PARENT_OR_CARER, **parent, parent_words=WORRY)
    practice.say(session, made, safe_now="no", told_who="The duty manager")
    child_safety.raise_now(session, made.id, by=auditor)
    made.state = AuditState.SUBMITTED
    session.flush()
    return made


def shared(session, audit, by, *, is_whole=False):
    return audit_documents.for_auditor(
        session, audit.id, is_whole=is_whole, organisation="Anytown", by=by
    )


def text_of(document):
    return "\n".join([document.handling, *(str(block) for block in document.blocks)])


def chapters(document):
    return [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 2]


def verbs(session):
    return list(session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq.desc())))


class TestForAuditor:
    def test_leaves_out_of_the_copy_to_share_what_is_kept(self, session, audit, auditor):
        """Confidential and alarming words, and the answers about danger, are not in the copy."""
        text = text_of(shared(session, audit, auditor))

        assert confidential_words.WITHHELD in text
        assert not any(
            word in text for word in ("my room", "belt", "The duty manager", "safe now")
        )

    def test_holds_all_of_it_in_the_whole(self, session, audit, auditor):
        """The whole says what everybody said, and whether the child is safe."""
        document = shared(session, audit, auditor, is_whole=True)
        text = text_of(document)

        assert all(word in text for word in (KEPT, WORRY, "The duty manager"))
        assert confidential_words.WITHHELD not in text
        assert "Whether the child is safe" in chapters(document)
        assert "An immediate concern was raised from this audit. It is not closed." in text
        assert "A concern about this child is not closed yet." in text
        assert "the child's record only" in document.handling

    def test_says_that_no_concern_was_raised(self, session, auditor):
        """Without a concern the whole says that too."""
        made = practice.a_submitted_audit(session, auditor)
        blocks = shared(session, made, auditor, is_whole=True).blocks

        assert Points((audit_documents.NOT_RAISED,)) in blocks

    def test_says_who_when_and_what_kind(self, session, audit, auditor):
        """The facts name the case, the form, the auditor and the worker as the audit's page does."""
        facts = dict(
            next(
                block.rows
                for block in shared(session, audit, auditor).blocks
                if isinstance(block, Table)
            )
        )

        assert audit.case_ref == facts["Case"]
        assert ("Imran Sowter", "Nerys Calloway") == (facts["Auditor"], facts["Worker"])
        assert "Conversational audit, version 1" == facts["Form"]
        assert "2 November 2026" == facts["Held on"]
        assert "Theme" not in facts

    def test_asks_every_question_in_its_order(self, session, audit, auditor):
        """Each voice has its pages in the order of the form, answered or not."""
        document = shared(session, audit, auditor)
        parts = [b for b in document.blocks if isinstance(b, Heading)]
        voices = [b.text for b in parts if b.text in {voice.label for voice in Voice}]
        child = [b.text for b in parts[parts.index(Heading("Child or young person")) + 1 :]]

        assert [voice.label for voice in FIRST_VOICES] == voices
        assert ["Asking the child", "Taking part"] == child[:2]
        assert "Not answered" in text_of(document)

    def test_is_there_once_it_is_handed_in(self, session, auditor):
        """A draft is no document yet."""
        with pytest.raises(NotFound):
            shared(session, practice.an_audit(session, auditor), auditor)

    def test_is_nobody_elses(self, session, audit, worker):
        """Only its auditor takes it out here: its worker has a way of their own."""
        with pytest.raises(NotFound):
            shared(session, audit, worker, is_whole=True)

    def test_is_recorded(self, session, audit, auditor):
        """That an audit was read as a document is in the activity."""
        shared(session, audit, auditor)

        assert "audit.read" == verbs(session)[0]

    def test_says_what_was_agreed_and_replied(self, session, audit, auditor, worker):
        """Actions stand there with why and until when, and so does the worker's reply."""
        improving.add_action(
            session,
            service_id=audit.service_id,
            audit_id=audit.id,
            what="Ring the family",
            why="So that they hear it from us",
            owner_role="Team manager",
            due_on=practice.HELD_ON.replace(year=2099),
            by=auditor,
        )
        own_audits.reply(
            session,
            audit.id,
            stance=Stance.AGREES,
            reflection="I will write sooner.",
            reasons="",
            by=worker,
        )
        text = text_of(shared(session, audit, auditor))

        assert "So that they hear it from us" in text
        assert "2 November 2099" in text
        assert "I will write sooner." in text


class TestForWorker:
    def test_is_the_copy_to_share(self, session, audit, auditor, worker):
        """The worker reads the same as the copy that the auditor shares, under their own name."""
        theirs = audit_documents.for_worker(session, audit.id, organisation="Anytown", by=worker)

        assert shared(session, audit, auditor).blocks == theirs.blocks
        assert "Nerys Calloway" in theirs.handling
        assert "audit.read_by_worker" in verbs(session)

    def test_is_nobody_elses(self, session, audit, auditor):
        """The auditor has a way of their own, and everybody else none."""
        with pytest.raises(NotFound):
            audit_documents.for_worker(session, audit.id, organisation="Anytown", by=auditor)


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


class TestFileOf:
    def file(self, session, audit, auditor, name="docx"):
        document = shared(session, audit, auditor)
        return audit_documents.file_of(session, document, name, about=audit.id, by=auditor)

    def test_is_a_word_file_that_can_be_heard(self, session, audit, auditor):
        """Its title, its language, its headings in order and its table heads are what they seem."""
        read = docx.Document(BytesIO(self.file(session, audit, auditor).content))
        styles = [one.style.name for one in read.paragraphs]
        levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
        marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in read.tables[0].rows]

        assert f"Audit {audit.audit_ref}" == read.core_properties.title
        assert "en-GB" == read.core_properties.language
        assert all(b - a <= 1 for a, b in zip([0, *levels], levels, strict=False))
        assert [True] + [False] * (len(marked) - 1) == marked
        assert "In confidence" in read.sections[0].header.paragraphs[0].text

    def test_is_recorded(self, session, audit, auditor):
        """That a file was taken out is in the activity, besides that it was read."""
        self.file(session, audit, auditor, "html")

        assert ["audit.taken_out", "audit.read"] == verbs(session)[:2]

    def test_is_called_after_its_audit(self, session, audit, auditor):
        """A file is named after the audit, and never after a person or the case."""
        file = self.file(session, audit, auditor)

        assert f"audit-{audit.audit_ref.lower()}.docx" == file.name

    def test_says_that_it_is_the_whole(self, session, audit, auditor):
        """The whole has a name of its own, so that it is not handed on for the other."""
        document = shared(session, audit, auditor, is_whole=True)
        file = audit_documents.file_of(session, document, "html", about=audit.id, by=auditor)

        assert f"audit-{audit.audit_ref.lower()}-whole.html" == file.name

    def test_is_in_no_other_format(self, session, audit, auditor):
        """A format that is not offered is not there, and nothing is recorded as taken out."""
        with pytest.raises(NotFound):
            self.file(session, audit, auditor, "pdf")

        assert "audit.taken_out" not in verbs(session)


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
