"""Who acts in the tests of several services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.domain.people import Actor, Role
from app.services import auditing
from tests import audited, blind, builders, coded, imported, practice, programmed, seen, workbench
from tests.captured import OPENING, an_auditor
from tests.crowd import a_crowd
from tests.cycled import Cycle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
def imran(session: Session, service: Service) -> Actor:
    """Return who audits in the service, by a name that no page of numbers may say."""
    return practice.an_actor(session, Role.PRACTITIONER, name="Imran Sowter")


@pytest.fixture
def lead(session: Session, service: Service) -> Actor:
    """Return who leads the audits of the service."""
    return programmed.a_person(session, Role.MODERATOR, service.id)


@pytest.fixture
def cycle_id(session: Session, lead: Actor, service: Service) -> UUID:
    """Open a cycle of audits in the service, and return its id."""
    return programmed.a_cycle(session, lead, service.id)


@pytest.fixture
def hold(session: Session, lead: Actor, imran: Actor, cycle_id: UUID) -> Callable[..., None]:
    """Return a way to hold an audit of the cycle for each overall grade."""
    return Cycle(session, lead, imran, cycle_id).hold


@pytest.fixture
def keys(session: Session) -> list[str]:
    """Return the keys of the themes in use, in order."""
    return blind.theme_keys(session)


@pytest.fixture
def visiting(database: Database) -> Actor:
    """Return a practitioner who audits away from a desk."""
    with db.unit_of_work() as session:
        return an_auditor(session)


@pytest.fixture
def audit_id(visiting: Actor) -> UUID:
    """Return an audit that they opened."""
    with db.unit_of_work() as session:
        return auditing.open_audit(session, OPENING, by=visiting)


@pytest.fixture
def found(session: Session) -> coded.Coded:
    """Return four passages, of which the machine is sure to different degrees."""
    return coded.read(session, workbench.SAID)


@pytest.fixture
def ada(session: Session, found: coded.Coded) -> Actor:
    """Return a participation officer of the service where the passages were written."""
    return coded.somebody(session, found, "Ada")


@pytest.fixture
def crowd(session: Session) -> Crowd:
    """Return a survey that nobody has answered yet."""
    return a_crowd(session)


@pytest.fixture
def late_in_2026() -> Iterator[None]:
    """Hold the clock, so that a year of audits is the same year in each test."""
    with clock.frozen(clock.now().replace(year=2026, month=11, day=26, hour=12)):
        yield
