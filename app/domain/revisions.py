"""What a field of an audit was given, on whichever device, and which of it stands: pure.

Each revision names the revisions that its author had seen. What nobody has seen is a head. Two
heads that differ are a clash, and only a person settles it: by a revision that has seen both.
No clock takes part, so what comes late, twice or in another order ends at the same heads.

Source: the multi-value register, Shapiro, Preguiça, Baquero and Zawirski (2011), A comprehensive
study of convergent and commutative replicated data types, INRIA RR-7506, section 3.2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

# What a form would send for the field, by part: the same strings that the page online sends.
Raw = dict[str, list[str]]


@dataclass(frozen=True)
class Edit:
    """One field given anew, as a device sends it; `seen` names what its author saw there."""

    id: UUID
    field: str
    seen: frozenset[UUID]
    raw: Raw


@dataclass(frozen=True)
class Revision:
    """An edit that was taken; `number` is its place among all edits of its audit, from 1."""

    number: int
    edit: Edit

    @property
    def id(self) -> UUID:
        """The id that the device gave the edit."""
        return self.edit.id

    @property
    def field(self) -> str:
        """The key of the field."""
        return self.edit.field


@dataclass(frozen=True)
class Taking:
    """What became of some edits: those that are new, and the ids of all that are safe now.

    `changed` holds ids that were sent before with something else; what came first stays.
    """

    new: tuple[Edit, ...]
    safe: tuple[UUID, ...]
    changed: tuple[UUID, ...]


def take(edits: Iterable[Edit], known: Mapping[UUID, Edit]) -> Taking:
    """Sort out what a device sent, of which some or all may have come before.

    Taking the same again changes nothing, so a device may send until it hears that all is safe.
    """
    met = dict(known)
    new: list[Edit] = []
    safe: list[UUID] = []
    changed: list[UUID] = []
    for edit in edits:
        if edit.id in met:
            (safe if met[edit.id] == edit else changed).append(edit.id)
            continue
        met[edit.id] = edit
        new.append(edit)
        safe.append(edit.id)
    return Taking(tuple(new), tuple(safe), tuple(changed))


def heads(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """Return the revisions of one field that no other one has seen, the one that stands first.

    What came first stands; whoever had seen what stands takes its place, whatever came beside it
    meanwhile. There is always one head where there is any revision: those that claim to have seen
    one another in a ring, which no honest device does, leave the one that came last.
    """
    ordered = sorted(revisions, key=lambda one: one.number)
    seen = {one for revision in ordered for one in revision.edit.seen - {revision.id}}
    found = [one for one in ordered if one.id not in seen]
    stands: Revision | None = None
    for one in ordered:
        if stands is None or stands.id in one.edit.seen:
            stands = one
    # Where what stands came before one that had seen it, it is no head, and the first head stands.
    return tuple(sorted(found, key=lambda one: one != stands)) or tuple(ordered[-1:])


def standing(revisions: Sequence[Revision]) -> Revision | None:
    """Return the revision of one field that is its answer meanwhile; None where there is none.

    While heads differ that is the one that came first, or what was written by somebody who saw
    it: nothing that comes later takes the place of an answer that its author does not know.
    """
    return next(iter(heads(revisions)), None)


def is_clash(revisions: Sequence[Revision]) -> bool:
    """Return whether a person has to choose; two who gave the same have nothing to choose."""
    found = heads(revisions)
    return any(other.edit.raw != found[0].edit.raw for other in found[1:])


def by_field(revisions: Iterable[Revision]) -> dict[str, list[Revision]]:
    """Return the revisions of an audit by field, each in the order in which they came."""
    found: dict[str, list[Revision]] = {}
    for revision in sorted(revisions, key=lambda one: one.number):
        found.setdefault(revision.field, []).append(revision)
    return found
