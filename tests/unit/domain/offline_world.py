"""Two devices, a site, and a connection that drops, repeats and mixes up: the world of R-48."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from app.domain.revisions import Edit, Revision, by_field, heads, is_clash, take
from tests.unit.domain.offline_photos import Album, Diary, Wall

if TYPE_CHECKING:
    from random import Random

FIELDS = ("plan", "impact", "words")
STORY = 2_000


@dataclass(frozen=True)
class Letter:
    """One message to the site, or its answer; `number` is the site's count when it answered.

    A photo goes by itself, as its id and its state, and so does what becomes of it.
    """

    to_site: bool
    device: int
    edits: tuple[Edit, ...] = ()
    safe: tuple[UUID, ...] = ()
    number: int = 0
    heads: tuple[Revision, ...] = ()
    photo: tuple[UUID, str] | None = None


@dataclass
class Site:
    """What the site holds: every revision, in the order in which it came."""

    revisions: list[Revision] = field(default_factory=list)
    photos: Wall = field(default_factory=Wall)

    def takes(self, letter: Letter) -> Letter:
        """Take a message, and answer with what is safe and every head."""
        if letter.photo:
            photo_id, state = letter.photo
            told = (photo_id, self.photos.takes(photo_id, state))
            return Letter(to_site=False, device=letter.device, photo=told)
        known = {one.id: one.edit for one in self.revisions}
        taking = take(letter.edits, known)
        for edit in taking.new:
            self.revisions.append(Revision(len(self.revisions) + 1, edit))
        found = tuple(one for each in by_field(self.revisions).values() for one in heads(each))
        return Letter(
            False,
            letter.device,
            safe=taking.safe,
            number=len(self.revisions),
            heads=found,
        )


@dataclass
class Phone:
    """A device: the heads that it was told of, and what it has not heard to be safe yet.

    `app/static/js/capture/ledger.js` is this in the browser.
    """

    clock: int = 0
    number: int = 0
    told: list[Revision] = field(default_factory=list)
    waiting: list[Edit] = field(default_factory=list)
    sent: set[UUID] = field(default_factory=set)
    photos: Album = field(default_factory=Album)

    def view(self, key: str) -> tuple[Revision, ...]:
        """Return the heads of one field as this device knows them."""
        told = [one for one in self.told if one.field == key]
        own = [
            Revision(self.number + place, edit)
            for place, edit in enumerate(self.waiting, 1)
            if edit.field == key and edit.id not in {one.id for one in told}
        ]
        return heads([*told, *own])

    def writes(self, key: str, words: str, edit_id: UUID) -> Edit | None:
        """Give a field anew, or choose between its versions; None when it says so already.

        What was never sent is written over; what was sent is answered to.
        """
        shown, raw = self.view(key), {"": [words]}
        if not is_clash(shown):
            if shown and shown[0].edit.raw == raw:
                return None
            if unsent := next((e for e in self._waiting(key) if e.id not in self.sent), None):
                edit = Edit(unsent.id, key, unsent.seen, raw)
                self.waiting[self.waiting.index(unsent)] = edit
                return edit
        seen = {one.id for one in shown}
        seen |= {one for head in shown for one in head.edit.seen}
        edit = Edit(edit_id, key, frozenset(seen), raw)
        self.waiting.append(edit)
        return edit

    def _waiting(self, key: str) -> list[Edit]:
        return [edit for edit in self.waiting if edit.field == key]

    def sends(self, device: int) -> Letter:
        """Send everything that is not known to be safe."""
        self.sent |= {edit.id for edit in self.waiting}
        return Letter(True, device, edits=tuple(self.waiting))

    def carries(self, device: int) -> Letter | None:
        """Send the photo that waits longest; None where none does."""
        photo_id = self.photos.next()
        if photo_id is None:
            return None
        self.photos.sent.add(photo_id)
        photo = (photo_id, self.photos.states[photo_id])
        return Letter(to_site=True, device=device, photo=photo)

    def hears(self, letter: Letter) -> None:
        """Hear an answer: what is safe waits no more, and only a newer count of heads is news."""
        if letter.photo:
            self.photos.hears(*letter.photo)
            return
        if letter.number >= self.number:
            self.number, self.told = letter.number, list(letter.heads)
        # An answer that overtook a newer one still says what is safe, but its heads are old, and
        # what it calls safe is among the heads of the newer one or was seen by them.
        self.waiting = [edit for edit in self.waiting if edit.id not in letter.safe]


@dataclass
class World:
    """Everything at once, with a record of what people wrote and what was lost with a device."""

    random: Random
    site: Site = field(default_factory=Site)
    phones: list[Phone] = field(default_factory=lambda: [Phone(), Phone()])
    post: list[Letter] = field(default_factory=list)
    written: dict[UUID, Edit] = field(default_factory=dict)
    wiped: set[UUID] = field(default_factory=set)
    diary: Diary = field(default_factory=Diary)
    story: deque[dict[str, object]] = field(default_factory=lambda: deque(maxlen=STORY))

    def new_id(self) -> UUID:
        """Return an id that chance makes, and no clock."""
        return UUID(int=self.random.getrandbits(128))

    def write(self, device: int, key: str, words: str) -> None:
        """Let somebody write on a device."""
        edit_id = self.new_id()
        edit = self.phones[device].writes(key, words, edit_id)
        if edit:
            self.written[edit.id] = edit
        self.tell(device, "write", key=key, words=words, id=str(edit_id))

    def send(self, device: int) -> None:
        """Let a device put its message in the post."""
        self.post.append(self.phones[device].sends(device))
        self.tell(device, "send")

    def shoot(self, device: int) -> None:
        """Let somebody take a photo on a device."""
        photo_id = self.new_id()
        self.phones[device].photos.states[photo_id] = "waiting"
        self.diary.shot.add(photo_id)
        self.tell(device, "shoot", id=str(photo_id))

    def take_away(self, device: int, place: int) -> None:
        """Let somebody take any photo of a device away."""
        album = self.phones[device].photos
        there = [one for one, state in album.states.items() if state != "leaving"]
        if not there:
            return
        photo_id = there[place % len(there)]
        album.take_away(photo_id)
        self.diary.let_go.add(photo_id)
        self.tell(device, "take_away", id=str(photo_id))

    def carry(self, device: int) -> None:
        """Let a device put its next photo in the post."""
        letter = self.phones[device].carries(device)
        if letter and letter.photo:
            self.post.append(letter)
            self.tell(device, "carry", id=str(letter.photo[0]))

    def deliver(self, place: int, *, again: bool) -> None:
        """Deliver any one letter of the post, and perhaps keep it to be delivered again."""
        if not self.post:
            return
        letter = self.post[place % len(self.post)]
        if not again:
            self.post.remove(letter)
        if letter.to_site:
            self.post.append(self.site.takes(letter))
        else:
            self.phones[letter.device].hears(letter)
            if letter.photo:
                told = {"id": str(letter.photo[0]), "reply": {"state": letter.photo[1]}}
                self.tell(letter.device, "hear_photo", **told)
            else:
                self.tell(letter.device, "hear", reply=as_reply(letter))

    def drop(self, place: int) -> None:
        """Lose a letter."""
        if self.post:
            del self.post[place % len(self.post)]

    def skew(self, device: int, hours: int) -> None:
        """Set the clock of a device wrong; nothing may come of it."""
        self.phones[device].clock += hours

    def wipe(self, device: int) -> None:
        """Lose a device with what it never sent; what is in the post may still arrive."""
        self.wiped |= {edit.id for edit in self.phones[device].waiting}
        unsafe = self.phones[device].photos.states.items()
        self.diary.lost |= {one for one, state in unsafe if state != "safe"}
        self.phones[device] = Phone()
        self.post = [one for one in self.post if one.to_site or one.device != device]
        self.tell(device, "wipe")

    def tell(self, device: int, what: str, **about: object) -> None:
        """Note what happened to a device, and what it shows afterwards, for the one in the browser."""
        shows = {key: [str(one.id) for one in self.phones[device].view(key)] for key in FIELDS}
        album = self.phones[device].photos.states
        photos = [[str(one), state] for one, state in album.items()]
        self.story.append(
            {"device": device, "what": what, "shows": shows, "photos": photos, **about}
        )

    def settle(self) -> None:
        """Let the connection hold until nothing waits."""
        for _ in range(2):
            for device, phone in enumerate(self.phones):
                phone.hears(self.site.takes(phone.sends(device)))
                while letter := phone.carries(device):
                    phone.hears(self.site.takes(letter))

    def wrong(self) -> list[str]:
        """Return what was lost, doubled, changed or seen differently, after all has settled."""
        held = [one.id for one in self.site.revisions]
        found = [f"doubled: {one}" for one in set(held) if held.count(one) > 1]
        by_id = {one.id: one.edit for one in self.site.revisions}
        for edit_id, edit in self.written.items():
            if edit_id not in by_id and edit_id not in self.wiped:
                found.append(f"lost: {edit_id}")
            elif edit_id in by_id and by_id[edit_id] != edit and edit_id not in self.wiped:
                found.append(f"changed: {edit_id}")
        for key in FIELDS:
            found += self._apart(key)
        return found + self.diary.wrong(self.site.photos, [one.photos for one in self.phones])

    def _apart(self, key: str) -> list[str]:
        at_site = [one.id for one in heads([r for r in self.site.revisions if r.field == key])]
        views = [[one.id for one in phone.view(key)] for phone in self.phones]
        return [] if all(at_site == view for view in views) else [f"apart: {key}"]


def as_reply(letter: Letter) -> dict[str, object]:
    """Return an answer of the site as a browser gets it."""
    told: dict[str, list[dict[str, object]]] = {}
    for one in letter.heads:
        seen = sorted(str(each) for each in one.edit.seen)
        told.setdefault(one.field, []).append(
            {"id": str(one.id), "seen": seen, "raw": one.edit.raw}
        )
    return {
        "state": "draft",
        "number": letter.number,
        "safe": [str(one) for one in letter.safe],
        "heads": told,
        "refused": {},
        "problems": {},
        "missing": {},
    }
