"""What people did in the world of R-48, and what must have become of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from app.domain.revisions import by_field, standing
from tests.unit.domain.offline_form import QUESTIONS, SAFE_NOW, UNSAFE, WORDS

if TYPE_CHECKING:
    from uuid import UUID

    from app.domain.revisions import Edit
    from tests.unit.domain.offline_phone import Phone
    from tests.unit.domain.offline_site import Saved, Site
    from tests.unit.domain.offline_tabs import Tab

Words = tuple[str, str]


@dataclass
class Record:
    """Everything that somebody wrote or said, wherever they did, and what is known to be wrong.

    `typed` are the words that a page of the site took, `replaced` those of them in whose place
    somebody who saw them put others. `closed` is what the audit held when it was handed in.
    """

    WORDS: ClassVar[tuple[str, ...]] = WORDS
    written: dict[UUID, Edit] = field(default_factory=dict)
    wiped: set[UUID] = field(default_factory=set)
    typed: set[Words] = field(default_factory=set)
    replaced: set[Words] = field(default_factory=set)
    unkept: int = 0
    asked: int = 0
    closed: object = None
    found: list[str] = field(default_factory=list)

    def saved(self, site: Site, tab: Tab, saved: Saved) -> None:
        """Note what a page of the site took of what was typed into it."""
        self.unkept += saved.end in {"late", "hidden", "taken_back"}
        self.asked += saved.end == "asked"
        for key in WORDS:
            if key not in {*saved.kept, *saved.clashes} & set(tab.fields):
                continue
            now, before = _words(tab.fields[key]), _words(tab.showed[key])
            if now:
                self.typed.add((key, now))
            if key in saved.kept and before != now:
                self.replaced.add((key, before))
                self.replaced.discard((key, now))
        said = _words(tab.fields.get(SAFE_NOW, {}))
        is_theirs = tab.choices.get(SAFE_NOW) == "theirs"
        is_new = said in UNSAFE and said != _words(tab.showed[SAFE_NOW]) and not is_theirs
        self.heard(site, is_new)

    def heard(self, site: Site, is_new: bool) -> None:
        """Find a concern that nobody is told of, although somebody just said it."""
        if is_new and site.concern != "open":
            self.found.append("unheard")

    def closes(self, site: Site) -> None:
        """Remember what an audit holds once it is handed in, and find what is added after that."""
        if site.is_draft:
            return
        holds = (tuple(site.revisions), dict(site.stored), tuple(site.photos.kept))
        if self.closed is None:
            self.closed = holds
            if site.clashes():
                self.found.append("handed in with two versions")
        elif self.closed != holds:
            self.found.append("accepted after it was handed in")

    def wrong(self, site: Site, phones: list[Phone]) -> list[str]:
        """Return what was lost, doubled or changed, what stands wrongly, and what nobody heard."""
        held = [one.id for one in site.revisions]
        found = [f"doubled: {one}" for one in set(held) if held.count(one) > 1]
        by_id = {one.id: one.edit for one in site.revisions}
        aside = {one.id: one for phone in phones for one in phone.waiting if _is_shown(phone, one)}
        hidden = set() if site.is_draft else set(QUESTIONS) - site.asked()
        for edit_id, edit in self.written.items():
            known = by_id.get(edit_id, aside.get(edit_id))
            if known is None and edit_id not in self.wiped:
                found.append(f"lost: {edit_id}")
            elif known and known != edit and not (known.raw == {} and edit.field in hidden):
                found.append(f"changed: {edit_id}")
        return self.found + found + self._typed(site, hidden) + _stands(site)

    def _typed(self, site: Site, hidden: set[str]) -> list[str]:
        there = {(one.field, _words(one.edit.raw)) for one in site.revisions}
        there |= {(key, given.text or "") for key, given in site.stored.items()}
        missing = self.typed - self.replaced - there
        return [f"lost on a page: {one}" for one in missing if one[0] not in hidden]


def _is_shown(phone: Phone, edit: Edit) -> bool:
    """Return whether what the site does not have is kept on a device, with the reason."""
    return phone.is_revoked or edit.id in phone.refused


def _stands(site: Site) -> list[str]:
    """Return where the stored answer is not what stands, once the site has looked at its pages.

    What was said of a child's safety once a concern was raised is the one thing that can't stand.
    """
    found = []
    for key, revisions in by_field(site.revisions).items():
        stands, question = standing(revisions), QUESTIONS[key]
        raw = stands.edit.raw if stands else {}
        given = None if question.is_empty(raw) else question.read(raw)
        is_hidden = not site.is_draft and key not in site.asked()
        if given != site.stored.get(key) and not is_hidden and key != SAFE_NOW:
            found.append(f"stands wrongly: {key}")
    return found


def _words(raw: dict[str, list[str]]) -> str:
    return raw.get("", [""])[0]
