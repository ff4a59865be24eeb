"""Codings in: find whose words a file is about, and keep its codings as those of a person."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.exchange import wording
from app.domain.people import Permission
from app.services import answers, codebooks, exchange_words
from app.services.exchange_asked import asked_by
from app.services.selection import select_surveys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.exchange.matrix import Matrix
    from analysis.exchange.shapes import Project
    from analysis.exchange.wording import Redacted
    from app.domain.people import Actor
    from app.services.exchange_asked import Asked, Wish
    from app.services.exchange_words import Place

HIDDEN = re.compile(r"\[[a-z]{2,12}\]")
# Nobody brings more exports in one file; each costs a hash of every answer.
MOST_EXPORTS = 20
REASONS = {
    "nothing": "No comment here has this id or these words.",
    "several": "These words are those of more than one comment here, so it is not clear whose.",
    "theme": "The codebook in use has no such theme. Bring in the codebook first.",
    "machine": "The machine proposed this and nobody checked it, so it is no person's coding.",
    "rejected": "A person here took this theme away, and that stays.",
    "gone": "The comment was taken back while the file was read.",
}


@dataclass(frozen=True)
class Unmatched:
    """One coding of a file that was not taken in, and why."""

    source: str
    theme: str
    why: str

    @property
    def reason(self) -> str:
        """The reason as a sentence."""
        return REASONS[self.why]


@dataclass(frozen=True)
class Match:
    """One coding of a file and where it belongs."""

    place: Place
    theme_id: UUID
    start: int
    end: int
    source: str
    theme: str


@dataclass(frozen=True)
class Plan:
    """What would be taken in, and what would not."""

    codebook_id: UUID
    sources: int
    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]


def plan(session: Session, content: Project | Matrix, *, by: Actor) -> Plan:
    """Return where each coding of a file belongs; nothing is changed.

    A source is known by the id it was exported with, or else by exactly its words, whatever the
    spaces and capitals.
    """
    in_use = codebooks.codebook_in_use(session)
    asked = asked_by(content, in_use.codebook)
    index = _Index(session, asked, by=by)
    matches: list[Match] = []
    unmatched: list[Unmatched] = []
    for one in asked:
        places = index.places(one)
        for wish in one.wishes:
            why = _why_not(wish, places)
            if why or wish.theme_key is None:
                unmatched.append(Unmatched(one.name, wish.name, why))
                continue
            start, end = index.stretch(places[0], one.text, wish)
            theme_id = in_use.theme_ids[wish.theme_key]
            matches.append(Match(places[0], theme_id, start, end, one.name, wish.name))
    return Plan(in_use.id, len(asked), tuple(matches), tuple(unmatched))


def _why_not(wish: Wish, places: Sequence[Place]) -> str:
    if not places:
        return "nothing"
    if len(places) > 1:
        return "several"
    if wish.is_machine:
        return "machine"
    return "" if wish.theme_key else "theme"


class _Index:
    """Finds the words that a source is, opening only what has to be opened."""

    def __init__(self, session: Session, asked: Iterable[Asked], *, by: Actor) -> None:
        theirs = select_surveys(session, by, Permission.DECIDE_CODINGS)
        asked = tuple(asked)
        self._ids = self._exported(asked, exchange_words.places(session, theirs))
        wanted = {place for one in asked for place in self._by_id(one)}
        missing = [one.text for one in asked if not self._by_id(one)]
        self._words: dict[Place, str] = {}
        self._redacted: dict[Place, Redacted] = {}
        self._texts: dict[str, list[Place]] = defaultdict(list)
        is_hidden = any(HIDDEN.search(text) for text in missing)
        for one in exchange_words.said(session, theirs):
            if missing or one.place in wanted:
                text = answers.words_of(one.response, one.answer) or ""
                self._words[one.place] = text
                forms = {wording.normal(text)} if missing else set()
                if is_hidden:
                    forms.add(wording.normal(self._redact(one.place).text))
                for form in forms:
                    self._texts[form].append(one.place)

    def places(self, one: Asked) -> Sequence[Place]:
        """Return where a source belongs: nowhere, at one place, or perhaps at several."""
        return self._by_id(one) or self._texts.get(wording.normal(one.text), [])

    def stretch(self, place: Place, text: str, wish: Wish) -> tuple[int, int]:
        """Return which of our words a mark is on; all of them when that cannot be told."""
        words = self._words[place]
        if words == text:
            return wish.start, wish.end
        redacted = self._redact(place)
        if redacted.text == text:
            return redacted.back(wish.start, wish.end)
        piece = text[wish.start : wish.end].strip()
        if piece and words.count(piece) == 1:
            start = words.index(piece)
            return start, start + len(piece)
        return 0, len(words)

    def _redact(self, place: Place) -> Redacted:
        if place not in self._redacted:
            self._redacted[place] = wording.redact(self._words[place])
        return self._redacted[place]

    def _by_id(self, one: Asked) -> list[Place]:
        match = exchange_words.EXPORTED.search(one.name)
        place = self._ids.get(match[0]) if match else None
        return [place] if place else []

    @staticmethod
    def _exported(asked: Iterable[Asked], places: Sequence[Place]) -> dict[str, Place]:
        found = (exchange_words.EXPORTED.search(one.name) for one in asked)
        exports = sorted({match[1] for match in found if match})[:MOST_EXPORTS]
        return {
            exchange_words.exported_id(export, place): place
            for export in exports
            for place in places
        }
