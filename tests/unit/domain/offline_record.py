"""What the site holds of one audit in the world of R-48, and how an edit changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from app.domain.page_edits import Said
from app.domain.revisions import Edit, Revision, by_field, is_clash, standing
from surveys import Given
from surveys.routing import visible_pages
from tests.unit.domain.offline_form import (
    PART_OF,
    PARTS,
    QUESTIONS,
    SAFE_NOW,
    UNSAFE,
)
from tests.unit.domain.offline_photos import Wall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ON_PAGES = None


@dataclass
class Record:
    """What the site holds of one audit: every revision in its order, and the stored answers."""

    chance: Random = field(default_factory=lambda: Random(0))
    revisions: list[Revision] = field(default_factory=list)
    authors: dict[UUID, UUID | None] = field(default_factory=dict)
    current: dict[str, UUID] = field(default_factory=dict)
    stored: dict[str, Given] = field(default_factory=dict)
    revoked: set[UUID] = field(default_factory=set)
    is_draft: bool = True
    concern: str = ""
    photos: Wall = field(default_factory=Wall)

    def of(self, part: str) -> dict[str, Given]:
        """Return the stored answers of one voice."""
        return {key: given for key, given in self.stored.items() if PART_OF[key] == part}

    def clashes(self) -> list[str]:
        """Return the fields of which a person has to choose what holds."""
        return [key for key, found in by_field(self.revisions).items() if is_clash(found)]

    def asked(self) -> frozenset[str]:
        """Return the fields that are asked as the audit stands."""
        return frozenset(
            question.key
            for part, definition in PARTS.items()
            for page in visible_pages(definition, self.of(part))
            for question in page.questions
        )

    def _notice(self) -> None:
        edits, found = self._edits(), []
        for key, question in QUESTIONS.items():
            current = self.current.get(key)
            before = read(key, edits[current].raw) if current else None
            now = self.stored.get(key)
            if now != before:
                raw = {part: list(sent) for part, sent in question.raw(now).items()}
                found.append(Edit(self._id(), key, frozenset({current} if current else ()), raw))
        for one in self._add(found, ON_PAGES):
            self.current[one.field] = one.id

    def _take(self, edits: Iterable[Edit], author: UUID | None) -> None:
        new = self._add(edits, author)
        kept = by_field(self.revisions)
        last: dict[str, dict[str, Given | None]] = {}
        for one in new:
            if one != standing(kept[one.field]):
                self._keep_givens({one.field: read(one.field, one.edit.raw)})
        for key in dict.fromkeys(one.field for one in new):
            stands = standing(kept[key])
            if stands:
                self.current[key] = stands.id
                last.setdefault(PART_OF[key], {})[key] = read(key, stands.edit.raw)
        for givens in last.values():
            self._keep_givens(givens)

    def _keep_givens(self, givens: Mapping[str, Given | None]) -> None:
        if self._is_taken_back(givens.get(SAFE_NOW)):
            givens = {key: one for key, one in givens.items() if key != SAFE_NOW}
        self._keep(givens)
        self._heed(givens)

    def _keep(self, givens: Mapping[str, Given | None]) -> None:
        for key, given in givens.items():
            self.stored.pop(key, None)
            if given is not None:
                self.stored[key] = given

    def _heed(self, givens: Mapping[str, Given | None] | None) -> None:
        given = (givens or {}).get(SAFE_NOW)
        if given is not None and given.value in UNSAFE:
            self.concern = "open"

    def _is_taken_back(self, given: Given | None) -> bool:
        return given is not None and given.value == "yes" and bool(self.concern)

    def _add(self, edits: Iterable[Edit], author: UUID | None) -> list[Revision]:
        new = [Revision(n, one) for n, one in enumerate(edits, len(self.revisions) + 1)]
        self.revisions += new
        self.authors |= {one.id: author for one in new}
        return new

    def _edit(self, key: str, said: Said | None) -> list[Edit]:
        return [Edit(self._id(), key, said.seen, said.raw)] if said else []

    def _edits(self) -> dict[UUID, Edit]:
        return {one.id: one.edit for one in self.revisions}

    def _own(self) -> frozenset[UUID]:
        return frozenset(one for one, author in self.authors.items() if author is ON_PAGES)

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


def read(key: str, raw: Mapping[str, Sequence[str]]) -> Given | None:
    """Return what was sent for a field as an answer; None for nothing."""
    question = QUESTIONS[key]
    return None if question.is_empty(raw) else question.read(raw)
