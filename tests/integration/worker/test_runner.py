"""The thread that runs jobs: woken, stopped, and started once."""

import threading

import pytest

from app.domain.evidence import JobState
from app.services import jobs
from app.worker import loop, starting
from tests.queued import PATIENCE, enqueue, view, wait


@pytest.fixture(autouse=True)
def _quiet_runner():
    """Leave nobody to be woken by the next test."""
    yield
    jobs.on_wake(None)


class TestEmbeddedRunner:
    @pytest.fixture
    def table(self, monkeypatch):
        """Replace what the jobs do by noting their subjects."""
        done = []

        def run(subject, progress):
            done.append((subject, threading.current_thread().name))

        monkeypatch.setattr(loop, "handlers", lambda: {"theme": run})
        return done

    def test_runs_what_waits_and_what_comes(self, database, table):
        """Jobs from before its start and jobs from after are done in its thread."""
        before = enqueue(subject="before")
        runner = loop.EmbeddedRunner()
        runner.start()
        try:
            wait(lambda: view(before).is_over)
            after = enqueue(subject="after")
            wait(lambda: view(after).is_over)
        finally:
            runner.stop()

        assert ["before", "after"] == [subject for subject, _ in table]
        assert {name for _, name in table} == {"earshot-runner"}

    def test_lets_no_alert_wait_for_a_long_job(self, database, monkeypatch):
        """While the machine reads for minutes, alerts are sent and what people wait for is done."""
        done, is_over = [], threading.Event()

        def note(subject, progress):
            done.append(subject)

        def think(subject, progress):
            is_over.wait(PATIENCE)

        table = {"theme": think, "import": think, "report": note, "alert": note}
        monkeypatch.setattr(loop, "handlers", lambda: table)
        runner = loop.EmbeddedRunner()
        runner.start()
        try:
            long = [enqueue(subject="words")]
            wait(lambda: view(long[0]).state is JobState.RUNNING)
            report = enqueue(kind="report", subject="a report")
            wait(lambda: view(report).is_over)
            long.append(enqueue(kind="import", subject="a file"))
            wait(lambda: view(long[1]).state is JobState.RUNNING)
            alert = enqueue(kind="alert", subject="a concern")
            wait(lambda: view(alert).is_over)
            states = [view(one).state for one in long]
        finally:
            is_over.set()
            runner.stop()

        assert ["a report", "a concern"] == done
        assert [JobState.RUNNING] * 2 == states

    def test_goes_on_after_it_stumbled(self, database, table, monkeypatch):
        """A database that was away for a moment does not end the thread."""
        calls, claim = [], jobs.claim

        def stumble(*args, **options):
            calls.append(1)
            if len(calls) == 1:
                raise RuntimeError
            return claim(*args, **options)

        monkeypatch.setattr(jobs, "claim", stumble)
        runner = loop.EmbeddedRunner()
        runner.start()
        try:
            wait(lambda: calls)
            job_id = enqueue()
            wait(lambda: view(job_id).is_over)
        finally:
            runner.stop()

        assert [("s", "earshot-runner")] == table

    def test_is_silent_once_stopped(self, database, table):
        """After its end new jobs wait for somebody else."""
        runner = loop.EmbeddedRunner()
        runner.start()
        runner.stop()
        job_id = enqueue()

        assert JobState.PENDING is view(job_id).state
        assert [] == table


class TestStartRunner:
    def test_starts_a_thread_or_nothing(self, database, settings):
        """The settings decide what runs jobs."""
        assert starting.start_runner(settings) is None
        runner = starting.start_runner(settings.model_copy(update={"runner": "embedded"}))
        assert runner is not None
        runner.stop()
