"""Two devices, a site and its pages, and a connection that drops, repeats and mixes up (R-48)."""

from __future__ import annotations

from collections import deque
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.domain.revisions import heads
from tests.unit.domain.offline_checks import Record
from tests.unit.domain.offline_form import FIELDS, SAFE_NOW, UNSAFE, VALUES
from tests.unit.domain.offline_phone import Phone
from tests.unit.domain.offline_photos import Diary
from tests.unit.domain.offline_site import Site
from tests.unit.domain.offline_tabs import Tab

if TYPE_CHECKING:
    from random import Random

    from tests.unit.domain.offline_post import Letter

STORY = 2_000
TABS = 2


@dataclass
class World:
    """Everything at once, with a record of what people did and what was lost with a device."""

    random: Random
    site: Site = field(default_factory=Site)
    phones: list[Phone] = field(default_factory=list)
    tabs: list[Tab | None] = field(default_factory=lambda: [None] * TABS)
    post: list[Letter] = field(default_factory=list)
    files: list[Phone] = field(default_factory=list)
    seen_versions: dict[str, frozenset[UUID]] = field(default_factory=dict)
    record: Record = field(default_factory=Record)
    diary: Diary = field(default_factory=Diary)
    story: deque[dict[str, object]] = field(default_factory=lambda: deque(maxlen=STORY))

    def __post_init__(self) -> None:
        """Give whoever audits two devices."""
        self.phones = [Phone(self.new_id()), Phone(self.new_id())]

    def new_id(self) -> UUID:
        """Return an id that chance makes, and no clock."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def write(self, device: int, key: str, words: str, *, late: bool = False) -> None:
        """Let somebody write on a device, perhaps on a page that was drawn a while ago."""
        phone = self.phones[device]
        if phone.is_over:
            return
        edit_id, before = self.new_id(), {one.id for one in phone.waiting}
        shown = phone.looked.get(key, ()) if late else None
        edit = phone.writes(key, words, edit_id, shown)
        if edit:
            # What was never sent and is written over is nobody's words any more.
            for gone in before - {one.id for one in phone.waiting}:
                self.record.written.pop(gone, None)
            self.record.written[edit.id] = edit
            phone.looked[key] = phone.view(key)
        self.tell(device, "write", key=key, words=words, id=str(edit_id), late=late)

    def look(self, device: int) -> None:
        """Let somebody open the pages of a device; what comes later is not drawn on them."""
        phone = self.phones[device]
        phone.looked = {key: phone.view(key) for key in FIELDS}
        self.tell(device, "look")

    def send(self, device: int) -> None:
        """Let a device put its message in the post; one that knows it is revoked sends nothing."""
        if self.may_send(device):
            self.post.append(self._letter(device))

    def may_send(self, device: int) -> bool:
        """Return whether a device has anything to do with the site."""
        return not (self.phones[device].is_revoked or self.phones[device].is_over)

    def _letter(self, device: int) -> Letter:
        letter = self.phones[device].sends(device)
        sends = {"ids": [str(one.id) for one in letter.edits], "hand_in": letter.hand_in}
        self.tell(device, "send", sends=sends)
        return letter

    def hand_in(self, device: int) -> None:
        """Let somebody hand in on a device: it goes with the next message, whenever that is."""
        if not self.phones[device].is_over:
            self.phones[device].hand_in = True
            self.tell(device, "hand_in")

    def shoot(self, device: int) -> None:
        """Let somebody take a photo on a device."""
        if self.phones[device].is_over:
            return
        photo_id = self.new_id()
        self.phones[device].photos.states[photo_id] = "waiting"
        self.diary.shot.add(photo_id)
        self.tell(device, "shoot", id=str(photo_id))

    def take_away(self, device: int, place: int) -> None:
        """Let somebody take any photo of a device away."""
        phone = self.phones[device]
        there = [one for one, state in phone.photos.states.items() if state != "leaving"]
        if not there or phone.is_over:
            return
        photo_id = there[place % len(there)]
        phone.photos.take_away(photo_id)
        phone.hand_in = False
        self.diary.let_go.add(photo_id)
        if any(photo_id in file.photos.states for file in self.files):
            self.diary.again.add(photo_id)
        self.tell(device, "take_away", id=str(photo_id))

    def carry(self, device: int) -> None:
        """Let a device put its next photo in the post."""
        if letter := self._photo(device):
            self.post.append(letter)

    def _photo(self, device: int) -> Letter | None:
        letter = self.phones[device].carries(device) if self.may_send(device) else None
        if letter and letter.photo:
            self.tell(device, "carry", id=str(letter.photo[0]))
        return letter

    def deliver(self, place: int, *, again: bool) -> None:
        """Deliver any one letter of the post, and perhaps keep it to be delivered again."""
        if not self.post:
            return
        letter = self.post[place % len(self.post)]
        if not again:
            self.post.remove(letter)
        if letter.to_site:
            self.post.append(self.arrive(letter))
        else:
            self.hear(letter)

    def arrive(self, letter: Letter) -> Letter:
        """Let the site take a letter, and return its answer."""
        known = {one.id for one in self.site.revisions}
        says = [one for one in letter.edits if one.field == SAFE_NOW and one.id not in known]
        answer = self.site.takes(letter)
        self.record.closes(self.site)
        self.record.heard(self.site, any(one.raw.get("", [""])[0] in UNSAFE for one in says))
        if answer.photo and answer.photo[1] == "refused" and self.site.photos.has(answer.photo[0]):
            self.diary.stays.add(answer.photo[0])
        return answer

    def hear(self, letter: Letter) -> None:
        """Let a device hear an answer; one that was lost hears nothing."""
        phone = self.phones[letter.device]
        if phone.id != letter.sender or phone.is_over:
            return
        phone.hears(letter)
        if letter.end == "revoked":
            return
        if letter.photo:
            told = {
                "id": str(letter.photo[0]),
                "reply": {"state": letter.photo[1], "message": "no"},
            }
            self.tell(letter.device, "hear_photo", **told)
        else:
            self.tell(letter.device, "hear", reply=letter.as_reply())

    def drop(self, place: int) -> None:
        """Lose a letter."""
        if self.post:
            del self.post[place % len(self.post)]

    def skew(self, device: int, hours: int) -> None:
        """Set the clock of a device wrong; nothing may come of it."""
        self.phones[device].clock += hours

    def wipe(self, device: int) -> None:
        """Lose a device with what it never sent; what is in the post may still arrive."""
        phone = self.phones[device]
        self.record.wiped |= {edit.id for edit in phone.waiting}
        self.diary.lost |= {one for one, state in phone.photos.states.items() if state != "safe"}
        self.phones[device] = Phone(self.new_id())
        self.tell(device, "wipe")

    def revoke(self, device: int) -> None:
        """Revoke a device on the site; it hears of it at its next contact."""
        self.site.revoked.add(self.phones[device].id)

    def save_file(self, device: int) -> None:
        """Save a rescue file of a device, whether or not it is revoked."""
        if not self.phones[device].is_over:
            self.files.append(deepcopy(self.phones[device]))
            self.tell(device, "save_file")

    def bring(self, device: int, place: int) -> None:
        """Open any rescue file on a device; whoever does so brings back what is in it."""
        phone = self.phones[device]
        if not self.files or phone.is_over:
            return
        place %= len(self.files)
        file = self.files[place]
        self.diary.again |= self.diary.let_go & (
            set(file.photos.states) - set(phone.photos.states)
        )
        phone.brings(file)
        self.tell(device, "bring", file=place)

    def replace(self, device: int) -> None:
        """Let a revoked device be given away, once the other holds what it held."""
        phone, other = self.phones[device], self.phones[1 - device]
        if phone.is_revoked and not (phone.is_over or other.is_over):
            self.save_file(device)
            self.bring(1 - device, len(self.files) - 1)
            self.wipe(device)
            kept = {one.id for one in phone.waiting}
            self.record.wiped -= kept
            self.diary.lost -= set(phone.photos.states)

    def open_tab(self, tab: int, page_key: str) -> None:
        """Open a page of the site, in place of what was in that tab; it may not be shown now."""
        if self.site.is_draft and self.site.visible(page_key):
            self.tabs[tab] = Tab.opened(self.site, page_key)

    def type_in_tab(self, tab: int, place: int, words: str, value: int) -> None:
        """Type into a field of an open page, or choose the so-manieth of its values."""
        page = self.tabs[tab]
        if page:
            keys = list(page.fields)
            key = keys[place % len(keys)]
            values = VALUES.get(key, (words,))
            page.types(key, values[value % len(values)])

    def choose_in_tab(self, tab: int, choice: str) -> None:
        """Choose in a page that asks whose words stay."""
        page = self.tabs[tab]
        if page:
            page.choices = dict.fromkeys(page.asks, choice)

    def save_tab(self, tab: int) -> None:
        """Save an open page, which stays open: it can be sent again, as it is, at any time."""
        page = self.tabs[tab]
        if page is None:
            return
        saved = self.site.saves(page.page_key, page.form())
        self.record.closes(self.site)
        self.record.saved(self.site, page, saved)
        page.becomes(self.site, saved)

    def look_at_versions(self) -> None:
        """Open the page of two versions; what comes later is not on it."""
        by_key = {key: [r for r in self.site.revisions if r.field == key] for key in FIELDS}
        self.seen_versions = {
            key: frozenset(one.id for one in heads(by_key[key])) for key in self.site.clashes()
        }

    def choose(self, place: int) -> None:
        """Choose a version on the page of two versions, which may be old."""
        if not self.seen_versions:
            return
        key = sorted(self.seen_versions)[place % len(self.seen_versions)]
        shown = self.seen_versions[key]
        self.site.chooses(key, sorted(shown)[place % len(shown)], shown)

    def submit(self) -> None:
        """Hand the audit in on the site."""
        self.site.hands_in()
        self.record.closes(self.site)

    def stop(self) -> None:
        """Raise a concern from a page of the site."""
        self.site.stops()
        self.record.heard(self.site, is_new=True)

    def close_concern(self) -> None:
        """Let the safeguarding officer close the concern."""
        self.site.closes_concern()

    def tell(self, device: int, what: str, **about: Any) -> None:
        """Note what happened to a device, and what it shows afterwards, for the one in the browser."""
        phone = self.phones[device]
        shows = {key: [str(one.id) for one in phone.view(key)] for key in FIELDS}
        photos = [[str(one), state] for one, state in phone.photos.states.items()]
        stands = {"over": phone.is_over, "hand_in": phone.hand_in}
        self.story.append(
            {"device": device, "what": what, "shows": shows, "photos": photos, **stands, **about}
        )

    def settle(self) -> None:
        """Let the connection hold until nothing waits."""
        for _ in range(2):
            for device in range(len(self.phones)):
                if self.may_send(device):
                    self.hear(self.arrive(self._letter(device)))
                while letter := self._photo(device):
                    self.hear(self.arrive(letter))
        # Somebody who only reads, so that what the pages took is among the versions.
        self.arrive(Phone(self.new_id()).sends(0))

    def wrong(self) -> list[str]:
        """Return what was lost, doubled, changed, accepted or unheard, after all has settled."""
        found = self.record.wrong(self.site, self.phones)
        for key in FIELDS:
            found += self._apart(key)
        albums = [one.photos for one in self.phones]
        waits = self.diary.waits([one.photos for one in self.phones if not one.is_revoked])
        return found + waits + self.diary.wrong(self.site.photos, albums)

    def _apart(self, key: str) -> list[str]:
        at_site = [one.id for one in heads([r for r in self.site.revisions if r.field == key])]
        views = [
            [one.id for one in phone.view(key) if one.id not in phone.refused]
            for phone in self.phones
            if not (phone.is_revoked or phone.is_over or phone.refused)
        ]
        return [] if all(at_site == view for view in views) else [f"apart: {key}"]
