"""Divisions: the ways in which the people who wrote may be divided, each into one group."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.db.models import Response, SurveyVersion
from app.services.respondents import commenters, place_of
from app.services.selection import responses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.scopes import Scope
    from app.services.selection import WaveLine

WAVE, SURVEY = "wave", "survey"
UNSAID, NO_WAVE, OTHERS = "Did not say", "In no wave", "All others"
# A table of more columns than this cannot be read; the smaller groups are then joined.
MOST = 10


@dataclass(frozen=True)
class Way:
    """One way of dividing people: what an address calls it, and what a page does."""

    key: str
    label: str


@dataclass(frozen=True)
class Division:
    """Everyone who wrote, each in one group; groups `aside` are not compared with others."""

    way: Way
    groups: Mapping[UUID, str]
    order: tuple[str, ...]
    aside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Writer:
    survey_id: UUID
    received_on: date
    groups: Mapping[str, Any]


@dataclass(frozen=True)
class Writers:
    """Those who wrote something, and what they may be divided by."""

    scope: Scope
    people: Mapping[UUID, _Writer]

    def ways(self) -> tuple[Way, ...]:
        """Return the ways to divide these people: the groups they are in, waves and surveys."""
        titles = sorted({title for one in self.people.values() for title in one.groups})
        found = [Way(title, title) for title in titles]
        if self.scope.wave is None and len({*self._by_wave().values()}) > 1:
            found.append(Way(WAVE, "Wave"))
        if self.scope.survey is None and len({one.survey_id for one in self.people.values()}) > 1:
            found.append(Way(SURVEY, "Survey"))
        return tuple(found)

    def divide(self, way: Way) -> Division:
        """Return these people divided in one way."""
        if way.key == WAVE:
            order = tuple(wave.name for wave in reversed(self.scope.waves))
            return Division(way, self._by_wave(), (*order, NO_WAVE), frozenset({NO_WAVE}))
        if way.key == SURVEY:
            titles = {line.id: line.title for line in self.scope.surveys}
            groups = {who: titles[one.survey_id] for who, one in self.people.items()}
            return _joined(Division(way, groups, tuple(sorted({*groups.values()}))))
        return _joined(self._by_group(way))

    def _by_wave(self) -> dict[UUID, str]:
        return {
            who: _wave_of(one.received_on, self.scope.waves) for who, one in self.people.items()
        }

    def _by_group(self, way: Way) -> Division:
        # Only those who were asked: a survey in which nobody is in such a group did not ask.
        asked = {one.survey_id for one in self.people.values() if way.key in one.groups}
        groups = {
            who: str(one.groups.get(way.key, UNSAID))
            for who, one in self.people.items()
            if one.survey_id in asked
        }
        order = sorted({*groups.values()} - {UNSAID}, key=place_of)
        return Division(way, groups, (*order, UNSAID), frozenset({UNSAID}))


def writers(session: Session, scope: Scope) -> Writers:
    """Return those who wrote something in what a page is about."""
    wrote = commenters(session, scope.selection)
    rows = session.execute(
        responses(scope.selection).with_only_columns(
            Response.id, SurveyVersion.survey_id, Response.received_on, Response.groups
        )
    )
    people = {row[0]: _Writer(*row[1:]) for row in rows if row[0] in wrote}
    return Writers(scope, people)


def _wave_of(day: date, waves: Sequence[WaveLine]) -> str:
    names = (wave.name for wave in waves if wave.starts_on <= day <= wave.ends_on)
    return next(names, NO_WAVE)


def _joined(division: Division) -> Division:
    sizes = Counter(name for name in division.groups.values() if name not in division.aside)
    if len(sizes) <= MOST:
        return division
    kept = {
        name for name, _ in sorted(sizes.items(), key=lambda one: (-one[1], one[0]))[: MOST - 1]
    }
    kept |= division.aside
    groups = {who: name if name in kept else OTHERS for who, name in division.groups.items()}
    order = [name for name in division.order if name in kept - division.aside]
    return Division(division.way, groups, (*order, OTHERS, *division.aside), division.aside)
