"""Codebooks: the agreed list of themes, version by version, and which one is in use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import aliased

import analysis
from app.db.models import Action, Codebook, Coding, Quote, Theme
from app.domain.errors import NotFound
from app.domain.evidence import UNDECIDED, CodingSource, CodingState
from app.services import codebook_fates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Exists
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class CodebookInUse:
    """The codebook that serves now: as the analysis reads it, and its rows."""

    id: UUID
    codebook: analysis.Codebook
    theme_ids: Mapping[str, UUID]


def use_codebook(session: Session, codebook: analysis.Codebook) -> UUID:
    """Put a codebook in use, as a new version when its content is new, and return its id."""
    codebook_id = keep_codebook(session, codebook)
    put_in_use(session, codebook_id)
    return codebook_id


def keep_codebook(session: Session, codebook: analysis.Codebook) -> UUID:
    """Keep a codebook, as a new version when its content is new, and return its id."""
    content_hash = hash_of(codebook)
    row = session.scalar(select(Codebook).where(Codebook.content_hash == content_hash))
    return row.id if row else new_version(session, codebook)


def new_version(session: Session, codebook: analysis.Codebook) -> UUID:
    """Keep a codebook as the next version, even if one says the same, and return its id."""
    newest = select(func.max(Codebook.number)).where(Codebook.name == codebook.name)
    number = (session.scalar(newest) or 0) + 1
    row = Codebook(name=codebook.name, number=number, content_hash=hash_of(codebook))
    session.add(row)
    session.flush()
    session.add_all(_theme_rows(row.id, codebook))
    session.flush()
    return row.id


def rewrite(session: Session, codebook_id: UUID, codebook: analysis.Codebook) -> None:
    """Make a version that nothing uses yet say what this codebook says; themes keep their ids."""
    rows = select(Theme).where(Theme.codebook_id == codebook_id)
    known = {theme.key: theme for theme in session.scalars(rows)}
    wanted = _theme_rows(codebook_id, codebook)
    for theme in known.keys() - {one.key for one in wanted}:
        session.delete(known[theme])
    for one in wanted:
        one.id = known[one.key].id if one.key in known else one.id
        session.merge(one)
    session.get_one(Codebook, codebook_id).content_hash = hash_of(codebook)
    session.flush()


def put_in_use(session: Session, codebook_id: UUID) -> None:
    """Let a version that is kept serve from now on, and no other.

    What people decided, quoted and planned goes with the themes that keep their key. Of a theme
    that was merged into another it goes there; that somebody rejected it says nothing of the
    other, and stays.
    """
    before = session.scalar(select(Codebook.id).where(Codebook.is_in_use))
    if before is not None and before != codebook_id:
        _carry(session, before, codebook_id)
    session.execute(update(Codebook).values(is_in_use=False))
    session.execute(update(Codebook).where(Codebook.id == codebook_id).values(is_in_use=True))
    session.flush()


def codebook_in_use(session: Session) -> CodebookInUse:
    """Return the codebook in use, the shipped one when none was chosen yet."""
    row = session.scalar(select(Codebook).where(Codebook.is_in_use))
    return version(session, row.id if row else use_codebook(session, analysis.shipped()))


def version(session: Session, codebook_id: UUID) -> CodebookInUse:
    """Return one version of a codebook.

    Raises:
        NotFound: there is none of that id.
    """
    row = session.get(Codebook, codebook_id)
    if row is None:
        raise NotFound
    themes = session.scalars(
        select(Theme).where(Theme.codebook_id == codebook_id).order_by(Theme.position)
    ).all()
    read = analysis.Codebook(
        name=row.name,
        number=row.number,
        themes=tuple(
            analysis.Theme(
                key=theme.key,
                name=theme.name,
                definition=theme.definition,
                keywords=tuple(theme.keywords),
                include=tuple(theme.include),
                exclude=tuple(theme.exclude),
                parent=theme.parent_key,
            )
            for theme in themes
        ),
    )
    return CodebookInUse(codebook_id, read, {theme.key: theme.id for theme in themes})


def _carry(session: Session, before_id: UUID, after_id: UUID) -> None:
    after = version(session, after_id).theme_ids
    into = codebook_fates.merged(session, after_id)
    is_decided = or_(Coding.source == CodingSource.PERSON, Coding.state.not_in(UNDECIDED))
    before = version(session, before_id).theme_ids
    # Those that stay come first, so that a merged one finds what the other said already.
    for key, theme_id in sorted(before.items(), key=lambda one: one[0] in into):
        new_id = after.get(into.get(key, key))
        if new_id is None:
            continue
        codings = update(Coding).where(Coding.theme_id == theme_id, is_decided)
        if key in into:
            codings = codings.where(Coding.state != CodingState.REJECTED, ~_stands(new_id))
        session.execute(codings.values(theme_id=new_id))
        for table in (Quote, Action):
            session.execute(
                update(table).where(table.theme_id == theme_id).values(theme_id=new_id)
            )


def _stands(theme_id: UUID) -> Exists:
    # The same words carry the theme already: once is enough, and the other stays in the history.
    there = aliased(Coding)
    return (
        select(there.id)
        .where(
            there.theme_id == theme_id,
            there.response_id == Coding.response_id,
            there.question_id == Coding.question_id,
            there.start == Coding.start,
            there.end == Coding.end,
            there.state != CodingState.REJECTED,
        )
        .exists()
    )


def _theme_rows(codebook_id: UUID, codebook: analysis.Codebook) -> list[Theme]:
    return [
        Theme(
            codebook_id=codebook_id,
            key=theme.key,
            position=position,
            name=theme.name,
            definition=theme.definition,
            keywords=list(theme.keywords),
            include=list(theme.include),
            exclude=list(theme.exclude),
            parent_key=theme.parent,
        )
        for position, theme in enumerate(codebook.themes)
    ]


def hash_of(codebook: analysis.Codebook) -> str:
    """Return the hash of everything a codebook says, by which its versions are told apart."""
    content = [
        [
            t.key,
            t.name,
            t.definition,
            list(t.keywords),
            list(t.include),
            list(t.exclude),
            t.parent,
        ]
        for t in codebook.themes
    ]
    return sha256(json.dumps([codebook.name, content]).encode()).hexdigest()
