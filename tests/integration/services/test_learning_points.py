"""Learning across audits: five audits of five workers, no names, and nothing that is a concern."""

import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry
from app.domain.errors import NotFound
from app.domain.people import Role
from app.services import learning_points
from tests import practice

PLANS = "need:plans"


@pytest.fixture
def auditor(session):
    practice.a_form(session)
    return practice.an_actor(session, Role.PRACTITIONER, name="Imran Sowter")


@pytest.fixture
def reader(session):
    return practice.an_actor(session, Role.MODERATOR)


def audits(session, auditor, workers, **said):
    for number, worker in enumerate(workers):
        who = (
            {"practitioner_ref": worker}
            if isinstance(worker, str)
            else {"practitioner_id": worker}
        )
        audit = practice.a_submitted_audit(session, auditor, **who)
        words = {key: one.format(number=number) for key, one in said.items()}
        practice.say(session, audit, learning_need=["plans"], **words)


def keys(session, reader):
    return [line.key for line in learning_points.groups(session, reader)]


class TestGroups:
    def test_need_five_audits(self, session, auditor, reader):
        """Four audits on a theme are not told of; the fifth brings it into sight."""
        audits(session, auditor, "abcd")
        before = keys(session, reader)
        audits(session, auditor, "e")

        assert ([], [PLANS]) == (before, keys(session, reader))

    def test_need_five_workers(self, session, auditor, reader):
        """Ten audits of four workers would tell on the four, so they stay out of sight."""
        audits(session, auditor, "aabbccddab")

        assert [] == keys(session, reader)

    def test_take_an_account_and_a_reference_for_one_worker(self, session, auditor, reader):
        """Three known by account and three by reference may be three people."""
        accounts = [practice.an_actor(session, Role.PRACTITIONER).id for _ in range(3)]
        audits(session, auditor, [*accounts, "a", "b", "c"])

        assert [] == keys(session, reader)

    def test_take_one_account_with_many_references_for_one_worker(self, session, auditor, reader):
        """Five audits of one account stay out of sight, however its reference was typed."""
        worker = practice.an_actor(session, Role.PRACTITIONER).id
        for ref in ("SW-14", "sw 14", "SW014", "14", ""):
            audit = practice.a_submitted_audit(
                session, auditor, practitioner_id=worker, practitioner_ref=ref
            )
            practice.say(session, audit, learning_need=["plans"])

        assert [] == keys(session, reader)

    def test_withhold_a_count_that_leaves_few_outside(self, session, auditor, reader):
        """Where nearly every audit speaks to a theme, how many do not is not told either."""
        audits(session, auditor, "abcdefg")
        for number in range(2):
            practice.a_submitted_audit(session, auditor, practitioner_ref=f"x{number}")

        assert [("Plans that a family can use", "Would help the team", None)] == [
            (line.label, line.kind, line.audits)
            for line in learning_points.groups(session, reader)
        ]

    def test_count_where_it_is_safe(self, session, auditor, reader):
        """Seven audits on a theme of twelve are counted."""
        audits(session, auditor, "abcdefg")
        for number in range(5):
            practice.a_submitted_audit(session, auditor, practitioner_ref=f"x{number}")

        assert [7] == [line.audits for line in learning_points.groups(session, reader)]

    def test_leave_out_drafts_and_nothing(self, session, auditor, reader):
        """A draft teaches nothing yet, nor does an audit that says nothing is needed now."""
        for worker in "abcde":
            draft = practice.an_audit(session, auditor, practitioner_ref=worker)
            practice.say(session, draft, learning_need=["plans"])
            audit = practice.a_submitted_audit(session, auditor, practitioner_ref=worker)
            practice.say(session, audit, learning_need=["nothing_now"])

        assert [] == keys(session, reader)

    def test_are_only_of_ones_services(self, session, auditor):
        """Whoever plans no learning there sees no group."""
        audits(session, auditor, "abcde")

        assert [] == keys(session, practice.an_actor(session, Role.BOARD))


class TestPoints:
    def test_hide_names_and_places(self, session, auditor, reader):
        """The names of workers and auditors are hidden with all else that redaction knows."""
        named = practice.an_actor(session, Role.PRACTITIONER, name="Nerys Calloway").id
        others = [practice.an_actor(session, Role.PRACTITIONER).id for _ in range(4)]
        said = {"what_next": "{number}: calloway should ring Sowter on 07700 900123."}
        audits(session, auditor, [named, *others], **said)
        found = learning_points.points(session, PLANS, by=reader)
        texts = dict(found.points)["What to do next"]

        assert 5 == len(texts)
        assert not any(
            word in text.lower() for text in texts for word in ("calloway", "sowter", "0770")
        )

    def test_leave_out_what_raised_a_concern(self, session, auditor, reader):
        """Words that the screen raised are no learning point; the other five still are."""
        audits(session, auditor, "abcde", what_worked="Good visits, {number}.")
        audits(session, auditor, "f", what_worked="She said that he hits her with a belt.")
        found = learning_points.points(session, PLANS, by=reader)

        assert 5 == len(dict(found.points)["What worked"])

    def test_withhold_a_kind_that_few_wrote(self, session, auditor, reader):
        """In a group of six audits, what only four auditors wrote of is not shown."""
        audits(session, auditor, "abcd", what_worked="Good visits.")
        audits(session, auditor, "ef", what_next="Visit again.")

        assert () == learning_points.points(session, PLANS, by=reader).points

    def test_are_in_no_order_of_time(self, session, auditor, reader):
        """The order goes by the words, so it does not tell which audit each comes from."""
        audits(session, auditor, "abcdefgh", what_next="Point {number}.")
        texts = dict(learning_points.points(session, PLANS, by=reader).points)["What to do next"]

        assert {f"Point {number}." for number in range(8)} == set(texts)
        assert sorted(texts) != list(texts)

    def test_record_that_they_were_read(self, session, auditor, reader):
        """Reading what auditors wrote is in the activity."""
        audits(session, auditor, "abcde")
        learning_points.points(session, PLANS, by=reader)
        read = session.scalars(
            select(ActivityEntry).where(ActivityEntry.verb == "learning.read")
        ).one()

        assert (reader.id, PLANS) == (read.actor_id, read.object_id)

    def test_are_not_there_for_few(self, session, auditor, reader):
        """A theme with four audits can't be asked for by its address."""
        audits(session, auditor, "abcd")
        with pytest.raises(NotFound):
            learning_points.points(session, PLANS, by=reader)


class TestLabelOf:
    def test_falls_back_to_the_key(self, session, auditor, reader):
        """A theme that the form asks of no more is shown by its key."""
        before = learning_points.label_of(session, PLANS, reader)
        audits(session, auditor, "a")

        assert ("plans", "Plans that a family can use", "T99") == (
            before,
            learning_points.label_of(session, PLANS, reader),
            learning_points.label_of(session, "theme:T99", reader),
        )
