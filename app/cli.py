"""Commands: start the site, add a member of staff, publish a questionnaire, keep the record."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from app import db
from app.db import migrating
from app.db.models import Service
from app.domain.errors import EarshotError, Invalid
from app.domain.people import Role
from app.domain.surveys import Consent
from app.services import accounts, activity, publishing, questionnaire_files
from app.services.promises import PromiseStands
from surveys.errors import DefinitionErrors

if TYPE_CHECKING:
    from types import ModuleType
    from uuid import UUID

    from flask import Flask
    from sqlalchemy.orm import Session

    from app.config import Settings
    from surveys.definition import Definition

SHIPPED = Path(__file__).parents[1] / "surveys" / "library"
THREADS = 8


def add_commands(app: Flask, settings: Settings) -> None:
    """Add `flask earshot …` and `flask surveys …` to the site."""
    earshot = click.Group("earshot", help="Run and look after Earshot.")
    for command in (migrate, add_service, add_user, publish, check_activity):
        earshot.add_command(command)
    earshot.add_command(_start_command(settings))
    earshot.add_command(_load_demo_command(settings))
    app.cli.add_command(earshot)
    app.cli.add_command(click.Group("surveys", {"check": check}, help="Check questionnaires."))


def _start_command(settings: Settings) -> click.Command:
    @click.command("start")
    @click.option("--port", default=8000, help="The port on 127.0.0.1.")
    def start(port: int) -> None:
        """Migrate, load the demonstration when there is nothing, and serve."""
        click.echo("Bringing the database up to date …")
        migrating.migrate(db.current())
        if settings.loads_demo and _demo().is_wanted():
            _load_demo()
        for line in _demo().sign_ins() if settings.loads_demo else ():
            click.echo(line)
        click.echo(f"\nEarshot is at http://127.0.0.1:{port} (Ctrl+C stops it)\n")
        db.current().close()
        _serve(port)

    return start


def _serve(port: int) -> None:
    # One process with threads: SQLite has one writer anyway, and the embedded runner lives here.
    # No access log: it would hold addresses of people who answer.
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    os.execv(  # noqa: S606 - it replaces this process, with arguments of our own
        gunicorn,
        [
            gunicorn,
            "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread",
            "--threads", str(THREADS),
            "--graceful-timeout", "30",
            "--no-control-socket",
            "--log-level", "warning",
            "wsgi:app",
        ],
    )  # fmt: skip


@click.command("migrate")
def migrate() -> None:
    """Bring the database to the newest shape."""
    migrating.migrate(db.current())
    click.echo("The database is up to date.")


def _load_demo_command(settings: Settings) -> click.Command:
    @click.command("load-demo")
    def load_demo() -> None:
        """Load the demonstration organisation into an empty database."""
        if settings.env == "production":
            # Its passwords are printed for everybody to read.
            raise click.ClickException("Demonstration data is refused in production.")
        if not _demo().is_wanted():
            raise click.ClickException("The database is not empty, so nothing was loaded.")
        _load_demo()

    return load_demo


def _load_demo() -> None:
    click.echo("Loading Anytown, the demonstration organisation (about half a minute) …")
    _demo().load(lambda step: click.echo(f"  {step}"))


@click.command("add-service")
@click.argument("key")
@click.argument("name")
def add_service(key: str, name: str) -> None:
    """Add a service that will listen, such as `leaving-care "Leaving care"`."""
    with db.unit_of_work() as session:
        session.add(Service(key=key, name=name))
    click.echo(f"{name} was added.")


@click.command("add-user")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), prompt=True)
@click.option("--service", default="", help="The key of one service; all of them when left out.")
@click.password_option(help="At least 12 characters.")
def add_user(email: str, name: str, role: str, service: str, password: str) -> None:
    """Add a member of staff."""
    with db.unit_of_work() as session:
        grants = [(Role(role), _service(session, service) if service else None)]
        try:
            accounts.add_user(session, email=email, name=name, password=password, grants=grants)
        except Invalid as error:
            raise click.ClickException(" ".join(error.fields.values())) from error
        except EarshotError as error:
            raise click.ClickException("That address is taken.") from error
    click.echo(f"{name} can sign in as {Role(role).label}.")


@click.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--service", required=True, help="The key of the service.")
@click.option("--slug", required=True, help="The end of its address, such as `our-voice`.")
@click.option("--decision-maker", required=True, help="Who will decide on the answers.")
@click.option("--told-by", required=True, help="When people will be told, as 2027-01-31.")
@click.option("--consent", type=click.Choice([one.value for one in Consent]), help="Who says yes.")
@click.option("--renew", is_flag=True, help="Promise this in the place of what is promised now.")
def publish(
    file: Path, service: str, slug: str, consent: str | None, *, renew: bool, **promised: str
) -> None:
    """Publish a questionnaire from its YAML file."""
    try:
        definition = _definition(file)
        with db.unit_of_work() as session:
            publishing.publish(
                session,
                definition,
                service_id=_service(session, service),
                slug=slug,
                decision_maker=promised["decision_maker"],
                told_by=_day(promised["told_by"]),
                identity=None,
                by=None,
                consent=Consent(consent) if consent else None,
                renews=renew,
            )
    except DefinitionErrors as error:
        raise click.ClickException(str(error)) from error
    except Invalid as error:
        raise click.ClickException(" ".join(error.fields.values())) from error
    except PromiseStands as error:
        raise click.ClickException(
            "Nothing was changed. Those who answer at this address are promised that "
            f"{error.params['decision_maker']} decides and that they are told by "
            f"{error.params['told_by']}. Add --renew to promise something else."
        ) from error
    except EarshotError as error:
        raise click.ClickException(f"It was not published: {error.code}.") from error
    click.echo(f"Published at /s/{slug}")


@click.command("check-activity")
def check_activity() -> None:
    """Walk the record of what staff did and say whether it is whole."""
    with db.reading() as session:
        found = activity.check(session)
    if not found.is_whole:
        raise click.ClickException(f"The record is broken at entry {found.broken_at}.")
    click.echo(f"The record is whole: {found.entries:,} entries.")


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check definitions, the shipped ones when no file is named; show every mistake at once.

    Warns where words are harder than the age they are written for.
    """
    wrong = 0
    for file in files or sorted(SHIPPED.glob("*.yaml")):
        try:
            definition = _definition(file)
        except DefinitionErrors as error:
            wrong += 1
            click.echo(str(error))
        else:
            click.echo(f"{file.name}: no mistakes")
            for line in questionnaire_files.advice(definition):
                click.echo(f"  {line}")
    if wrong:
        raise click.exceptions.Exit(1)


def _definition(file: Path) -> Definition:
    try:
        return questionnaire_files.read(file)
    except questionnaire_files.NotText as error:
        raise click.ClickException(
            f"{error.name} is not plain text. Save it as a text file in UTF-8."
        ) from None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise click.ClickException(f"{written!r} is no day. Write it as 2027-01-31.") from None


def _demo() -> ModuleType:
    # Anytown brings the whole analysis with it; a start that does not need it must be quick.
    from app import demo  # noqa: PLC0415

    return demo


def _service(session: Session, key: str) -> UUID:
    found = session.scalar(select(Service.id).where(Service.key == key))
    if found is None:
        raise click.ClickException(f"There is no service {key!r}. Add it with add-service.")
    return found
