"""Builders: sensible rows by default, one keyword for what a test is about."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from app.db.models import Membership, Service, User
from app.domain.people import Role
from app.domain.surveys import Channel
from app.services import answers, publishing, responding
from surveys import Given, parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from surveys.definition import Definition

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


SMALL = {
    "key": "small",
    "title": "A small survey",
    "kind": "questionnaire",
    "audience": "young_people",
    "pages": [
        {
            "key": "words",
            "title": "Words",
            "questions": [{"key": "words", "kind": "long_text", "label": "What is it like?"}],
        }
    ],
}


def publish(session: Session, definition: Definition, **promises: Any) -> UUID:
    """Publish a definition with promises that can be kept, and return the id of its version."""
    promised = {
        "decision_maker": "The Head of Care",
        "told_by": date(2099, 1, 31),
        "identity": None,
        "by": None,
    }
    return publishing.publish(session, definition, **promised | promises)


def an_answer(
    session: Session, service_id: UUID, *, words: str = "It is fine.", person: str = "one"
) -> tuple[UUID, UUID]:
    """Publish a small survey, take in one person's words, and return response and question."""
    version_id = publish(
        session, parse(SMALL), service_id=service_id, slug=f"small-{service_id.hex[:8]}"
    )
    response_id = responding.accept(
        session,
        version_id,
        {"words": Given(text=words)},
        channel=Channel.WEB,
        received_on=date(2026, 11, 1),
        client_token=f"{service_id}-{person}",
    )
    return response_id, answers.questions_of(session, version_id)["words"].id
