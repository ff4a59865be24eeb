"""The devices that audits are captured on: met at their first sync, and revoked for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import CaptureDevice
from app.domain.errors import NotAllowed, NotFound
from app.services import activity

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

LONGEST_NAME = 60
UNNAMED = "A device"


@dataclass(frozen=True)
class DeviceLine:
    """One device, for the list of its owner."""

    id: UUID
    name: str
    added_on: date
    heard_on: date
    is_revoked: bool


def meet(session: Session, device_id: UUID, name: str, *, by: Actor) -> str:
    """Note that a device is heard from; the first time makes it the person's.

    Return what it is called from now on: no two devices of a person have one name, so that who
    revokes one takes the right one. A name that is taken is numbered and not refused, because
    a device is often named where there is no signal, and what it holds must not wait for a name.

    Raises:
        NotAllowed: it was revoked (`device_revoked`) or holds the audits of another person
            (`device_of_another`).
    """
    device = session.get(CaptureDevice, device_id)
    if device is None:
        device = CaptureDevice(
            id=device_id,
            user_id=by.id,
            name=" ".join(name.split())[:LONGEST_NAME] or UNNAMED,
            added_on=clock.today(),
            heard_on=clock.today(),
        )
        session.add(device)
        session.flush()
        activity.record(session, "device.added", by=by.id, about=("device", device_id))
    if device.user_id != by.id:
        raise NotAllowed("device_of_another")
    if device.revoked_at is not None:
        raise NotAllowed("device_revoked")
    device.heard_on = clock.today()
    device.name = _apart(device.name, _names_beside(session, device))
    return device.name


def revoke(session: Session, device_id: UUID, *, by: Actor) -> None:
    """Take nothing more from a device; what it sent stays, what it holds it can still export.

    Raises:
        NotFound: it is not there, or somebody else's.
    """
    device = session.get(CaptureDevice, device_id)
    if device is None or device.user_id != by.id:
        raise NotFound
    if device.revoked_at is None:
        device.revoked_at = clock.now()
        activity.record(session, "device.revoked", by=by.id, about=("device", device_id))


def devices_of(session: Session, actor: Actor) -> tuple[DeviceLine, ...]:
    """Return the devices of a person, the one heard from last first."""
    rows = session.scalars(
        select(CaptureDevice)
        .where(CaptureDevice.user_id == actor.id)
        .order_by(CaptureDevice.heard_on.desc(), CaptureDevice.name, CaptureDevice.id)
    )
    return tuple(
        DeviceLine(row.id, row.name, row.added_on, row.heard_on, row.revoked_at is not None)
        for row in rows
    )


def _names_beside(session: Session, device: CaptureDevice) -> frozenset[str]:
    """Return what the other devices of its owner are called, the revoked ones too."""
    query = select(CaptureDevice.name).where(
        CaptureDevice.user_id == device.user_id, CaptureDevice.id != device.id
    )
    return frozenset(name.casefold() for name in session.scalars(query))


def _apart(name: str, taken: frozenset[str]) -> str:
    """Return a name, with the first number from 2 that makes it different from those taken.

    >>> _apart("Work phone", frozenset({"work phone", "work phone (2)"}))
    'Work phone (3)'
    """
    called, number = name, 1
    while called.casefold() in taken:
        number += 1
        ending = f" ({number})"
        called = name[: LONGEST_NAME - len(ending)] + ending
    return called
