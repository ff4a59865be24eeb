"""A survey of a service, and who publishes there: what the tests of several pages stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Survey
from app.domain.people import Role
from tests import builders
from tests.respondent import a_published_survey

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
