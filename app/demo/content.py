"""The words of Anytown, read from its files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from app.demo.audit_sheets import DemoAction, DemoAudit, read_audits
from app.demo.reading_notes import DemoReading, read_readings
from app.domain.people import Role
from app.services import questionnaire_files
from surveys import Definition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.questions import Question

WAVES = 3
HERE = Path(__file__).parent
LIBRARY = HERE.parents[1] / "surveys" / "library"


@dataclass(frozen=True)
class Person:
    """A member of staff of Anytown."""

    role: Role
    name: str
    email: str


@dataclass(frozen=True)
class DemoSurvey:
    """A survey of Anytown: whose it is, and how many answered in each wave."""

    key: str
    definition: Definition
    service: str
    slug: str
    decision_maker: str
    people: tuple[int, ...]


@dataclass(frozen=True)
class Anytown:
    """Everything that Anytown is made of."""

    name: str
    services: Mapping[str, str]
    staff: tuple[Person, ...]
    surveys: tuple[DemoSurvey, ...]
    actions: tuple[DemoAction, ...]
    audits: tuple[DemoAudit, ...]
    evidence: Mapping[str, Any]
    share_read_again: int
    seed: int
    readings: tuple[DemoReading, ...]
    voices: Mapping[tuple[str, str], tuple[tuple[int, str], ...]]
    leanings: Mapping[str, Any]
    learning: tuple[Mapping[str, Any], ...]
    _said: dict[tuple[str, str, int], int] = field(default_factory=lambda: defaultdict(int))

    def next_words(self, survey: str, question: str, wave: int) -> str | None:
        """Return what the next person says to a question in a wave; None when all is said."""
        said = self.voices.get((survey, question), ())
        mine = [words for in_wave, words in said if in_wave == wave]
        place = self._said[survey, question, wave]
        self._said[survey, question, wave] += 1
        return mine[place] if place < len(mine) else None

    def weights(self, survey: str, question: Question, wave: int) -> Mapping[str, float]:
        """Return how much people lean to each answer of a question in a wave."""
        own = self.leanings.get(survey, {}).get(question.key)
        leaning = own or self.leanings["any"].get(question.kind, {})
        return {
            str(value): float(many[wave] if isinstance(many, list) else many)
            for value, many in leaning.items()
        }


@cache
def _files() -> dict[str, Any]:
    return {
        name: yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
        for name in ("organisation", "audits", "evidence", "readings", "leanings")
    }


def read() -> Anytown:
    """Return Anytown as its files have it, with nothing said yet."""
    data, organisation = _files(), _files()["organisation"]
    return Anytown(
        name=organisation["name"],
        services=organisation["services"],
        staff=tuple(
            Person(Role(one["role"]), one["name"], one["email"]) for one in organisation["staff"]
        ),
        surveys=tuple(_survey(one) for one in organisation["surveys"]),
        actions=tuple(_action(one) for one in organisation["actions"]),
        audits=read_audits(data["audits"], data["evidence"]),
        evidence=data["evidence"],
        share_read_again=data["readings"]["share"],
        seed=data["readings"]["seed"],
        readings=read_readings(data["readings"]["readings"]),
        voices=_voices(),
        leanings=data["leanings"],
        learning=tuple(organisation["learning"]),
    )


def _survey(data: dict[str, Any]) -> DemoSurvey:
    definition = _definition(data["file"])
    return DemoSurvey(
        key=definition.key,
        definition=definition,
        service=data["service"],
        slug=data["slug"],
        decision_maker=data["decision_maker"],
        people=tuple(data["people"]),
    )


@cache
def _definition(name: str) -> Definition:
    # What only Anytown shows stands with Anytown.
    own = HERE / f"{name}.yaml"
    return questionnaire_files.read(own if own.is_file() else LIBRARY / own.name)


def _action(data: dict[str, Any]) -> DemoAction:
    return DemoAction(
        what=data["what"],
        why=data["why"],
        owner_role=data["owner_role"],
        service=data["service"],
        theme=data["theme"],
        due_after=timedelta(days=data["due_in_days"]),
    )


@cache
def _spoken() -> tuple[dict[str, Any], ...]:
    files = sorted((HERE / "voices").glob("*.yaml"))
    return tuple(yaml.safe_load(file.read_text("utf-8")) for file in files)


def _voices() -> dict[tuple[str, str], tuple[tuple[int, str], ...]]:
    # Every voice is heard once. Those of no wave in particular are dealt out to the three.
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for spoken in _spoken():
        for number, voice in enumerate(spoken["voices"]):
            wave = int(voice["wave"]) - 1 if "wave" in voice else number % WAVES
            found[spoken["survey"], voice["question"]].append((wave, voice["text"]))
    return {place: tuple(words) for place, words in found.items()}
