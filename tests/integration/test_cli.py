"""Commands: migrate, load Anytown, add people and services, publish, check."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import func, select, text

from app import cli, create_app, db, demo
from app.db.models import Service, Survey, User
from app.services import jobs

PERSON = [
    "add-user", "--email", "noor@anytown.example", "--name", "Noor Vale", "--role", "board",
    "--password", "copper kettle monday",
]  # fmt: skip


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["earshot", *arguments])


def count(column):
    with db.reading() as session:
        return session.scalar(select(func.count(column)))


class TestEarshot:
    def test_migrates(self, run):
        """Migrating an up-to-date database says that it is."""
        assert "up to date" in run("migrate").output

    def test_adds_a_service_and_somebody_in_it(self, run):
        """A service and a member of staff can be added before anybody can sign in."""
        assert "was added" in run("add-service", "care", "Care").output
        assert "can sign in" in run(*PERSON, "--service", "care").output
        assert [1, 1] == [count(Service.id), count(User.id)]

    def test_refuses_what_cannot_be(self, run):
        """A weak password, a taken address and an unknown service are refused with why."""
        weak = run(*PERSON[:-1], "short")
        run(*PERSON)
        taken = run(*PERSON)
        nowhere = run(*PERSON, "--service", "nowhere")

        assert "at least 12 characters" in weak.output
        assert "taken" in taken.output
        assert "no service" in nowhere.output
        assert [1, 1, 1] == [one.exit_code for one in (weak, taken, nowhere)]

    def test_publishes_a_questionnaire(self, run, tmp_path):
        """A questionnaire is published from its file; one with mistakes names them all."""
        run("add-service", "care", "Care")
        wrong = tmp_path / "wrong.yaml"
        wrong.write_text("title: Oh")
        rest = ["--service", "care", "--slug", "hello", "--decision-maker", "Head", "--told-by"]
        shipped = str(cli.SHIPPED / "staff_pulse.yaml")

        assert "Published at /s/hello" in run("publish", shipped, *rest, "2099-01-31").output
        assert "to mend" in run("publish", str(wrong), *rest, "2099-01-31").output
        other = ["--service", "care", "--slug", "Not A Slug", "--decision-maker", "H", "--told-by"]
        assert "Use small letters" in run("publish", shipped, *other, "2099-01-31").output
        assert 1 == count(Survey.id)

    def test_publishes_no_promise_that_cannot_be_kept(self, run):
        """A day that has gone, and what is no day, are refused with why."""
        run("add-service", "care", "Care")
        rest = ["--service", "care", "--slug", "hello", "--decision-maker", "Head", "--told-by"]
        shipped = str(cli.SHIPPED / "staff_pulse.yaml")

        past = run("publish", shipped, *rest, "2026-01-31")
        soon = run("publish", shipped, *rest, "soon")
        nobody = run(
            "publish", shipped, *rest[:4], "--decision-maker", " ", *rest[6:], "2099-01-31"
        )
        assert [1, 1, 1] == [one.exit_code for one in (past, soon, nobody)]
        assert "This day has gone" in past.output
        assert "'soon' is no day" in soon.output
        assert "Say who will decide" in nobody.output
        assert 0 == count(Survey.id)

    def test_changes_a_promise_only_when_told_to(self, run):
        """At an address in use the promise that stands is said, and changed with --renew alone."""
        run("add-service", "care", "Care")
        rest = ["--service", "care", "--slug", "hello", "--decision-maker", "Head", "--told-by"]
        shipped = str(cli.SHIPPED / "staff_pulse.yaml")
        run("publish", shipped, *rest, "2099-01-31")

        refused = run("publish", shipped, *rest, "2099-05-31", "--consent", "own")
        assert (1, True) == (refused.exit_code, "told by 2099-01-31" in refused.output)
        renewed = run("publish", shipped, *rest, "2099-05-31", "--consent", "own", "--renew")
        assert "Published" in renewed.output
        with db.reading() as session:
            assert "own" == session.scalars(select(Survey.consent)).one().value

    def test_checks_the_record_of_activity(self, run):
        """The record is whole until somebody changes the database behind it."""
        run(*PERSON)
        assert "whole: 1 entries" in run("check-activity").output
        with db.unit_of_work() as session:
            session.execute(text("DROP TRIGGER activity_entries_frozen"))
            session.execute(text("UPDATE activity_entries SET verb = 'x'"))

        assert "broken at entry 1" in run("check-activity").output

    def test_loads_no_demonstration_over_real_data(self, run):
        """Anytown is loaded into an empty database only, and shows no sign-ins elsewhere."""
        assert [] == demo.sign_ins()
        run(*PERSON)

        assert "not empty" in run("load-demo").output

    def test_loads_no_demonstration_in_production(self, settings):
        """An empty database for real people gets no accounts whose password is printed."""
        real = settings.model_copy(update={"env": "production"})
        app = create_app(real)
        told = app.test_cli_runner().invoke(args=["earshot", "load-demo"])
        users = count(User.id)
        db.current().close()

        assert [1, 0] == [told.exit_code, users]
        assert "refused in production" in told.output

    def test_starts_by_migrating_and_serving(self, app, monkeypatch):
        """Starting brings the database up to date, then hands over to the web server."""
        served = []
        monkeypatch.setattr(cli.os, "execv", lambda path, arguments: served.append(arguments))
        output = app.test_cli_runner().invoke(args=["earshot", "start", "--port", "8123"]).output

        assert "http://127.0.0.1:8123" in output
        assert "127.0.0.1:8123" in served[0]
        assert "wsgi:app" == served[0][-1]


class TestSettings:
    def test_that_cannot_be_used_are_named_without_a_trail_of_calls(self, tmp_path):
        """A production that is not safe says which settings are missing, and nothing else."""
        environment = {"PATH": os.environ["PATH"], "EARSHOT_ENV": "production"}
        environment["EARSHOT_ENCRYPTION_KEY_FILE"] = str(tmp_path / "none")
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", "earshot", "migrate"],
            cwd=cli.SHIPPED.parents[1],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert 1 == done.returncode
        assert done.stderr.startswith("Error: Earshot cannot start:")
        for name in ("SECRET_KEY", "ENCRYPTION_KEY", "PUBLIC_URL"):
            assert f"EARSHOT_{name}" in done.stderr
        assert "Traceback" not in done.stderr


class TestSurveys:
    def test_check_names_every_mistake(self, app, tmp_path):
        """Checking shows each file with its mistakes, and fails when there are any."""
        wrong = tmp_path / "wrong.yaml"
        wrong.write_text("title: Oh")
        runner = app.test_cli_runner()
        good = runner.invoke(args=["surveys", "check"])
        bad = runner.invoke(args=["surveys", "check", str(wrong)])

        assert [0, 1] == [good.exit_code, bad.exit_code]
        assert 7 == good.output.count("no mistakes")

    def test_check_passes_what_ships_and_names_unchecked_translations(self, app):
        """No shipped wording is too hard to read, and each unchecked translation is named."""
        output = app.test_cli_runner().invoke(args=["surveys", "check"]).output

        assert "warning" not in output
        assert "cy: nobody who speaks it has checked this wording" in output

    def test_check_reads_the_wordings_beside_a_file(self, app, tmp_path):
        """Words that are too hard are a warning, gaps are named, and mistakes name their file."""
        file = tmp_path / "mine.yaml"
        file.write_text((cli.SHIPPED / "children_8_11.yaml").read_text("utf-8"), "utf-8")
        beside = tmp_path / "mine"
        beside.mkdir()
        (beside / "adult.yaml").write_text("rendering: adult\nthanks: Thank you.\n")
        (beside / "easy_read.yaml").write_text(
            "rendering: easy_read\n"
            "thanks: We appreciate your extraordinarily valuable contribution to improvement.\n"
        )
        runner = app.test_cli_runner()
        good = runner.invoke(args=["surveys", "check", str(file)])
        (beside / "adult.yaml").write_text("rendering: grown_up\n")
        bad = runner.invoke(args=["surveys", "check", str(file)])

        assert "warning, easy_read: thanks: It reads like" in good.output
        assert "adult-en has no words for: introduction" in good.output
        assert (1, True) == (bad.exit_code, "mine/adult.yaml: 2 to mend" in bad.output)

    def test_check_says_when_a_file_is_no_text(self, app, tmp_path):
        """A file that is not text is named, with what to do."""
        wrong = tmp_path / "wrong.yaml"
        wrong.write_bytes(b"\xff\xfe")
        result = app.test_cli_runner().invoke(args=["surveys", "check", str(wrong)])

        assert 1 == result.exit_code
        assert "wrong.yaml is not plain text. Save it as a text file in UTF-8." in result.output


class TestAnytown:
    def test_is_whole(self, anytown):
        """Anytown has a sign-in for each of its staff, and nothing that failed."""
        lines = demo.sign_ins()

        with db.reading() as session:
            failed = jobs.failed(session)

        assert 12 == len(lines)
        assert () == failed
        assert not demo.is_wanted()

    def test_says_when_it_could_not_be_loaded(self, database, monkeypatch):
        """A job that fails while Anytown loads stops the load, by name."""
        with db.unit_of_work() as session:
            jobs.enqueue(session, "unheard-of", "x")

        with pytest.raises(demo.DemoError, match="unheard-of: unknown_kind"):
            demo._work()
