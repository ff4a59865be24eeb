"""What the codebook pages show: themes, the draft, what it would recode, history, proposals."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.models import (
    CodebookStep,
    Coding,
    Sentiment,
)
from app.domain.evidence import CodingSource, CodingState, StepKind
from app.domain.people import Permission
from app.services import codebook_drafts, codebook_fates, codebooks, quotes
from app.services.selection import response_ids, select_surveys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    import analysis
    from app.domain.people import Actor
    from app.services.codebooks import CodebookInUse
    from app.services.selection import Selection

EXAMPLES = 3


@dataclass(frozen=True)
class Counts:
    """How many codings a theme has: left as the machine made them, and decided by a person.

    Those of the services whose words a person may read, who could count them there.
    """

    machine: int = 0
    people: int = 0


@dataclass(frozen=True)
class ThemeRow:
    """One theme as the draft has it, or as it is in use when there is no draft."""

    id: UUID
    key: str
    name: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    keywords: tuple[str, ...]
    examples: tuple[str, ...]
    parent: str
    counts: Counts
    change: str  # "", new, changed


@dataclass(frozen=True)
class CodebookPage:
    """The codebook: which version serves, whether a draft waits, and the themes."""

    name: str
    number: int
    draft: int | None
    steps: tuple[str, ...]
    themes: tuple[ThemeRow, ...]


@dataclass(frozen=True)
class Move:
    """Where the codings of one theme in use would go, and what would become of them."""

    theme: str
    counts: Counts
    goes_to: str
    fate: str  # merged, split, retired, changed


@dataclass(frozen=True)
class Recode:
    """What putting the draft in use would do, before it happens.

    `of_some` says that the counts leave out services whose words the person may not read.
    """

    number: int
    draft: int
    steps: tuple[str, ...]
    moves: tuple[Move, ...]
    added: tuple[str, ...]
    undescribed: tuple[str, ...]
    has_themes: bool
    kept_people: int
    answers: int
    of_some: bool


def page(session: Session, *, by: Actor) -> CodebookPage:
    """Return the codebook page, with the counts and examples of the person's services."""
    theirs = select_surveys(session, by, Permission.DECIDE_CODINGS)
    now, then = codebooks.codebook_in_use(session), codebook_drafts.current(session)
    is_draft = now.id != then.id
    counts = _counts(session, now, theirs)
    examples = _examples(session, now, theirs)
    names = {theme.key: theme.name for theme in then.codebook.themes}
    old = {theme.key: theme for theme in now.codebook.themes}
    return CodebookPage(
        name=now.codebook.name,
        number=now.codebook.number,
        draft=then.codebook.number if is_draft else None,
        steps=_said(session, then.id) if is_draft else (),
        themes=tuple(
            ThemeRow(
                id=then.theme_ids[theme.key],
                key=theme.key,
                name=theme.name,
                definition=theme.definition,
                include=theme.include,
                exclude=theme.exclude,
                keywords=theme.keywords,
                examples=examples.get(theme.key, ()),
                parent=names.get(theme.parent or "", ""),
                counts=counts.get(theme.key, Counts()),
                change=_change(theme, old.get(theme.key)) if is_draft else "",
            )
            for theme in then.codebook.themes
        ),
    )


def recode(session: Session, *, by: Actor) -> Recode | None:
    """Return what putting the draft in use would do, or None when there is no draft."""
    waiting = codebook_drafts.draft_id(session)
    if waiting is None:
        return None
    now, then = codebooks.codebook_in_use(session), codebooks.version(session, waiting)
    theirs = select_surveys(session, by, Permission.DECIDE_CODINGS)
    counts = _counts(session, now, theirs)
    old = {theme.key for theme in now.codebook.themes}
    moves = _moves(session, now, then, counts)
    lost = sum(move.counts.people for move in moves if move.fate == "retired")
    return Recode(
        number=now.codebook.number,
        draft=then.codebook.number,
        steps=_said(session, waiting),
        moves=moves,
        added=tuple(theme.name for theme in then.codebook.themes if theme.key not in old),
        undescribed=tuple(t.name for t in then.codebook.themes if not t.definition),
        has_themes=bool(then.codebook.themes),
        kept_people=sum(one.people for one in counts.values()) - lost,
        answers=_answers(session, theirs),
        of_some=by.services(Permission.DECIDE_CODINGS) is not None,
    )


def say(step: CodebookStep) -> str:
    """Say one change in a sentence."""
    return {
        StepKind.ADDED: "“{0}” was added.",
        StepKind.EDITED: "“{0}” was reworded.",
        StepKind.MERGED: "“{1}” was merged into “{0}”.",
        StepKind.SPLIT: "“{1}” was split off from “{0}”.",
        StepKind.RETIRED: "“{0}” was retired.",
    }[step.kind].format(step.theme_name, step.other_name)


def _said(session: Session, codebook_id: UUID) -> tuple[str, ...]:
    return tuple(say(step) for step in codebook_fates.steps(session, codebook_id))


def _moves(
    session: Session, now: CodebookInUse, then: CodebookInUse, counts: Mapping[str, Counts]
) -> tuple[Move, ...]:
    into = codebook_fates.merged(session, then.id)
    new = {theme.key: theme for theme in then.codebook.themes}
    parted = {
        step.theme_key
        for step in codebook_fates.steps(session, then.id)
        if step.kind is StepKind.SPLIT
    }
    moves = []
    for theme in now.codebook.themes:
        heir = new.get(into.get(theme.key, theme.key))
        if heir == theme and theme.key not in parted:
            continue
        fate = _fate(theme, heir, parted)
        goes_to = heir.name if heir else ""
        moves.append(Move(theme.name, counts.get(theme.key, Counts()), goes_to, fate))
    return tuple(moves)


def _fate(theme: analysis.Theme, heir: analysis.Theme | None, parted: set[str]) -> str:
    if heir is None:
        return "retired"
    if heir.key != theme.key:
        return "merged"
    return "split" if theme.key in parted else "changed"


def _change(theme: analysis.Theme, old: analysis.Theme | None) -> str:
    if old is None:
        return "new"
    return "" if theme == old else "changed"


def _answers(session: Session, theirs: Selection) -> int:
    counted = select(func.count()).where(Sentiment.response_id.in_(response_ids(theirs)))
    return session.scalar(counted) or 0


def _counts(session: Session, in_use: CodebookInUse, theirs: Selection) -> dict[str, Counts]:
    keys = {theme_id: key for key, theme_id in in_use.theme_ids.items()}
    rows = session.execute(
        select(Coding.theme_id, Coding.source, Coding.state, func.count())
        .where(
            Coding.theme_id.in_(list(keys)),
            Coding.state != CodingState.REJECTED,
            Coding.response_id.in_(response_ids(theirs)),
        )
        .group_by(Coding.theme_id, Coding.source, Coding.state)
    )
    machine: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for theme_id, source, state, count in rows:
        is_checked = source is CodingSource.PERSON or state is CodingState.ACCEPTED
        (people if is_checked else machine)[keys[theme_id]] += count
    return {key: Counts(machine[key], people[key]) for key in machine.keys() | people.keys()}


def _examples(
    session: Session, in_use: CodebookInUse, theirs: Selection
) -> dict[str, tuple[str, ...]]:
    # Words that a person has redacted and released: nothing else is safe to show as an example.
    keys = {theme_id: key for key, theme_id in in_use.theme_ids.items()}
    found: dict[str, list[str]] = defaultdict(list)
    for quote in quotes.released(session, theirs):
        if quote.theme_id in keys and len(found[keys[quote.theme_id]]) < EXAMPLES:
            found[keys[quote.theme_id]].append(quote.text)
    return {key: tuple(texts) for key, texts in found.items()}
