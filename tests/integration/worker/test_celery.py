"""The same jobs on Celery: a real worker process, a real Redis, a real database."""

import base64
import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select

from app import db
from app.db.models import Import, Response
from app.domain.evidence import JobState
from app.domain.people import Actor, Role
from app.services import importing, jobs
from app.services.import_rows import Columns
from app.services.importing import Opened
from app.tabular import parse
from app.worker import celery_app, loop, starting
from tests import builders
from tests.harness.databases import KEY
from tests.harness.processes import lacks, stopping

pytestmark = pytest.mark.redis
ROOT = Path(__file__).parents[3]
PATIENCE = 60
SECRET = base64.b64encode(KEY).decode()


@pytest.fixture
def celery_settings(settings, redis_url):
    """Return settings under which Celery runs the jobs."""
    if importlib.util.find_spec("celery") is None:
        lacks("celery")
    return settings.model_copy(update={"runner": "celery", "redis_url": redis_url})


@pytest.fixture
def worker(celery_settings, tmp_path):
    """Run a worker process as an organisation would."""
    ours = {
        "EARSHOT_ENV": "test",
        "EARSHOT_RUNNER": "celery",
        "EARSHOT_DATABASE_URL": celery_settings.database_url,
        "EARSHOT_REDIS_URL": celery_settings.redis_url,
        "EARSHOT_ENCRYPTION_KEY": SECRET,
        "EARSHOT_MAIL_URL": celery_settings.mail_url,
    }
    start = [sys.executable, "-m", "celery", "-A", "app.worker.celery_app:application"]
    start += ["worker", "--pool", "solo", "--loglevel", "info", "--without-mingle"]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            start, cwd=ROOT, env=os.environ | ours, stdout=log, stderr=subprocess.STDOUT
        )
    # Not SIGTERM: it would first end the reading that the import asked for, which takes minutes.
    with stopping(process, signal.SIGQUIT):
        yield tmp_path / "worker.log"


@pytest.fixture
def _told(celery_settings):
    """Tell Celery of every new job, as the site does."""
    starting.start_runner(celery_settings)
    yield
    jobs.on_wake(None)


def an_import():
    with db.unit_of_work() as session:
        service = builders.a_service(session).id
        user = builders.a_user(session, service_id=service)
        by = Actor(user.id, "", "", frozenset({(Role.PARTICIPATION, service)}))
        about = {"title": "Cards", "audience": "parents", "file_name": "cards.csv"}
        opened = Opened(parse(b"text\nGood people\nLong wait\n"), "0" * 64)
        import_id = importing.upload(session, opened, by=by, service_id=service, about=about)
        importing.map_columns(session, import_id, Columns("text"), by=by)
    with db.unit_of_work() as session:
        return import_id, importing.confirm(session, import_id, by=by)


class TestOpenApplication:
    @pytest.fixture(autouse=True)
    def _fresh_log(self):
        """Begin and end with a log that nobody has set up."""
        structlog.reset_defaults()
        yield
        structlog.reset_defaults()

    def test_logs_no_word_of_a_job_that_crashed(self, settings, monkeypatch, capsys):
        """A worker of its own keeps the words of a crash out of its log, as the site does."""
        ours = {"ENV": "test", "DATABASE_URL": settings.database_url, "ENCRYPTION_KEY": SECRET}
        for name, value in ours.items():
            monkeypatch.setenv(f"EARSHOT_{name}", value)
        celery_app.open_application()
        jobs.on_wake(None)

        def crash(subject, progress):
            raise ValueError("my dad hits me")

        with db.unit_of_work() as session:
            job_id = jobs.enqueue(session, "theme", "s")
        loop.run_one(job_id, {"theme": crash})
        db.current().close()
        logged = "".join(capsys.readouterr())

        assert "job.crashed" in logged
        assert "my dad" not in logged


class TestCelery:
    def test_does_a_job_in_a_worker_process(self, database, worker, _told):
        """A job that is written here is done by the worker, told through Redis."""
        import_id, job_id = an_import()
        end = time.monotonic() + PATIENCE
        found = None
        while time.monotonic() < end:
            with db.reading() as session:
                found = jobs.view(session, job_id)
            if found.is_over:
                break
            time.sleep(0.1)

        assert found.state is JobState.DONE, worker.read_text()
        with db.reading() as session:
            assert 2 == session.get_one(Import, import_id).rows_added
            assert 2 == len(session.scalars(select(Response)).all())

    def test_loses_no_job_when_redis_is_away(self, database, settings):
        """When the broker does not answer, the job waits in its row, and nobody waits for it."""
        away = settings.model_copy(
            update={"runner": "celery", "redis_url": "redis://127.0.0.1:1/0"}
        )
        starting.start_runner(away)
        began = time.monotonic()
        try:
            _, job_id = an_import()
        finally:
            jobs.on_wake(None)

        assert time.monotonic() - began < 5
        with db.reading() as session:
            assert JobState.PENDING is jobs.view(session, job_id).state
