"""Who is at a browser, and what is there to be seen: what the tests of several pages stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Service, Survey, User
from app.domain.people import Role
from tests import builders, coded, programme_pages, workbench_pages
from tests.invited import a_survey
from tests.programmed import a_file, some_rows
from tests.respondent import Visitor, a_published_survey
from tests.staff import Browser, a_colleague
from tests.tablet import link, lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def service(app: Flask) -> UUID:
    """Return a service."""
    with db.unit_of_work() as session:
        return builders.a_service(session, name="Leaving care").id


@pytest.fixture
def officer(sign_in: Callable[..., FlaskClient], service: UUID) -> FlaskClient:
    """Return the browser of a participation officer of that service."""
    return sign_in(Role.PARTICIPATION, service=service)


@pytest.fixture
def survey_id(service: UUID) -> UUID:
    """Publish the small survey in that service."""
    with db.unit_of_work() as session:
        a_published_survey(session, service_id=service)
        return session.scalars(select(Survey.id)).one()


@pytest.fixture
def invited_id(app: Flask) -> UUID:
    """Publish a survey that people are invited to."""
    with db.unit_of_work() as session:
        return a_survey(session).id


@pytest.fixture
def inviter(sign_in: Callable[..., FlaskClient], invited_id: UUID) -> FlaskClient:
    """Return the browser of a participation officer who invites people to it."""
    return sign_in(Role.PARTICIPATION)


@pytest.fixture
def token(officer: FlaskClient, survey_id: UUID) -> str:
    """Return the signed part of a link that locks a tablet to the survey."""
    return link(officer, survey_id)


@pytest.fixture
def tablet(client: FlaskClient, token: str) -> Visitor:
    """Return a tablet that is locked to the survey."""
    return lock(client, token)


@pytest.fixture
def browser(sign_in: Callable[..., FlaskClient]) -> Browser:
    """Return the browser of a participation officer of every service."""
    return Browser(sign_in(Role.PARTICIPATION))


@pytest.fixture
def found(app: Flask) -> coded.Coded:
    """Return three passages that the machine has read."""
    with db.unit_of_work() as session:
        return coded.read(session, workbench_pages.SAID)


@pytest.fixture
def person(app: Flask, found: coded.Coded) -> Callable[[str], Browser]:
    """Return a way to be a member of the staff of the service where the passages were written."""
    return lambda name: a_colleague(app, found.service_id, name)[0]


@pytest.fixture
def ada(person: Callable[[str], Browser]) -> Browser:
    """Return a participation officer at her browser."""
    return person("Ada")


@pytest.fixture
def auditor(staff: Callable[[str], Browser]) -> Browser:
    """Return the browser of Anytown's practitioner, who audits."""
    return staff("practitioner")


@pytest.fixture
def lead(staff: Callable[[str], Browser]) -> Browser:
    """Return the browser of who leads Anytown's audits."""
    return staff("moderator")


@pytest.fixture
def services(anytown: Flask) -> UUID:
    """Return the id of a service of Anytown."""
    with db.reading() as session:
        return session.scalars(select(Service.id).where(Service.key == "families")).one()


@pytest.fixture
def place(lead: Browser, services: UUID) -> str:
    """Open a cycle of audits and return its address."""
    return programme_pages.opened(lead, services)


@pytest.fixture
def auditor_id(anytown: Flask) -> UUID:
    """Return the id of Anytown's auditor."""
    with db.reading() as session:
        email = "practitioner@anytown.example"
        return session.scalars(select(User.id).where(User.email == email)).one()


@pytest.fixture
def drawn(lead: Browser, place: str, auditor_id: UUID) -> str:
    """Return the address of a cycle with an auditor and four drawn cases."""
    lead.sends(place, f"{place}/auditors", user_id=str(auditor_id), team="Quality")
    answer = programme_pages.upload(lead, place, a_file(some_rows(8)))
    lead.sends(answer.headers["Location"], f"{answer.headers['Location']}/keep")
    lead.sends(place, f"{place}/draw", size="4", strata="team")
    return place
