"""Change the codebook, in the draft of its next version: add, edit, merge, split and retire."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

import analysis
from app.db.models import Theme
from app.domain.errors import Conflict, Invalid
from app.domain.evidence import StepKind
from app.services import codebook_drafts
from app.services.codebook_drafts import Change

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

LONGEST_NAME, LONGEST_DEFINITION, LONGEST_KEY = 160, 5_000, 56
KEPT = "Nothing was changed."
_Themes = tuple[analysis.Theme, ...]


@dataclass(frozen=True)
class Wording:
    """What a person wrote about a theme; `parent` is a key, or empty."""

    name: str
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    parent: str = ""


def add(session: Session, wording: Wording, *, by: Actor) -> str:
    """Add a theme to the draft and return its key.

    Raises:
        Invalid: `fields` says what is missing or taken.
    """
    themes = codebook_drafts.current(session).codebook.themes
    _check(wording, themes)
    theme = _worded(analysis.Theme(_new_key(session, wording.name), "", ""), wording)
    codebook_drafts.make(session, (*themes, theme), Change(StepKind.ADDED, theme), by=by)
    return theme.key


def edit(session: Session, theme_id: UUID, wording: Wording, *, by: Actor) -> bool:
    """Reword a theme in the draft; return whether anything differs from what was there.

    Raises:
        NotFound: there is no such theme.
        Invalid: `fields` says what is missing or taken.
    """
    old = codebook_drafts.find(session, theme_id)
    themes = codebook_drafts.current(session).codebook.themes
    _check(wording, themes, old=old)
    new = _worded(old, wording)
    if new == old:
        return False
    changed = tuple(new if theme.key == old.key else theme for theme in themes)
    codebook_drafts.make(session, changed, Change(StepKind.EDITED, new), by=by)
    return True


def merge(session: Session, merged_id: UUID, kept_id: UUID, *, by: Actor) -> None:
    """Let one theme go into another, which keeps its name and gains its keywords and examples.

    Raises:
        NotFound: one of them is not there.
        Conflict: they are the same theme.
    """
    gone = codebook_drafts.find(session, merged_id)
    kept = codebook_drafts.find(session, kept_id)
    if gone.key == kept.key:
        raise Conflict("same_theme")
    grown = replace(
        kept,
        keywords=_joined(kept.keywords, gone.keywords),
        include=_joined(kept.include, (gone.definition,), gone.include),
    )
    themes = codebook_drafts.current(session).codebook.themes
    left = tuple(grown if theme.key == kept.key else theme for theme in themes)
    codebook_drafts.make(
        session,
        _without(left, gone.key, heir=kept.key),
        Change(StepKind.MERGED, grown, gone),
        by=by,
    )


def split(session: Session, theme_id: UUID, first: Wording, second: Wording, *, by: Actor) -> str:
    """Part a theme in two and return the key of the second half; the first keeps its own.

    What people decided stays with the first half, to be read again by a person.

    Raises:
        NotFound: there is no such theme.
        Invalid: `fields` says what is wrong, with `second_` before those of the second half.
    """
    old = codebook_drafts.find(session, theme_id)
    themes = codebook_drafts.current(session).codebook.themes
    problems = _problems(first, themes, old)
    others = tuple(theme for theme in themes if theme.key != old.key)
    second_problems = _problems(second, (*others, _worded(old, first)), None)
    problems |= {f"second_{name}": problem for name, problem in second_problems.items()}
    if problems:
        raise Invalid(fields=problems)
    half = _worded(old, first)
    new = _worded(analysis.Theme(_new_key(session, second.name), "", ""), second)
    parted: list[analysis.Theme] = []
    for theme in themes:
        parted += [half, new] if theme.key == old.key else [theme]
    codebook_drafts.make(session, tuple(parted), Change(StepKind.SPLIT, half, new), by=by)
    return new.key


def retire(session: Session, theme_id: UUID, *, by: Actor) -> None:
    """Take a theme out of the draft; its codings stay in the history and no longer count.

    Raises:
        NotFound: there is no such theme.
    """
    gone = codebook_drafts.find(session, theme_id)
    themes = codebook_drafts.current(session).codebook.themes
    left = _without(themes, gone.key, heir=gone.parent)
    codebook_drafts.make(session, left, Change(StepKind.RETIRED, gone), by=by)


def _check(wording: Wording, themes: _Themes, *, old: analysis.Theme | None = None) -> None:
    problems = _problems(wording, themes, old)
    if problems:
        raise Invalid(fields=problems)


def _problems(wording: Wording, themes: _Themes, old: analysis.Theme | None) -> dict[str, str]:
    problems = {}
    own = old.key if old else ""
    names = {theme.name.casefold() for theme in themes if theme.key != own}
    if not wording.name:
        problems["name"] = f"The theme has no name. {KEPT} Write a short name for it."
    elif len(wording.name) > LONGEST_NAME:
        problems["name"] = f"The name is longer than {LONGEST_NAME} letters. {KEPT} Shorten it."
    elif wording.name.casefold() in names:
        problems["name"] = (
            f"Another theme is called “{wording.name}”. {KEPT} "
            "Choose another name, or merge the two themes."
        )
    if not wording.definition:
        problems["definition"] = (
            f"The theme has no definition. {KEPT} "
            "Say in a sentence what belongs in it: people and the machine both go by that."
        )
    elif len(wording.definition) > LONGEST_DEFINITION:
        problems["definition"] = (
            f"The definition is longer than {LONGEST_DEFINITION:,} letters. {KEPT} Shorten it."
        )
    if wording.parent and not _may_be_under(own, wording.parent, themes):
        problems["parent"] = (
            f"A theme cannot be under itself, or under what is under it. {KEPT} Choose another."
        )
    return problems


def _may_be_under(key: str, parent: str, themes: _Themes) -> bool:
    above = {theme.key: theme.parent for theme in themes}
    seen: set[str] = set()
    place: str | None = parent
    while place:
        if place == key or place not in above or place in seen:
            return False
        seen.add(place)
        place = above[place]
    return True


def _worded(theme: analysis.Theme, wording: Wording) -> analysis.Theme:
    return replace(
        theme,
        name=wording.name,
        definition=wording.definition,
        include=wording.include,
        exclude=wording.exclude,
        keywords=wording.keywords,
        parent=wording.parent or None,
    )


def _without(themes: _Themes, gone: str, *, heir: str | None) -> _Themes:
    return tuple(
        replace(theme, parent=heir if heir != theme.key else None)
        if theme.parent == gone
        else theme
        for theme in themes
        if theme.key != gone
    )


def _joined(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in lists for one in each if one))


def _new_key(session: Session, name: str) -> str:
    # A key is never used twice, not even one that was retired: history goes by it.
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:LONGEST_KEY] or "theme"
    taken = set(session.scalars(select(Theme.key).where(Theme.key.startswith(stem))))
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key
