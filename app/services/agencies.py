"""The agencies that the organisation audits together with: a list that it sets itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db.models import Agency
from app.domain.errors import Invalid, NotFound
from app.services import activity

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

LONGEST_NAME = 80


@dataclass(frozen=True)
class AgencyLine:
    """One agency of the list."""

    id: UUID
    name: str
    is_retired: bool


def agencies(session: Session, *, retired: bool = False) -> tuple[AgencyLine, ...]:
    """Return the agencies that can be asked, by name; those that were retired too if wanted."""
    query = select(Agency).order_by(Agency.name)
    found = [
        AgencyLine(one.id, one.name, one.retired_at is not None) for one in session.scalars(query)
    ]
    return tuple(one for one in found if retired or not one.is_retired)


def add(session: Session, name: str, *, by: UUID) -> UUID:
    """Add an agency, or bring one back that was retired, and return it.

    Raises:
        Invalid: there is no name, it is too long, or it is on the list.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        what = f"Write the name of the agency, in no more than {LONGEST_NAME} characters."
        raise Invalid(fields={"name": what})
    known = session.scalar(select(Agency).where(func.lower(Agency.name) == name.lower()))
    if known is not None and known.retired_at is None:
        raise Invalid(fields={"name": f"{known.name} is on the list already."})
    agency = known or Agency(name=name)
    agency.retired_at = None
    session.add(agency)
    session.flush()
    activity.record(session, "agency.added", by=by, about=("agency", agency.id))
    return agency.id


def retire(session: Session, agency_id: UUID, *, by: UUID) -> None:
    """Take an agency off the list; audits that it takes part in keep it.

    Raises:
        NotFound: it is not on the list.
    """
    agency = session.get(Agency, agency_id)
    if agency is None or agency.retired_at is not None:
        raise NotFound
    agency.retired_at = clock.now()
    activity.record(session, "agency.retired", by=by, about=("agency", agency.id))
