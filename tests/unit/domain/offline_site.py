"""The site in the world of R-48: what devices send, what its own pages send, and who hands in.

What becomes of a page that is saved is the code of the pages themselves (`surveys`,
`app.domain.page_edits`, `app.domain.revisions`). In what order that is called, what is refused
once an audit is handed in, and what raises a concern, lies in services that need a database: here
it is a model, which `tests/integration/services/test_offline_site.py` walks beside the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.domain.page_edits import Said, beside, settled
from app.domain.revisions import Edit, Revision, by_field, heads, take
from surveys import Given
from surveys.clashes import asked, settle
from surveys.routing import visible_pages
from surveys.submission import Incomplete, check, read_page
from tests.unit.domain.offline_form import (
    PAGES,
    PARTS,
    QUESTIONS,
    SAFE_NOW,
    UNSAFE,
)
from tests.unit.domain.offline_post import HANDED_IN, Letter
from tests.unit.domain.offline_record import ON_PAGES, Record, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Saved:
    """What became of a page: "kept", "wrong", "asked", "late", "taken_back" or "hidden"."""

    end: str
    kept: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()


class Site(Record):
    """The site: what becomes of letters, of pages, of choices and of handing in."""

    def takes(self, letter: Letter) -> Letter:
        """Take a message of a device, and answer with what is safe, what is not, and why."""
        if letter.sender in self.revoked:
            self._heed_all([one for one in letter.edits if one.id not in self._edits()])
            return letter.answered(end="revoked")
        if letter.photo:
            photo_id, state = letter.photo
            told = self.photos.takes(photo_id, state, is_open=self.is_draft)
            return letter.answered(photo=(photo_id, told))
        if self.is_draft:
            self._notice()
        known = self._edits()
        late = [] if self.is_draft else [one for one in letter.edits if one.id not in known]
        self._heed_all(late)
        if not self.is_draft:
            known |= {
                one.id: one for one in letter.edits if one.id in known and not known[one.id].raw
            }
        refused = {one.id: HANDED_IN for one in late}
        taking = take([one for one in letter.edits if one.id not in refused], known)
        if taking.new:
            self._take(taking.new, letter.sender)
        missing = self._hand_in() if letter.hand_in and self.is_draft else ()
        return letter.answered(
            safe=taking.safe,
            refused=refused | dict.fromkeys(taking.changed, "changed"),
            number=len(self.revisions),
            heads=self._changed(letter.known),
            state="draft" if self.is_draft else "submitted",
            missing=missing,
        )

    def saves(self, page_key: str, form: Form) -> Saved:
        """Keep one page as a browser sends it, and as versions what it says of fields still open."""
        saved = self._saves(page_key, form)
        if saved.end in {"late", "taken_back"}:
            self._heed(self._unsafe_in(form) if saved.end == "late" else None)
            return saved
        chosen = [] if saved.end == "wrong" else [k for k in asked(form) if k not in saved.clashes]
        if saved.end == "hidden" or not (saved.clashes or chosen):
            return saved
        self._notice()
        kept, found = by_field(self.revisions), []
        for key in saved.clashes:
            said = beside(QUESTIONS[key], kept.get(key, []), form, self._own())
            found += self._edit(key, said)
        for key in chosen:
            current = self._edits().get(self.current[key]) if key in self.current else None
            found += self._edit(key, settled(kept.get(key, []), current, self._own()))
        self._take(found, ON_PAGES)
        return saved

    def chooses(self, key: str, revision_id: UUID, shown: frozenset[UUID]) -> bool:
        """Let one of the versions that were shown hold, and return whether that was taken."""
        if not self.is_draft:
            return False
        self._notice()
        chosen = self._edits()[revision_id]
        self._take(self._edit(key, Said(shown | {revision_id}, chosen.raw)), ON_PAGES)
        return True

    def hands_in(self) -> bool:
        """Hand the audit in on the site, and return whether nothing was missing."""
        if not self.is_draft:
            return False
        if self.revisions:
            self._notice()
        return not self._hand_in()

    def stops(self) -> None:
        """Raise a concern at once, from whatever page is open."""
        known = self.stored.get(SAFE_NOW)
        if self.is_draft and (known is None or known.value not in UNSAFE):
            self.stored[SAFE_NOW] = Given(value="unsure")
        self.concern = "open"

    def closes_concern(self) -> None:
        """Let the safeguarding officer close the concern."""
        self.concern = "closed" if self.concern else ""

    def visible(self, page_key: str) -> bool:
        """Return whether the site shows a page now."""
        page = PAGES[page_key]
        return page_key in {one.key for one in visible_pages(PARTS[page.part], self.of(page.part))}

    def _saves(self, page_key: str, form: Form) -> Saved:
        page, part = PAGES[page_key], PAGES[page_key].part
        if not self.is_draft:
            return Saved("late")
        if not self.visible(page_key):
            return Saved("hidden")
        known = self.of(part)
        settling = settle(page.questions, form, known)
        reading = read_page(page, form, known, untouched={*settling.left, *settling.open})
        kept = {key: one for key, one in reading.answers.items() if key not in settling.open}
        before = dict(self.stored)
        self._keep(kept)
        clashes = () if reading.errors else settling.open
        said = kept | self._unsafe_in(form, clashes)
        if self._is_taken_back(said.get(SAFE_NOW)):
            self.stored = before
            return Saved("taken_back")
        self._heed(said)
        end = "wrong" if reading.errors else "asked" if clashes else "kept"
        return Saved(end, tuple(kept), clashes)

    def _hand_in(self) -> tuple[str, ...]:
        missing = [*self.clashes()]
        for part, definition in PARTS.items():
            try:
                check(definition, self.of(part))
            except Incomplete as incomplete:
                missing += incomplete.missing
        if not missing:
            shown = self.asked()
            self.stored = {key: one for key, one in self.stored.items() if key in shown}
            self.revisions = [
                one if one.field in shown else _emptied(one) for one in self.revisions
            ]
            self.is_draft = False
        return tuple(dict.fromkeys(missing))

    def _heed_all(self, edits: Iterable[Edit]) -> None:
        for one in edits:
            if one.field == SAFE_NOW:
                given = read(one.field, one.raw)
                self._heed({SAFE_NOW: given} if given and given.value in UNSAFE else None)

    def _unsafe_in(self, form: Form, keys: Iterable[str] = (SAFE_NOW,)) -> dict[str, Given]:
        said = form[SAFE_NOW][0] if SAFE_NOW in keys and form.get(SAFE_NOW) else ""
        return {SAFE_NOW: Given(value=said)} if said in UNSAFE else {}

    def _changed(self, known: int) -> tuple[Revision, ...]:
        fields = by_field(self.revisions).values()
        return tuple(one for found in fields if found[-1].number > known for one in heads(found))


def _emptied(one: Revision) -> Revision:
    return Revision(one.number, Edit(one.id, one.field, one.edit.seen, {}))
