"""One job from claim to end: done, failed, handed over, and tried again."""

from datetime import timedelta

import pytest

from app import clock, db
from app.db.models import Job
from app.domain.errors import NotFound, Unavailable
from app.domain.evidence import JobState
from app.services import jobs, learning, triage
from app.worker import handlers, lease, loop
from tests.queued import enqueue, view, wait


def lease_until(job_id):
    with db.reading() as session:
        return session.get_one(Job, job_id).lease_until


def failing(error):
    def run(subject, progress):
        raise error

    return {"theme": run}


class TestHandlers:
    def test_know_every_kind_of_job(self):
        """Each kind that services ask for has somebody who does it."""
        asked_for = {"alert", "import", "invite", "learn", "propose", "report", "theme"}

        told = {
            "action_reminder",
            "password_notice",
            "remind_auditor",
            "remind_invited",
            "tell_auditor",
        }
        assert asked_for | told == set(handlers())


class TestRunOne:
    def test_finds_nothing_to_do(self, database):
        """An idle worker says so."""
        assert not loop.run_one(table={})

    def test_does_the_job_and_notes_how_far_it_came(self, database):
        """The handler gets the subject, and its progress is on the row."""
        seen = []

        def run(subject, progress):
            seen.append(subject)
            progress(1, 4)
            progress(2, 4)
            progress(4, 4)

        job_id = enqueue()

        assert loop.run_one(table={"theme": run})
        assert ["s"] == seen
        done = view(job_id)
        assert (JobState.DONE, 4, 4) == (done.state, done.done, done.total)

    def test_does_the_job_that_is_named(self, database):
        """A worker that was told of one job leaves the others."""
        first, second = enqueue(subject="1"), enqueue(subject="2")

        assert loop.run_one(second, table={"theme": lambda subject, progress: None})
        assert [JobState.PENDING, JobState.DONE] == [view(first).state, view(second).state]

    def test_does_a_job_once(self, database):
        """A job that is done is not done again, however often it is told of."""
        job_id = enqueue()
        table = {"theme": lambda subject, progress: None}

        assert loop.run_one(job_id, table=table)
        assert not loop.run_one(job_id, table=table)

    def test_fails_a_kind_that_nobody_knows(self, database):
        """A job without a handler needs a person at once."""
        job_id = enqueue(kind="dance")
        loop.run_one(table={"theme": lambda subject, progress: None})

        assert (JobState.FAILED, "unknown_kind") == (view(job_id).state, view(job_id).error_code)

    def test_gives_up_at_once_when_trying_again_is_useless(self, database):
        """What the product refuses today it refuses tomorrow."""
        job_id = enqueue()
        loop.run_one(table=failing(NotFound("survey_unknown")))

        assert (JobState.FAILED, "survey_unknown") == (view(job_id).state, view(job_id).error_code)

    @pytest.mark.parametrize("error", [Unavailable("mail_away"), ValueError("boom")])
    def test_tries_again_later_and_fails_after_five(self, database, error):
        """Something that is away, or a crash, is tried five times with longer pauses."""
        job_id = enqueue()
        moment = clock.now()
        states = []
        for _ in range(5):
            with clock.frozen(moment):
                assert loop.run_one(table=failing(error))
                assert not loop.run_one(table=failing(error))
            states.append(view(job_id).state)
            moment += timedelta(hours=1)

        assert [JobState.PENDING] * 4 + [JobState.FAILED] == states

    def test_begins_again_when_a_person_says_so(self, database):
        """A failed job that is retried can still be done."""
        job_id = enqueue()
        loop.run_one(table=failing(NotFound("x")))
        with db.unit_of_work() as session:
            jobs.retry(session, job_id)
        loop.run_one(table={"theme": lambda subject, progress: None})

        assert JobState.DONE is view(job_id).state

    def test_stops_when_another_worker_has_taken_over(self, database):
        """A worker that slept past its lease changes nothing when it wakes."""
        job_id = enqueue()
        went_on = []

        def sleep_too_long(subject, progress):
            later = clock.now() + jobs.LEASE + timedelta(seconds=1)
            with clock.frozen(later), db.unit_of_work() as session:
                assert jobs.claim(session, "another") is not None
            progress(1, 2)
            went_on.append(subject)

        assert loop.run_one(table={"theme": sleep_too_long})
        assert [] == went_on
        assert JobState.RUNNING is view(job_id).state

    def test_holds_a_job_through_one_long_step(self, database, monkeypatch):
        """A step that takes longer than a lease lasts does not lose the job to another worker."""
        monkeypatch.setattr(lease, "RENEW_SECONDS", 0.01)
        job_id = enqueue()

        def think(subject, progress):
            later = clock.now() + jobs.LEASE + timedelta(seconds=1)
            with clock.frozen(later):
                wait(lambda: lease_until(job_id) > later)
                with db.unit_of_work() as session:
                    assert jobs.claim(session, "another") is None
            progress(1, 1)

        assert loop.run_one(table={"theme": think})
        assert JobState.DONE is view(job_id).state

    def test_goes_on_when_a_lease_could_not_be_renewed(self, database, monkeypatch):
        """A database that is away for a moment does not stop the work."""
        monkeypatch.setattr(lease, "RENEW_SECONDS", 0.01)
        tried = []

        def stumble(self):
            tried.append(1)
            raise RuntimeError

        job_id = enqueue()
        with monkeypatch.context() as patch:
            patch.setattr(lease.Lease, "renew", stumble)
            assert loop.run_one(table={"theme": lambda *_: wait(lambda: len(tried) > 1)})

        assert JobState.DONE is view(job_id).state

    def test_does_again_what_a_killed_worker_left(self, database):
        """A job whose worker died is claimed again when its lease is over."""
        job_id = enqueue()
        with db.unit_of_work() as session:
            jobs.claim(session, "the dead")
        table = {"theme": lambda subject, progress: None}

        assert not loop.run_one(table=table)
        with clock.frozen(clock.now() + jobs.LEASE + timedelta(seconds=1)):
            assert loop.run_one(table=table)
        assert JobState.DONE is view(job_id).state


class TestRunAll:
    def test_does_every_job_that_is_due(self, database):
        """Afterwards nothing waits."""
        for number in range(3):
            enqueue(subject=str(number))

        assert 3 == loop.run_all({"theme": lambda subject, progress: None})
        with db.reading() as session:
            assert 0 == jobs.waiting(session)

    def test_does_no_more_than_it_may(self, database):
        """A bound keeps one call from running for ever."""
        for number in range(3):
            enqueue(subject=str(number))

        assert 2 == loop.run_all({"theme": lambda subject, progress: None}, most=2)


class TestSweep:
    def test_looks_on_after_a_trouble_with_one(self, database, monkeypatch):
        """A codebook that cannot be read keeps no forgotten alert from being asked for again."""
        asked = []

        def stumble(session):
            asked.append("alerts")
            raise RuntimeError

        monkeypatch.setattr(triage, "sweep", stumble)
        monkeypatch.setattr(jobs, "give_up", lambda session: asked.append("jobs"))
        monkeypatch.setattr(learning, "sweep", lambda *_: asked.append("decisions"))
        loop.sweep()

        assert ["alerts", "jobs", "decisions"] == asked
