"""A page of the site that stays open in the world of R-48, while others write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from surveys import shown
from surveys.clashes import FIELD as ASKED
from surveys.clashes import choice_name
from tests.unit.domain.offline_form import PAGES, QUESTIONS, raw_of

if TYPE_CHECKING:
    from tests.unit.domain.offline_site import Saved, Site

Words = dict[str, dict[str, list[str]]]


@dataclass
class Tab:
    """A page as it was when it was opened, and what was typed into it since."""

    page_key: str
    marks: str = ""
    showed: Words = field(default_factory=dict)
    fields: Words = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)

    @classmethod
    def opened(cls, site: Site, page_key: str) -> Tab:
        """Open a page as the site shows it now."""
        tab = cls(page_key)
        tab._reads(site)
        return tab

    def types(self, key: str, words: str) -> None:
        """Type into a field, whether or not the page is saved."""
        self.fields[key] = raw_of(words)

    def form(self) -> dict[str, list[str]]:
        """Return what the browser sends."""
        sent = {key: raw.get("", [""]) for key, raw in self.fields.items()}
        # A choice that nobody made is not sent at all; an empty box is.
        sent = {k: v for k, v in sent.items() if any(v) or QUESTIONS[k].kind == "long_text"}
        asked = {ASKED: [" ".join(self.asks)]} if self.asks else {}
        chosen = {choice_name(key): [choice] for key, choice in self.choices.items()}
        return {shown.FIELD: [self.marks]} | sent | asked | chosen

    def becomes(self, site: Site, saved: Saved) -> None:
        """Show what the site answers: the page again with what it asks, or with what is wrong."""
        questions, known = PAGES[self.page_key].questions, site.stored
        if saved.end == "asked":
            mine = {key: self.fields[key] for key in saved.clashes}
            self._reads(site)
            self.fields |= mine
            self.asks = saved.clashes
        elif saved.end == "wrong":
            self.marks = shown.marks_again(questions, known, self.form(), saved.kept)
            self.showed |= {key: self.fields[key] for key in saved.kept}
            self.asks, self.choices = (), {}

    def _reads(self, site: Site) -> None:
        questions = PAGES[self.page_key].questions
        self.marks = shown.marks_of(questions, site.stored)
        self.showed = {one.key: _raw(one.raw(site.stored.get(one.key))) for one in questions}
        self.fields = {key: dict(raw) for key, raw in self.showed.items()}
        self.asks, self.choices = (), {}


def _raw(raw: object) -> dict[str, list[str]]:
    return {part: list(sent) for part, sent in raw.items() if any(sent)}
