"""What a coded project is made of, as plain values: codes, sources, marks, coders and cases."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid5

# Every key of ours that must be a GUID elsewhere is made under this one.
NAMESPACE = UUID("6b1f5a0e-2f0b-5c55-9a38-0d5d2f4c7e11")


@dataclass(frozen=True)
class Code:
    """One theme, as other programs know it; a folder of themes is a code that is not codable."""

    guid: UUID
    name: str
    description: str = ""
    colour: str = ""
    is_codable: bool = True
    parent: UUID | None = None


@dataclass(frozen=True)
class Coder:
    """Who gave themes to words."""

    guid: UUID
    name: str


@dataclass(frozen=True)
class Mark:
    """One code given to the characters from `start` up to, not including, `end`."""

    code: UUID
    start: int
    end: int
    coder: UUID | None = None


@dataclass(frozen=True)
class Source:
    """One text and what was marked in it."""

    guid: UUID
    name: str
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Case:
    """One person, by a name that says nothing: their sources, and the groups they are in."""

    guid: UUID
    name: str
    sources: tuple[UUID, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Project:
    """A whole file; codes stand in the order of their tree, each parent before its children."""

    name: str
    codes: tuple[Code, ...] = ()
    sources: tuple[Source, ...] = ()
    coders: tuple[Coder, ...] = ()
    cases: tuple[Case, ...] = ()
    origin: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data, ready for JSON when GUIDs are written as text."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Project:
        """Return the project that `as_data` described."""
        return cls(
            name=data["name"],
            codes=tuple(
                Code(
                    **one
                    | {
                        "guid": UUID(one["guid"]),
                        "parent": UUID(one["parent"]) if one["parent"] else None,
                    }
                )
                for one in data["codes"]
            ),
            sources=tuple(_source(one) for one in data["sources"]),
            coders=tuple(Coder(UUID(one["guid"]), one["name"]) for one in data["coders"]),
            cases=tuple(_case(one) for one in data["cases"]),
            origin=data["origin"],
        )


def guid_of(kind: str, key: str) -> UUID:
    """Return the GUID that something of ours has in every file, the same each time."""
    return uuid5(NAMESPACE, f"{kind}:{key}")


def _source(data: dict[str, Any]) -> Source:
    marks = tuple(
        Mark(
            UUID(one["code"]),
            one["start"],
            one["end"],
            UUID(one["coder"]) if one["coder"] else None,
        )
        for one in data["marks"]
    )
    return Source(UUID(data["guid"]), data["name"], data["text"], marks)


def _case(data: dict[str, Any]) -> Case:
    return Case(
        UUID(data["guid"]),
        data["name"],
        tuple(map(UUID, data["sources"])),
        tuple((name, value) for name, value in data["values"]),
    )
