"""Builders: sensible rows by default, one keyword for what a test is about."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from app.db.models import Membership, Service, User
from app.domain.people import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_number = count(1)
# Hashing a password takes a tenth of a second on purpose; tests that sign in make their own.
NO_PASSWORD = "$argon2id$never"


def a_service(session: Session, **columns: Any) -> Service:
    """Add a service."""
    number = next(_number)
    service = Service(**{"key": f"service-{number}", "name": f"Service {number}"} | columns)
    session.add(service)
    session.flush()
    return service


def a_user(
    session: Session,
    *,
    roles: Sequence[Role] = (Role.PARTICIPATION,),
    service_id: Any = None,
    **columns: Any,
) -> User:
    """Add a member of staff with roles in one service, or in all of them."""
    number = next(_number)
    user = User(
        **{
            "email": f"person{number}@anytown.example",
            "name": f"Person {number}",
            "password_hash": NO_PASSWORD,
        }
        | columns
    )
    session.add(user)
    session.flush()
    for role in roles:
        session.add(Membership(user_id=user.id, service_id=service_id, role=role))
    session.flush()
    return user
