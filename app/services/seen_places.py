"""What a page of audits is about: all services that a person reaches, one of them, or one team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Audit, AuditCase, AuditCycle, Service
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.domain.programme import months_before
from app.domain.titles import tidy
from app.services.selection import waves

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

# Eight rounds of six weeks are about a year: long enough to count, short enough to be about now.
WAVES, MONTHS = 8, 12


@dataclass(frozen=True)
class ServiceLine:
    """One service with its teams, as their audits and cases name them."""

    id: UUID
    name: str
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """The services there are for a person, and what of them is chosen; None and "" stand for all.

    Audits held since `since` count.
    """

    services: tuple[ServiceLine, ...]
    service: ServiceLine | None
    team: str
    since: date

    @property
    def name(self) -> str:
        """What the page is about, in words."""
        if self.team:
            return self.team
        return self.service.name if self.service else "All services"

    @property
    def service_ids(self) -> frozenset[UUID]:
        """Every service that a person reaches, chosen or not."""
        return frozenset(one.id for one in self.services)

    @property
    def groups(self) -> dict[str, str]:
        """What is compared: the services, or the teams of one, by their key; none for a team."""
        if self.team:
            return {}
        if self.service is None:
            return {str(one.id): one.name for one in self.services}
        return {team_key(team): team for team in self.service.teams}

    def holds(self, service_id: UUID, team: str) -> bool:
        """Return whether what is chosen holds a team, given by its key, of a service."""
        if self.service is None:
            return True
        return service_id == self.service.id and (not self.team or team == team_key(self.team))


def place(session: Session, by: Actor, *, service_id: UUID | None = None, team: str = "") -> Place:
    """Return what a page is about; the only service that somebody reaches is chosen for them.

    Raises:
        NotFound: the service or the team is not there, or none of the person's business.
    """
    services = _services(session, by)
    chosen = next((one for one in services if one.id == service_id), None)
    if service_id and chosen is None:
        raise NotFound
    if chosen is None and len(services) == 1:
        chosen = services[0]
    known = {team_key(one): one for one in chosen.teams} if chosen else {}
    if team and team_key(team) not in known:
        raise NotFound
    return Place(services, chosen, known.get(team_key(team), ""), since(session))


def team_key(team: str) -> str:
    """Return by what the names of one team, written differently, are one.

    >>> team_key(" Care  North") == team_key("care north")
    True
    """
    return tidy(team).casefold()


def since(session: Session) -> date:
    """Return the day from which audits count: the first of eight waves, or of a year's months."""
    known = waves(session)[:WAVES]
    if known:
        return known[-1].starts_on
    return months_before(clock.today(), MONTHS).replace(day=1)


def _services(session: Session, by: Actor) -> tuple[ServiceLine, ...]:
    where = by.services(Permission.READ_EVIDENCE)
    rows = select(Service.id, Service.name).order_by(Service.name)
    if where is not None:
        rows = rows.where(Service.id.in_(where))
    teams = _teams(session)
    return tuple(
        ServiceLine(key, name, _once(teams[key]))
        for key, name in session.execute(rows)
        if key in teams
    )


def _teams(session: Session) -> dict[UUID, set[str]]:
    audited = select(Audit.service_id, Audit.team).distinct()
    listed = (
        select(AuditCycle.service_id, AuditCase.team)
        .join(AuditCase, AuditCase.cycle_id == AuditCycle.id)
        .distinct()
    )
    found: dict[UUID, set[str]] = {}
    for query in (audited, listed):
        for service_id, team in session.execute(query):
            found.setdefault(service_id, set()).add(tidy(team))
    return found


def _once(teams: Iterable[str]) -> tuple[str, ...]:
    known: dict[str, str] = {}
    for team in sorted(teams):
        known.setdefault(team_key(team), team)
    return tuple(known.values())
