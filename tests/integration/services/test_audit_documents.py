"""Audits as documents: what their readers may read, and what is recorded."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from app.domain.audits import FIRST_VOICES, Voice
from app.domain.errors import NotFound
from app.domain.people import Role
from app.domain.practice import Stance
from app.reports.blocks import Heading, Points, Table
from app.services import audit_documents, confidential_words, own_audits
from tests import practice
from tests.documented import KEPT, WORRY, an_audit, chapters, shared, text_of, verbs


@pytest.fixture
def auditor(session, service_id):
    return practice.an_actor(session, Role.PRACTITIONER, name="Imran Sowter")


@pytest.fixture
def audit(session, auditor, worker):
    return an_audit(session, auditor, worker)


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
        practice.an_action(
            session,
            audit,
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
