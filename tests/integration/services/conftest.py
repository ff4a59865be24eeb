"""Who acts in the tests of several services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.domain.people import Actor, Role
from tests import audited, builders, imported, practice, seen
from tests.crowd import a_crowd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import Database
    from app.db.models import Service
    from tests.crowd import Crowd


@pytest.fixture
def importer(database: Database) -> Iterator[tuple[Actor, UUID]]:
    """Be a participation officer on the day of an import, and give the service they work in."""
    with clock.frozen(imported.NOW):
        with db.unit_of_work() as session:
            service = builders.a_service(session).id
            user = builders.a_user(session, service_id=service)
            grants = frozenset({(Role.PARTICIPATION, service)})
            actor = Actor(user.id, user.name, user.email, grants)
        yield actor, service


@pytest.fixture
def service(session: Session) -> Service:
    """Return a service with a form for audits."""
    found = builders.a_service(session)
    audited.publish_form(session, found.id)
    return found


@pytest.fixture
def officer(session: Session, service: Service) -> Actor:
    """Return a participation officer of that service."""
    return seen.person(session, Role.PARTICIPATION, service)


@pytest.fixture
def everywhere(session: Session) -> Actor:
    """Return a participation officer of every service."""
    return seen.person(session, Role.PARTICIPATION)


@pytest.fixture
def service_id(session: Session) -> UUID:
    """Publish the form for audits that ships, and return the id of its service."""
    return practice.a_form(session)


@pytest.fixture
def auditor(session: Session, service_id: UUID) -> Actor:
    """Return who audits in that service."""
    return practice.an_actor(session, Role.PRACTITIONER)


@pytest.fixture
def worker(session: Session) -> Actor:
    """Return a practitioner whose cases are audited."""
    return practice.an_actor(session, Role.PRACTITIONER, name="Nerys Calloway")


@pytest.fixture
def crowd(session: Session) -> Crowd:
    """Return a survey that nobody has answered yet."""
    return a_crowd(session)


@pytest.fixture
def late_in_2026() -> Iterator[None]:
    """Hold the clock, so that a year of audits is the same year in each test."""
    with clock.frozen(clock.now().replace(year=2026, month=11, day=26, hour=12)):
        yield
