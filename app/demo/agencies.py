"""One audit of several agencies of Anytown, under way: one has handed in, another writes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from sqlalchemy import select

from app import clock
from app.db import unit_of_work
from app.db.models import User
from app.domain.audits import AuditKind, Voice
from app.domain.people import Role
from app.services import (
    accounts,
    agencies,
    agency_parts,
    agency_states,
    audit_parts,
    auditing,
    improving,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.demo.people import Places
    from app.domain.people import Actor
    from app.services.part_writing import PageKept

FILE = Path(__file__).with_suffix(".yaml")
DUE_AFTER = timedelta(days=28)


def add(places: Places) -> None:
    """Add the agencies, and the audit with its parts as far as they are."""
    note: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    with unit_of_work() as session:
        listed = {
            name: agencies.add(session, name, by=places.users[Role.ADMINISTRATOR])
            for name in note["agencies"]
        }
        lead = accounts.actor_by_id(session, places.users[Role.PRACTITIONER])
        audit_id = auditing.open_audit(session, _opening(note["audit"]), by=lead)
        for voice, form in note["voices"].items():
            _write_voice(session, audit_id, Voice(voice), form, lead)
        for part in note["parts"]:
            _write_part(session, audit_id, listed[part["agency"]], part, lead)
        _add_actions(session, audit_id, note["actions"], lead)


def _opening(about: dict[str, Any]) -> auditing.Opening:
    return auditing.Opening(
        case_ref=about["case"],
        kind=AuditKind.MULTI_AGENCY,
        cohort=about["cohort"],
        team=about["team"],
        held_on=clock.today(),
        has_no_conflict=True,
        age_years=about["age"],
        practitioner_ref=about["practitioner_ref"],
    )


def _write_voice(
    session: Session, audit_id: UUID, voice: Voice, form: dict[str, list[str]], lead: Actor
) -> None:
    audit = auditing.find(session, audit_id, by=lead)
    key: str | None = auditing.definition_of(session, audit, voice).pages[0].key
    while key:
        key = _next(audit_parts.save_page(session, audit_id, voice, key, form, by=lead))


def _write_part(
    session: Session, audit_id: UUID, agency_id: UUID, note: dict[str, Any], lead: Actor
) -> None:
    user_id = session.scalars(select(User.id).where(User.email == note["email"])).one()
    author = accounts.actor_by_id(session, user_id)
    part_id = agency_parts.invite(session, audit_id, agency_id, user_id, by=lead)
    audit, part = agency_states.find_part(session, part_id, by=author)
    key: str | None = auditing.definition_of(session, audit, part.voice).pages[0].key
    while key:
        kept = agency_parts.save_page(session, part_id, key, note["form"], by=author)
        # The rest of a part under way is not written yet.
        key = None if kept.errors and not note.get("is_in") else _next(kept)
    if note.get("is_in"):
        agency_parts.hand_in(session, part_id, by=author)


def _next(kept: PageKept) -> str | None:
    if kept.errors:
        raise ValueError(f"{kept.next_key}: {', '.join(kept.errors)}")
    return kept.next_key


def _add_actions(
    session: Session, audit_id: UUID, notes: list[dict[str, str]], lead: Actor
) -> None:
    audit = auditing.find(session, audit_id, by=lead)
    for note in notes:
        improving.add_action(
            session,
            service_id=audit.service_id,
            audit_id=audit_id,
            agency=note["agency"],
            what=note["what"],
            why=note["why"],
            owner_role=note["owner"],
            due_on=audit.held_on + DUE_AFTER,
            by=lead,
        )
