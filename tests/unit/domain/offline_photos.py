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
    refused: set[UUID] = field(default_factory=set)

    @property
    def unsent(self) -> int:
        """How many photos the site is not known to have."""
        return sum(state != "safe" for state in self.states.values())

    def take_away(self, photo_id: UUID) -> None:
        """Take a photo away: what was never sent is gone, the rest is asked back."""
        if photo_id in self.sent:
            self.states[photo_id] = "leaving"
        else:
            del self.states[photo_id]
        # Another may fit now.
        self.refused.clear()

    def next(self) -> UUID | None:
        """Return the photo to send, or to ask back, before any other."""
        waiting = [one for one, state in self.states.items() if state != "safe"]
        return next((one for one in waiting if one not in self.refused), None)

    def hears(self, photo_id: UUID, state: str) -> bool:
        """Hear that the site has a photo, has let it go, or refused it; false for the last.

        A photo that is refused stays here; one that can't be asked back stays on the site.
        """
        if photo_id not in self.states:
            return True
        if state == "gone":
            del self.states[photo_id]
        elif state == "refused" and self.states[photo_id] == "waiting":
            self.refused.add(photo_id)
        elif state == "refused" or self.states[photo_id] == "waiting":
            self.states[photo_id] = "safe"
        return state != "refused"

    def brings(self, other: Album) -> None:
        """Bring the photos of another device, from its rescue file; what left there, leaves here."""
        for one, state in other.states.items():
            if state == "leaving" and one in self.states:
                self.states[one] = "leaving"
                self.sent.add(one)
                self.refused.discard(one)
        more = {one: state for one, state in other.states.items() if one not in self.states}
        self.states |= more
        self.sent |= set(more)


@dataclass
class Wall:
    """The photos that the site holds, in the order in which they came; None for one let go."""

    held: dict[UUID, str | None] = field(default_factory=dict)
    kept: list[UUID] = field(default_factory=list)

    def has(self, photo_id: UUID) -> bool:
        """Return whether a photo is there."""
        return self.held.get(photo_id) is not None

    def takes(self, photo_id: UUID, state: str, *, is_open: bool) -> str:
        """Keep a photo, or let one go, and answer with what it is now.

        Nothing comes to an audit that was handed in, and nothing goes from it.
        """
        if state == "leaving":
            if photo_id in self.held and self.held[photo_id] is None:
                return "gone"
            if not is_open:
                return "refused"
            self.held[photo_id] = None
            return "gone"
        if photo_id not in self.held:
            if not is_open:
                return "refused"
            self.held[photo_id] = str(photo_id)
            self.kept.append(photo_id)
        return "safe"


@dataclass
class Diary:
    """What people did with photos, and which of them a lost device took with it."""

    shot: set[UUID] = field(default_factory=set)
    let_go: set[UUID] = field(default_factory=set)
    lost: set[UUID] = field(default_factory=set)
    stays: set[UUID] = field(default_factory=set)
    again: set[UUID] = field(default_factory=set)

    def wrong(self, wall: Wall, albums: list[Album]) -> list[str]:
        """Return what was lost, doubled, or brought back, after all has settled.

        What was refused is there as long as a device keeps it, and a photo that was let go too
        late is no longer anybody's to let go. One that was let go and is in a rescue file may
        come back from there, or not: it is a copy that somebody made.
        """
        found = [f"photo doubled: {one}" for one in set(wall.kept) if wall.kept.count(one) > 1]
        held = wall.held.get
        aside = {one for album in albums for one, state in album.states.items() if state != "safe"}
        there = self.shot - self.lost - self.let_go - aside
        found += [f"photo lost: {one}" for one in there if held(one) != str(one)]
        away = self.let_go - self.lost - self.stays - self.again - aside
        return found + [f"photo brought back: {one}" for one in away if held(one) is not None]

    def waits(self, albums: list[Album]) -> list[str]:
        """Return the photos that wait although nothing refused them."""
        return [
            f"photo waits: {one}"
            for album in albums
            for one, state in album.states.items()
            if state != "safe" and one not in album.refused
        ]
