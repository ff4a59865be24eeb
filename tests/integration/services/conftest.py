"""Who acts in the tests of several services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.domain.people import Actor, Role
from tests import builders, imported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from app.db import Database


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
