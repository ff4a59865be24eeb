"""Anytown, the demonstration organisation: every word invented, the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db import reading, unit_of_work
from app.db.models import Survey, User
from app.demo import (
    agencies,
    audits,
    content,
    decisions,
    learning,
    people,
    programme,
    readings,
    responses,
)
from app.services import jobs
from app.worker import loop

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD = people.PASSWORD


class DemoError(Exception):
    """Anytown could not be loaded whole; the message names the jobs that failed."""


def is_wanted() -> bool:
    """Return whether the database is empty, so that nothing real can be mixed with Anytown."""
    with reading() as session:
        users = session.scalar(select(func.count()).select_from(User))
        surveys = session.scalar(select(func.count()).select_from(Survey))
    return not users and not surveys


def load(say: Callable[[str], None]) -> None:
    """Load Anytown into an empty database: people, waves, surveys, answers, audits, a cycle.

    Deterministic but for keys and sealed bytes. Its three waves of six weeks end today.
    """
    anytown = content.read()
    today = clock.today()
    with unit_of_work() as session:
        places = people.add(session, anytown, today)
    say(f"{len(anytown.staff)} members of staff, {len(places.services)} services, 3 waves")
    with unit_of_work() as session:
        versions = responses.publish_surveys(session, anytown, places, today)
    say(f"{len(versions)} surveys published")
    answered = responses.add(anytown, places, versions, say)
    say(f"{answered} responses")
    first, last = programme.begins(places)
    with clock.frozen(first), unit_of_work() as session:
        earlier_id = programme.add_earlier(session, places)
    with clock.frozen(last), unit_of_work() as session:
        cycle_id = programme.add(session, places)
    held = audits.add(anytown, places)
    agencies.add(places)
    say(f"{readings.add(anytown, places)} audits read again")
    with unit_of_work() as session:
        programme.go_on(session, places, earlier_id, cycle_id)
    say(f"{held} conversational audits, one of several agencies under way, and a cycle of more")
    say("reading what people wrote …")
    _work()
    with unit_of_work() as session:
        decisions.add(session, anytown, places)
    learning.add(anytown, places)
    _work()
    say("themes, quotes, actions and a report are ready")


def _work() -> None:
    loop.run_all()
    with reading() as session:
        failed = jobs.failed(session)
    if failed:
        raise DemoError(", ".join(sorted({f"{job.kind}: {job.error_code}" for job in failed})))


def sign_ins() -> list[str]:
    """Return one line a role: how to sign in to Anytown. Empty when Anytown is not loaded."""
    with reading() as session:
        known = set(session.scalars(select(User.email)))
    staff = [person for person in content.read().staff if person.email in known]
    if not staff:
        return []
    width = max(len(person.role.label) for person in staff)
    lines = [f"  {person.role.label:<{width}}  {person.email}" for person in staff]
    return ["", f"Sign in at /sign-in with the password {PASSWORD!r} as:", *lines]
