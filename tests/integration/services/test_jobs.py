"""Jobs: written with their cause, claimed once, and never lost."""

import threading
from datetime import timedelta

import pytest

from app import clock, db
from app.domain.evidence import JobState
from app.services import jobs


def enqueue(kind="theme", subject="s", **options):
    with db.unit_of_work() as session:
        return jobs.enqueue(session, kind, subject, **options)


def claim(job_id=None):
    with db.unit_of_work() as session:
        return jobs.claim(session, "worker", job_id=job_id)


def state(job_id):
    with db.reading() as session:
        return jobs.view(session, job_id)


class TestEnqueue:
    def test_is_one_job_however_often_it_is_asked_for(self, database):
        """The same kind, subject and input are one job."""
        assert enqueue() == enqueue()
        assert enqueue() != enqueue(input_hash="other")

    def test_leaves_nothing_when_its_cause_is_rolled_back(self, database):
        """A job goes with the transaction that asked for it."""
        with pytest.raises(RuntimeError), db.unit_of_work() as session:
            jobs.enqueue(session, "theme", "s")
            raise RuntimeError

        assert claim() is None

    def test_wakes_the_runner_after_the_commit(self, database):
        """The runner is told of a job once the job is safely stored."""
        told = []
        jobs.on_wake(lambda job_id: told.append((job_id, state(job_id).state)))
        try:
            job_id = enqueue()
        finally:
            jobs.on_wake(None)

        assert [(job_id, JobState.PENDING)] == told


class TestClaim:
    def test_gives_a_job_to_one_worker_only(self, database):
        """Twenty jobs and four threads: each job is claimed exactly once."""
        ids = {enqueue(subject=str(number)) for number in range(20)}
        claimed = []

        def work():
            while found := claim():
                claimed.append(found.id)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(ids) == sorted(claimed)

    def test_waits_until_a_job_is_due(self, database):
        """A job for later is not claimed now."""
        enqueue(after=clock.now() + timedelta(minutes=5))

        assert claim() is None

    def test_takes_over_a_job_whose_worker_died(self, database):
        """A job whose lease has passed is due again, and the first worker has lost it."""
        job_id = enqueue()
        first = claim()
        assert claim() is None
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            second = claim()
            with db.unit_of_work() as session:
                assert not jobs.finish(session, first)
                assert jobs.finish(session, second)

        assert JobState.DONE == state(job_id).state

    def test_leaves_a_job_that_kills_its_workers(self, database):
        """A job whose worker died five times waits for a person, and nobody claims it again."""
        job_id = enqueue()
        at = clock.now()
        for _ in range(jobs.ATTEMPTS):
            with clock.frozen(at):
                assert job_id == claim().id
                with db.unit_of_work() as session:
                    assert 0 == jobs.give_up(session)
            at += timedelta(minutes=1)

        with clock.frozen(at):
            assert claim() is None
            with db.unit_of_work() as session:
                assert 1 == jobs.give_up(session)
        assert (JobState.FAILED, "worker_died") == (state(job_id).state, state(job_id).error_code)

    def test_can_ask_for_one_job_by_name(self, database):
        """A worker that was told of one job claims that one."""
        enqueue(subject="a")
        wanted = enqueue(subject="b")

        assert wanted == claim(wanted).id
        assert claim(wanted) is None


class TestFail:
    def test_tries_again_later_and_later(self, database):
        """A failed try puts the job back, two to the n minutes away."""
        job_id = enqueue()
        with db.unit_of_work() as session:
            jobs.fail(session, jobs.claim(session, "w"), "away")

        assert JobState.PENDING == state(job_id).state
        assert claim() is None
        with clock.frozen(clock.now() + timedelta(minutes=3)):
            assert 2 == claim().attempts

    def test_ends_after_five_attempts_until_a_person_retries(self, database):
        """Five failed tries make a failed job, which a person can start again."""
        job_id = enqueue()
        at = clock.now()
        for _ in range(jobs.ATTEMPTS):
            at += timedelta(hours=2)
            with clock.frozen(at), db.unit_of_work() as session:
                jobs.fail(session, jobs.claim(session, "w"), "broken")
        with db.reading() as session:
            assert [job_id] == [job.id for job in jobs.failed(session)]
        assert state(job_id).is_over
        assert "broken" == state(job_id).error_code

        with db.unit_of_work() as session:
            jobs.retry(session, job_id)

        assert 1 == claim(job_id).attempts

    def test_ends_at_once_when_trying_again_is_useless(self, database):
        """A final failure is not tried again."""
        job_id = enqueue()
        with db.unit_of_work() as session:
            jobs.fail(session, jobs.claim(session, "w"), "not_found", is_final=True)

        assert JobState.FAILED == state(job_id).state


class TestRetry:
    def test_tells_the_runner_of_a_failed_job_alone(self, database):
        """A job that begins again is told of like a new one; one that waits is left as it is."""
        failed, waiting = enqueue(subject="failed"), enqueue(subject="waiting")
        with db.unit_of_work() as session:
            jobs.fail(session, jobs.claim(session, "w", job_id=failed), "x", is_final=True)
        told = []
        jobs.on_wake(told.append)
        try:
            with db.unit_of_work() as session:
                assert [True, False] == [jobs.retry(session, one) for one in (failed, waiting)]
        finally:
            jobs.on_wake(None)

        assert [failed] == told


class TestProgress:
    def test_shows_how_far_a_job_has_come(self, database):
        """A renewed lease notes the progress."""
        job_id = enqueue()
        found = claim()
        with db.unit_of_work() as session:
            assert jobs.renew(session, found, done=3, total=9)

        assert (3, 9) == (state(job_id).done, state(job_id).total)
        with db.reading() as session:
            assert job_id == jobs.latest(session, "theme", "s").id
            assert 1 == jobs.waiting(session)
            assert jobs.latest(session, "theme", "unknown") is None
