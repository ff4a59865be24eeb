"""A device in the world of R-48: `app/static/js/capture/ledger.js` is this in the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.revisions import Edit, Revision, heads, is_clash
from tests.unit.domain.offline_form import raw_of
from tests.unit.domain.offline_photos import Album
from tests.unit.domain.offline_post import Letter

if TYPE_CHECKING:
    from uuid import UUID


@dataclass
class Phone:
    """A device: the heads that it was told of, and what it has not heard to be safe yet."""

    id: UUID
    clock: int = 0
    number: int = 0
    told: dict[str, tuple[Revision, ...]] = field(default_factory=dict)
    waiting: list[Edit] = field(default_factory=list)
    sent: set[UUID] = field(default_factory=set)
    refused: dict[UUID, str] = field(default_factory=dict)
    state: str = "draft"
    hand_in: bool = False
    is_revoked: bool = False
    photos: Album = field(default_factory=Album)
    looked: dict[str, tuple[Revision, ...]] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the site has all of it and it is handed in, so that it goes from the device."""
        return self.state != "draft" and not self.waiting and self.photos.unsent == 0

    def view(self, key: str) -> tuple[Revision, ...]:
        """Return the heads of one field as this device knows them."""
        told = [one.edit for one in self.told.get(key, ())]
        known = {one.id for one in told}
        own = [edit for edit in self.waiting if edit.field == key and edit.id not in known]
        # In the order in which the site told them, which says what stands there.
        return heads([Revision(place, edit) for place, edit in enumerate([*told, *own], 1)])

    def writes(
        self, key: str, words: str, edit_id: UUID, shown: tuple[Revision, ...] | None = None
    ) -> Edit | None:
        """Give a field anew, or choose between its versions; None when it says so already.

        `shown` are the heads that its author had before them on a page that was drawn a while
        ago. What was never sent is written over; what was sent is answered to.
        """
        chooses = shown is None and is_clash(self.view(key))
        shown, raw = self.view(key) if shown is None else shown, raw_of(words)
        if not chooses and (shown[0].edit.raw if shown else {}) == raw:
            return None
        unsent = [one for one in self.waiting if one.field == key and one.id not in self.sent]
        if unsent and not chooses:
            # Under a new id: a rescue file may hold the old one, and then both are versions.
            # The last of them: a choice that was made since has seen the others.
            edit = Edit(edit_id, key, unsent[-1].seen, raw)
            self.waiting[self.waiting.index(unsent[-1])] = edit
            return edit
        seen = {one for head in shown for one in (head.id, *head.edit.seen)}
        edit = Edit(edit_id, key, frozenset(seen), raw)
        self.waiting.append(edit)
        return edit

    def sends(self, device: int) -> Letter:
        """Send everything that is neither known to be safe nor was refused."""
        edits = tuple(one for one in self.waiting if one.id not in self.refused)
        self.sent |= {edit.id for edit in edits}
        hand_in = self.hand_in and not self.photos.unsent
        return Letter(True, device, self.id, edits=edits, known=self.number, hand_in=hand_in)

    def carries(self, device: int) -> Letter | None:
        """Send the photo that waits longest; None where none does."""
        photo_id = self.photos.next()
        if photo_id is None:
            return None
        self.photos.sent.add(photo_id)
        photo = (photo_id, self.photos.states[photo_id])
        return Letter(to_site=True, device=device, sender=self.id, photo=photo)

    def hears(self, letter: Letter) -> None:
        """Hear an answer: what is safe waits no more, and only a newer count of heads is news."""
        if letter.end == "revoked":
            self.is_revoked = True
            return
        if letter.photo:
            self.hand_in = self.photos.hears(*letter.photo) and self.hand_in
            return
        self.state = letter.state
        if letter.number >= self.number:
            self.number = letter.number
            for key in {one.field for one in letter.heads}:
                self.told[key] = tuple(one for one in letter.heads if one.field == key)
        # An answer that overtook a newer one still says what is safe, but its heads are old, and
        # what it calls safe is among the heads of the newer one or was seen by them.
        self.waiting = [edit for edit in self.waiting if edit.id not in letter.safe]
        self.refused |= letter.refused
        if letter.missing:
            self.hand_in = False

    def brings(self, other: Phone) -> None:
        """Bring what another device held, from its rescue file; nothing here is lost for it."""
        known = {edit.id for edit in self.waiting}
        more = [edit for edit in other.waiting if edit.id not in known]
        self.sent |= {edit.id for edit in more}
        self.waiting = [*more, *self.waiting]
        if other.number > self.number:
            self.number, self.told = other.number, dict(other.told)
        self.photos.brings(other.photos)
