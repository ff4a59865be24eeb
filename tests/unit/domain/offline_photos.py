"""Photos in the world of R-48: they come whole, go whole, and never change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass
class Album:
    """The photos of one device: each waits, is safe, or is leaving.

    `app/static/js/capture/photos.js` is this in the browser.
    """

    states: dict[UUID, str] = field(default_factory=dict)
    sent: set[UUID] = field(default_factory=set)

    def take_away(self, photo_id: UUID) -> None:
        """Take a photo away: what was never sent is gone, the rest is asked back."""
        if photo_id in self.sent:
            self.states[photo_id] = "leaving"
        else:
            del self.states[photo_id]

    def next(self) -> UUID | None:
        """Return the photo to send, or to ask back, before any other."""
        return next((one for one, state in self.states.items() if state != "safe"), None)

    def hears(self, photo_id: UUID, state: str) -> None:
        """Hear that the site has a photo, or has let it go."""
        if photo_id not in self.states:
            return
        if state == "gone":
            del self.states[photo_id]
        elif self.states[photo_id] == "waiting":
            self.states[photo_id] = "safe"


@dataclass
class Wall:
    """The photos that the site holds, in the order in which they came; None for one let go."""

    held: dict[UUID, str | None] = field(default_factory=dict)
    kept: list[UUID] = field(default_factory=list)

    def takes(self, photo_id: UUID, state: str) -> str:
        """Keep a photo, or let one go, and answer with what it is now."""
        if state == "leaving":
            self.held[photo_id] = None
            return "gone"
        if photo_id not in self.held:
            self.held[photo_id] = str(photo_id)
            self.kept.append(photo_id)
        return "safe"


@dataclass
class Diary:
    """What people did with photos, and which of them a lost device took with it."""

    shot: set[UUID] = field(default_factory=set)
    let_go: set[UUID] = field(default_factory=set)
    lost: set[UUID] = field(default_factory=set)

    def wrong(self, wall: Wall, albums: list[Album]) -> list[str]:
        """Return what was lost, doubled, or brought back, after all has settled."""
        found = [f"photo doubled: {one}" for one in set(wall.kept) if wall.kept.count(one) > 1]
        held = wall.held.get
        there, away = self.shot - self.lost - self.let_go, self.let_go - self.lost
        found += [f"photo lost: {one}" for one in there if held(one) != str(one)]
        found += [f"photo brought back: {one}" for one in away if held(one) is not None]
        waiting = [
            one for album in albums for one, state in album.states.items() if state != "safe"
        ]
        return found + [f"photo waits: {one}" for one in waiting]
