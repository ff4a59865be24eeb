"""Audits from devices without a signal: taken once, merged, screened, and never overwritten."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.db import unit_of_work
from app.db.models import ActivityEntry, Audit, AuditRevision, Concern
from app.domain.audits import AuditKind, AuditState, Voice
from app.domain.concerns import Severity
from app.domain.errors import Invalid, NotFound
from app.domain.programme import ConflictWith
from app.services import (
    answers,
    audit_clashes,
    audit_conflicts,
    audit_parts,
    audit_revisions,
    audit_syncing,
    auditing,
    handing_in,
)
from app.services.audit_conflicts import Declaring
from surveys.questions import Given
from tests import practice
from tests.captured import OPENING, Device, an_auditor, an_edit


@pytest.fixture
def auditor(database):
    """Return a practitioner who audits."""
    with unit_of_work() as session:
        return an_auditor(session)


@pytest.fixture
def phone(auditor):
    """Return a device of theirs."""
    return Device(auditor)


@pytest.fixture
def tablet(auditor):
    """Return another device of theirs."""
    return Device(auditor)


@pytest.fixture
def audit_id():
    """Return the id that a device gives a new audit."""
    return uuid4()


def stored(audit_id, voice=Voice.CHILD):
    with unit_of_work() as session:
        return answers.givens(session, auditing.part_response(session, audit_id, voice))


def count(query):
    with unit_of_work() as session:
        return session.scalar(query)


def online(auditor, audit_id, voice, page, **form):
    with unit_of_work() as session:
        sent = {name: [value] for name, value in form.items()}
        audit_parts.save_page(session, audit_id, voice, page, sent, by=auditor)


class TestSync:
    def test_opens_an_audit_once(self, phone, audit_id):
        """An audit that a device opened is one row under its own id, however often it is sent."""
        edit = an_edit("child_asked", "asked")

        first, second = phone.sends(audit_id, edit), phone.sends(audit_id, edit)

        assert 1 == count(select(func.count()).select_from(Audit))
        assert 1 == count(select(func.count()).select_from(AuditRevision))
        assert (edit.id,) == first.safe == second.safe
        assert {"child_asked": Given(value="asked")} == stored(audit_id)

    def test_merges_two_devices_on_different_fields(self, phone, tablet, audit_id):
        """What two devices wrote in different fields is all there, and each is told of the other."""
        phone.sends(audit_id, an_edit("child_asked", "asked"))
        told = tablet.sends(audit_id, an_edit("parent_asked", "asked"))

        assert {"child_asked", "parent_asked"} == set(told.heads)
        assert Given(value="asked") == stored(audit_id)["child_asked"]
        assert Given(value="asked") == stored(audit_id, Voice.PARENT_OR_CARER)["parent_asked"]

    def test_tells_only_what_is_new_to_the_device(self, phone, tablet, audit_id):
        """A device that names the last number it knows is told what came after."""
        known = phone.sends(audit_id, an_edit("child_asked", "asked")).number
        tablet.sends(audit_id, an_edit("parent_asked", "asked"))

        assert ["parent_asked"] == list(phone.sends(audit_id, known=known).heads)

    def test_keeps_both_of_two_that_differ(self, phone, tablet, audit_id):
        """Of two answers to one question, neither of which knew the other, both are kept and the first stands."""
        first, second = an_edit("child_asked", "asked"), an_edit("child_asked", "not_asked")
        phone.sends(audit_id, first)
        told = tablet.sends(audit_id, second)

        assert [first.id, second.id] == [one.id for one in told.heads["child_asked"]]
        assert Given(value="asked") == stored(audit_id)["child_asked"]

    def test_lets_a_person_choose(self, phone, tablet, audit_id):
        """An answer of somebody who saw both versions settles it, on every device."""
        first, second = an_edit("child_asked", "asked"), an_edit("child_asked", "not_asked")
        phone.sends(audit_id, first)
        tablet.sends(audit_id, second)
        chosen = an_edit("child_asked", "not_asked", seen=(first.id, second.id))

        told = phone.sends(audit_id, chosen)

        assert [chosen.id] == [one.id for one in told.heads["child_asked"]]
        assert Given(value="not_asked") == stored(audit_id)["child_asked"]
        assert 3 == count(select(func.count()).select_from(AuditRevision))

    def test_never_overwrites_what_was_written_on_the_site(self, auditor, phone, audit_id):
        """An answer that was given on the site meanwhile stands, and the device's waits beside it."""
        first = an_edit("child_asked", "asked")
        phone.sends(audit_id, first)
        online(auditor, audit_id, Voice.CHILD, "child_asked", child_asked="not_asked")

        told = phone.sends(audit_id, an_edit("child_asked", "asked", seen=(first.id,)))

        assert Given(value="not_asked") == stored(audit_id)["child_asked"]
        assert 2 == len(told.heads["child_asked"])

    def test_brings_what_was_written_on_the_site(self, auditor, phone, audit_id):
        """A device is told what was given on the site since it was last heard."""
        known = phone.sends(audit_id).number
        online(auditor, audit_id, Voice.CHILD, "child_asked", child_asked="asked")

        told = phone.sends(audit_id, known=known)

        assert {"": ["asked"]} == told.heads["child_asked"][0].edit.raw
        assert told.number == phone.sends(audit_id, known=told.number).number

    def test_raises_a_concern_at_once(self, phone, audit_id):
        """A child who is not safe is a concern in the transaction that takes the answer."""
        phone.sends(audit_id, an_edit("safe_now", "no"))

        assert Severity.S0 == count(select(Concern.severity).where(Concern.source == "audit"))

    def test_raises_a_concern_from_a_version_that_does_not_stand(self, phone, tablet, audit_id):
        """That a child is not safe is heard, and holds, though another version came first."""
        phone.sends(audit_id, an_edit("safe_now", "yes"))
        tablet.sends(audit_id, an_edit("safe_now", "no"))

        assert Given(value="no") == stored(audit_id, Voice.AUDITOR)["safe_now"]
        assert Severity.S0 == count(select(Concern.severity).where(Concern.source == "audit"))

    @pytest.mark.parametrize("times", [1, 100])
    def test_screens_every_word(self, phone, audit_id, times):
        """Words are screened as they are kept, those too long for an answer as well."""
        words = "I want to kill myself. " * times

        phone.sends(audit_id, an_edit("child_words", words))

        assert "screen" == count(select(Concern.source))

    def test_keeps_what_is_no_answer_yet(self, phone, audit_id):
        """What can't be an answer is kept all the same, and the device is told what is wrong."""
        good = an_edit("child_words", "It is fine.")
        phone.sends(audit_id, good)
        long = an_edit("child_words", "x" * 1001, seen=(good.id,))

        told = phone.sends(audit_id, long)

        assert (long.id,) == told.safe
        assert "a bit too long" in told.problems["child_words"]
        assert Given(text="It is fine.") == stored(audit_id)["child_words"]

    def test_takes_an_answer_away(self, phone, audit_id):
        """An answer that was emptied on the device is gone from the audit, and kept as a revision."""
        first = an_edit("child_seen", "She was calm.")
        phone.sends(audit_id, first)
        phone.sends(audit_id, an_edit("child_seen", "", seen=(first.id,)))

        assert {} == stored(audit_id)

    def test_seals_what_it_keeps(self, phone, audit_id):
        """No revision holds its words in the clear."""
        phone.sends(audit_id, an_edit("child_seen", "canary words"))

        assert b"canary" not in count(select(AuditRevision.raw_sealed))

    def test_refuses_a_field_that_is_not_asked(self, phone, audit_id):
        """An edit of a field that the form does not have is refused, and the others are taken."""
        wrong, right = an_edit("shoe_size", "5"), an_edit("child_asked", "asked")

        told = phone.sends(audit_id, wrong, right)

        assert ((right.id,), [wrong.id]) == (told.safe, list(told.refused))

    def test_refuses_an_id_that_means_something_else(self, phone, audit_id):
        """An edit that comes again with other words, or for another audit, changes nothing."""
        first = an_edit("child_asked", "asked")
        phone.sends(audit_id, first)
        changed = replace(first, raw={"": ["not_asked"]})

        assert [first.id] == list(phone.sends(audit_id, changed).refused)
        assert [first.id] == list(phone.sends(uuid4(), first).refused)
        assert Given(value="asked") == stored(audit_id)["child_asked"]

    def test_tells_what_was_handed_in_on_the_site(self, auditor, phone, audit_id):
        """What the site's pages took last is what a device is told once the audit is handed in there."""
        first = an_edit("child_asked", "not_asked")
        known = phone.sends(audit_id, first).number
        with unit_of_work() as session:
            practice.record(session, auditing.find(session, audit_id, by=auditor), auditor)
            handing_in.hand_in(session, audit_id, by=auditor)

        told = phone.sends(audit_id, known=known)

        assert AuditState.SUBMITTED is told.state
        said = {key: found[0].edit.raw[""] for key, found in told.heads.items()}
        assert (["asked"], ["yes"]) == (said["child_asked"], said["safe_now"])

    def test_leaves_what_stands_to_whoever_saw_it(self, auditor, phone, tablet, audit_id):
        """Beside a second version, what the site's page changed stands, and no third takes its place."""
        phone.sends(audit_id, an_edit("child_seen", "Calm."))
        tablet.sends(audit_id, an_edit("child_seen", "Sad."))
        online(auditor, audit_id, Voice.CHILD, "child_seen", child_seen="Calm, then tired.")
        told = tablet.sends(audit_id, an_edit("child_seen", "Cross."))

        said = [one.edit.raw[""] for one in told.heads["child_seen"]]
        assert [["Calm, then tired."], ["Sad."], ["Cross."]] == said
        assert "Calm, then tired." == stored(audit_id)["child_seen"].text

    def test_names_everything_that_is_missing(self, phone, audit_id):
        """An audit that is not whole is not handed in, and each field that is missing is named."""
        told = phone.sends(audit_id, an_edit("child_asked", "asked"), hand_in=True)

        assert AuditState.DRAFT is told.state
        assert {"child_took_part", "safe_now", "overall_grade"} <= set(told.missing)

    def test_takes_fields_of_its_own_kind_only(self, phone, audit_id):
        """A dip sample has no child's voice, so what is sent of one stays where it is."""
        quick = replace(OPENING, kind=AuditKind.DIP_SAMPLE)
        child, plan = an_edit("child_asked", "asked"), an_edit("safe_now", "yes")

        told = phone.sends(audit_id, child, plan, opening=quick)

        assert ("dip_sample", "looked_after") == (told.kind, told.cohort)
        assert (plan.id,) == told.safe
        assert [child.id] == list(told.refused)

    def test_leaves_an_audit_of_several_agencies_to_the_site(self, auditor, phone, audit_id):
        """An audit that waits for agencies is not handed in from a device, and nothing is lost."""
        phone.sends(audit_id, opening=replace(OPENING, kind=AuditKind.MULTI_AGENCY))
        with unit_of_work() as session:
            audit = auditing.find(session, audit_id, by=auditor)
            practice.record(session, audit, auditor)
            assert {} == audit_parts.missing(session, audit)
        told = phone.sends(audit_id, hand_in=True)

        assert (AuditState.DRAFT, {}) == (told.state, told.missing)
        assert "Every agency hands in its part first" in told.keeps_open

    def test_is_not_handed_in_with_two_versions(self, auditor, phone, tablet, audit_id):
        """Nobody hands in an audit, on a device or on the site, before they chose."""
        phone.sends(audit_id, an_edit("child_seen", "Calm."))
        told = tablet.sends(audit_id, an_edit("child_seen", "Sad."), hand_in=True)

        assert "two versions" in told.missing["child_seen"]
        with unit_of_work() as session, pytest.raises(Invalid):
            audit_parts.submit(session, audit_id, by=auditor)

    @pytest.mark.parametrize(
        ("field", "why"), [("child_age_seen", "does not ask"), ("told_when", "day")]
    )
    def test_is_not_handed_in_without_what_could_not_be_taken(
        self, auditor, phone, audit_id, field, why
    ):
        """What the form does not ask, or what can't be read, is said before an audit is handed in."""
        phone.sends(audit_id)
        with unit_of_work() as session:
            audit = auditing.find(session, audit_id, by=auditor)
            practice.record(session, audit, auditor)
            practice.say(session, audit, safe_now="no")
            for page in ("safety_told", "safety_action"):
                audit_parts.save_page(
                    session, audit_id, Voice.AUDITOR, page, practice.TOLD_ALL, by=auditor
                )
        seen = tuple(one.id for one in phone.sends(audit_id).heads.get(field, ()))
        told = phone.sends(audit_id, an_edit(field, day="32", seen=seen), hand_in=True)

        assert AuditState.DRAFT is told.state
        assert [field] == list(told.missing)
        assert why in told.missing[field]

    def test_keeps_no_version_of_words_that_ended_up_hidden(self, auditor, phone, audit_id):
        """The words of a child who said no in the end are in no revision; sent again they are safe."""
        words = an_edit("child_words", "I miss my sister.")
        phone.sends(audit_id, words)
        with unit_of_work() as session:
            practice.record(session, auditing.find(session, audit_id, by=auditor), auditor)
        seen = tuple(one.id for one in phone.sends(audit_id).heads["child_took_part"])
        declined = an_edit("child_took_part", "declined", seen=seen)
        told = phone.sends(audit_id, declined, hand_in=True)
        again = phone.sends(audit_id, words)
        with unit_of_work() as session:
            kept = audit_revisions.load(session, session.get_one(Audit, audit_id))

        assert AuditState.SUBMITTED is told.state
        assert {} == kept.edits[words.id].raw
        assert declined.raw == kept.edits[declined.id].raw
        assert ((words.id,), {}) == (again.safe, again.refused)

    def test_refuses_what_is_opened_wrongly(self, phone, audit_id):
        """A case that is no pseudonym is refused, and nothing of the audit is kept."""
        with pytest.raises(Invalid):
            phone.sends(audit_id, opening=replace(OPENING, case_ref="Mary Smith"))
        assert 0 == count(select(func.count()).select_from(Audit))

    def test_refuses_whoever_declared_a_conflict(self, auditor, phone, audit_id):
        """An audit of a case that its author declared to be too near to is not taken."""
        with unit_of_work() as session:
            near = Declaring(auditor.id, ConflictWith.CASE, OPENING.case_ref, "I know the family.")
            audit_conflicts.declare(session, near, by=auditor)

        with pytest.raises(Invalid) as refused:
            phone.sends(audit_id, opening=OPENING)
        assert ["case_ref"] == list(refused.value.fields)
        assert 0 == count(select(func.count()).select_from(Audit))

    def test_keeps_other_people_out(self, phone, audit_id):
        """An audit of somebody else can't be written to, nor one that is not there."""
        phone.sends(audit_id)
        with unit_of_work() as session:
            stranger = Device(an_auditor(session))

        with pytest.raises(NotFound):
            stranger.sends(audit_id, an_edit("child_asked", "asked"))
        with pytest.raises(NotFound):
            stranger.sends(uuid4(), opening=None)

    def test_records_that_words_were_read(self, auditor, phone, tablet, audit_id):
        """A device that is given what another wrote has read the audit, and that is recorded."""
        phone.sends(audit_id, an_edit("child_seen", "Calm."))
        read = select(func.count()).where(ActivityEntry.verb == "audit.read")
        before = count(read)
        tablet.sends(audit_id)

        assert (0, 1) == (before, count(read))


class TestChoose:
    def test_lets_one_version_hold(self, auditor, phone, tablet, audit_id):
        """On the site the practitioner sees both versions, and the one they choose is the answer."""
        first, second = an_edit("child_asked", "asked"), an_edit("child_asked", "not_asked")
        phone.sends(audit_id, first)
        tablet.sends(audit_id, second)
        with unit_of_work() as session:
            clash = audit_clashes.clash_page(session, audit_id, by=auditor).clashes[0]
            shown = frozenset(one.id for one in clash.versions)
            audit_clashes.choose(
                session, audit_id, "child_asked", second.id, shown=shown, by=auditor
            )

        assert ["Yes", "No"] == [one.said for one in clash.versions]
        assert Given(value="not_asked") == stored(audit_id)["child_asked"]

    def test_leaves_what_was_not_shown(self, auditor, phone, tablet, audit_id):
        """A version that came while somebody chose waits beside what they chose."""
        first, second = an_edit("child_seen", "Calm."), an_edit("child_seen", "Sad.")
        phone.sends(audit_id, first)
        tablet.sends(audit_id, second)
        Device(auditor).sends(audit_id, an_edit("child_seen", "Asleep."))
        with unit_of_work() as session:
            shown = frozenset({first.id, second.id})
            audit_clashes.choose(
                session, audit_id, "child_seen", first.id, shown=shown, by=auditor
            )
            found = audit_clashes.clash_page(session, audit_id, by=auditor)

        assert ["Calm.", "Asleep."] == [one.said for one in found.clashes[0].versions]

    def test_knows_only_versions_of_the_field(self, auditor, phone, audit_id):
        """What was never a version of an answer can't be chosen."""
        edit = an_edit("child_seen", "Calm.")
        phone.sends(audit_id, edit)
        with unit_of_work() as session, pytest.raises(NotFound):
            audit_clashes.choose(
                session, audit_id, "child_asked", edit.id, shown=frozenset(), by=auditor
            )


class TestHeedLate:
    """What comes after an audit was handed in: not added, but never unheard."""

    @pytest.fixture(autouse=True)
    def handed_in(self, auditor, audit_id, phone):
        phone.sends(audit_id)
        with unit_of_work() as session:
            auditing.find(session, audit_id, by=auditor).state = AuditState.SUBMITTED

    @pytest.mark.parametrize(("said", "severity"), [("no", Severity.S0), ("unsure", Severity.S1)])
    def test_raises_the_concern_of_a_child_who_is_not_safe(self, audit_id, tablet, said, severity):
        """Another device that says that the child is not safe is heard, though nothing is added."""
        late = an_edit("safe_now", said)
        found = tablet.sends(audit_id, late)

        assert {late.id: audit_syncing.HANDED_IN} == found.refused
        assert severity is count(select(Concern.severity).where(Concern.source == "audit"))
        assert {} == stored(audit_id, Voice.AUDITOR)

    def test_raises_nothing_when_the_child_is_safe(self, audit_id, tablet):
        """That the child is safe, and plain words, are refused and raise nothing."""
        tablet.sends(audit_id, an_edit("safe_now", "yes"), an_edit("child_wish", "A dog."))

        assert 0 == count(select(func.count(Concern.id)))

    def test_screens_words(self, audit_id, tablet):
        """A child's words that come late are screened as all others are."""
        tablet.sends(audit_id, an_edit("child_words", "I want to kill myself."))

        assert "screen" == count(select(Concern.source))

    def test_takes_no_word_back(self, audit_id, tablet, phone):
        """Once it was said that the child is not safe, a late yes is no mistake and changes nothing."""
        phone.sends(audit_id, an_edit("safe_now", "no"))
        tablet.sends(audit_id, an_edit("safe_now", "yes"))

        assert 1 == count(select(func.count(Concern.id)))
