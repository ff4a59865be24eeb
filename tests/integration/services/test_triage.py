"""Concerns: one an answer, graver only, open again when words signal anew."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from analysis.safeguarding import Signal
from app import clock, db, mail
from app.db.models import Concern, ConcernEvent, Job
from app.domain.concerns import ConcernState, Severity
from app.domain.errors import Conflict, Invalid, NotFound, Unavailable
from app.domain.evidence import JobState
from app.domain.people import Role
from app.services import accounts, alerts, triage
from tests import builders

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MILD = Signal("wants-help", "R22", "S2", 0, 4)
GRAVE = Signal("suicide", "R02", "S0", 0, 4)


@pytest.fixture
def place(database):
    """Return a response, a question and a service for a concern to be about."""
    with db.unit_of_work() as session:
        service = builders.a_service(session)
        officer = builders.a_user(session, roles=[Role.SAFEGUARDING], service_id=service.id)
        other = builders.a_user(
            session, roles=[Role.SAFEGUARDING], service_id=builders.a_service(session).id
        )
        response_id, question_id = builders.an_answer(session, service.id)
        return {
            "about": {
                "response_id": response_id,
                "question_id": question_id,
                "service_id": service.id,
            },
            "by": accounts.actor_by_id(session, officer.id),
            "other": accounts.actor_by_id(session, other.id),
            "email": officer.email,
        }


def hear(place, *signals):
    with db.unit_of_work() as session:
        return triage.raise_from_words(session, signals=signals, **place["about"])


def concern(concern_id):
    with db.reading() as session:
        return session.get_one(Concern, concern_id)


def move(verb, place, concern_id, note="What was done is written here.", by="by"):
    with db.unit_of_work() as session:
        verb(session, concern_id, by=place[by], note=note)


def sweep():
    with db.unit_of_work() as session:
        return triage.sweep(session)


def give_up(concern_id):
    """Let every job about a concern have failed."""
    with db.unit_of_work() as session:
        session.execute(
            update(Job).where(Job.subject == str(concern_id)).values(state=JobState.FAILED)
        )


def asked_for(concern_id):
    with db.reading() as session:
        return session.scalar(select(func.count()).where(Job.subject == str(concern_id)))


class TestRaiseFromWords:
    def test_raises_nothing_without_a_signal(self, place):
        """Words without a signal raise no concern."""
        assert hear(place) is None

    def test_raises_one_concern_an_answer(self, place):
        """The same answer saved again has the same concern, whose severity only rises."""
        first = hear(place, MILD)
        assert first == hear(place, GRAVE)
        assert first == hear(place, MILD)

        assert Severity.S0 is concern(first).severity
        assert "R02" == concern(first).category

    def test_stays_when_the_words_are_taken_out(self, place):
        """Words that were removed do not remove a worry."""
        first = hear(place, GRAVE)
        hear(place)

        assert ConcernState.OPEN is concern(first).state

    def test_opens_again_when_closed_words_signal_anew(self, place):
        """A closed concern whose words changed and signal is open again, with a new alert."""
        first = hear(place, MILD)
        move(triage.acknowledge, place, first)
        move(triage.close, place, first)
        hear(place, MILD)
        assert ConcernState.CLOSED is concern(first).state
        hear(place, GRAVE)

        assert ConcernState.OPEN is concern(first).state
        with db.reading() as session:
            assert 2 == session.scalar(select(func.count(Job.id)).where(Job.kind == "alert"))
            assert 4 == session.scalar(select(func.count(ConcernEvent.id)))


class TestMove:
    def test_is_for_the_officer_of_the_service(self, place):
        """An officer of another service does not meet the concern."""
        first = hear(place, GRAVE)

        with pytest.raises(NotFound):
            move(triage.acknowledge, place, first, by="other")

    def test_goes_only_along_its_life(self, place):
        """A concern cannot be closed before somebody took it on, nor moved once closed."""
        first = hear(place, GRAVE)
        with pytest.raises(Conflict):
            move(triage.close, place, first)
        move(triage.escalate, place, first)
        move(triage.close, place, first)

        with pytest.raises(Conflict):
            move(triage.acknowledge, place, first)

    def test_needs_a_note(self, place):
        """A move without a note is refused, and nothing has moved."""
        first = hear(place, GRAVE)
        with pytest.raises(Invalid):
            move(triage.acknowledge, place, first, note=" ")

        assert ConcernState.OPEN is concern(first).state


class TestAlerts:
    def send(self, concern_id, mailer):
        with db.unit_of_work() as session:
            return alerts.send_alert(session, concern_id, mailer, public_url="https://x.example")

    def test_say_that_a_concern_waits_and_never_what_it_says(self, place):
        """The officer of the service, and nobody else, is told that a concern waits."""
        mailer = mail.MemoryMailer()
        first = hear(place, GRAVE)

        assert 1 == self.send(first, mailer)
        assert [place["email"]] == [to for to, _, _ in mailer.sent]
        assert "suicide" not in mailer.sent[0][2].lower()
        assert f"https://x.example/concerns/{first}" in mailer.sent[0][2]

    def test_are_not_sent_for_what_is_in_hand(self, place):
        """A concern that somebody took on needs no alert; one that is not there cannot have one."""
        mailer = mail.MemoryMailer()
        first = hear(place, GRAVE)
        move(triage.acknowledge, place, first)
        with pytest.raises(NotFound):
            self.send(place["by"].id, mailer)

        assert 0 == self.send(first, mailer)

    def test_are_asked_for_again_until_they_are_sent(self, place):
        """An alert whose job failed for good is asked for anew each hour, until it is sent."""
        with clock.frozen(MORNING):
            first = hear(place, GRAVE)
            waits = sweep()
            give_up(first)
            failed = [sweep(), sweep()]
            give_up(first)
        with clock.frozen(MORNING + timedelta(hours=1)):
            later = sweep()
            self.send(first, mail.MemoryMailer())
            give_up(first)
            sent = sweep()

        assert [0, [1, 0], 1, 0] == [waits, failed, later, sent]
        assert 3 == asked_for(first)

    def test_are_asked_for_again_when_nobody_could_be_told(self, place):
        """A concern for which there was no officer waits until somebody has been told."""
        with db.unit_of_work() as session:
            accounts.set_disabled(session, place["by"].id, disabled=True, by=place["other"].id)
        first = hear(place, GRAVE)
        told = self.send(first, mail.MemoryMailer())
        give_up(first)

        assert [0, 1] == [told, sweep()]

    def test_of_a_concern_that_opened_again_are_sent_again(self, place):
        """What was sent before a concern opened again is no alert about what is new."""
        with clock.frozen(MORNING):
            first = hear(place, MILD)
            self.send(first, mail.MemoryMailer())
            move(triage.acknowledge, place, first)
            move(triage.close, place, first)
        with clock.frozen(MORNING + timedelta(days=1)):
            hear(place, GRAVE)
            give_up(first)
            found = sweep()

        assert 1 == found


class TestMailer:
    def test_writes_files_or_speaks_smtp(self, tmp_path):
        """A setting chooses the mailer; a server that is away is said to be away."""
        writer = mail.mailer(f"file:{tmp_path}", "earshot@x.example")
        writer.send(to="a@x.example", subject="A concern waits", text="Look.")
        away = mail.mailer("smtp://127.0.0.1:1", "earshot@x.example")

        assert 1 == len(list(tmp_path.glob("*.eml")))
        with pytest.raises(Unavailable):
            away.send(to="a@x.example", subject="s", text="t")
