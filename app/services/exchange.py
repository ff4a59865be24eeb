"""Codebooks in and out: any version as a file, and a file as a draft that a person confirms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from analysis.exchange import codebooks_out, qdc, qdpx, tables
from analysis.exchange.shapes import Project
from app.db.models import Answer, Codebook, Coding, Question, Survey, Theme
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import CodingSource, CodingState
from app.services import activity, codebooks, theming
from app.services.exchange_files import MIMETYPES, FileOut
from app.services.unread_words import THEMED_PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    import analysis
    from analysis.exchange.codebooks import Brought
    from app.domain.people import Actor

ORIGIN = "Earshot"
LONGEST_DEFINITION = 5_000


@dataclass(frozen=True)
class VersionLine:
    """One version of a codebook, for lists."""

    id: UUID
    name: str
    number: int
    themes: int
    is_in_use: bool


@dataclass(frozen=True)
class ThemeChange:
    """One theme of a version, and what is different about it from the codebook in use."""

    key: str
    name: str
    definition: str
    parent: str
    change: str  # new, changed, same


@dataclass(frozen=True)
class VersionPage:
    """One version before it is put in use: its themes, what would go, what would be re-read."""

    line: VersionLine
    themes: tuple[ThemeChange, ...]
    gone: tuple[str, ...]
    decided_on_gone: int
    answers: int

    @property
    def undescribed(self) -> tuple[ThemeChange, ...]:
        """The themes whose definition a person has to write first."""
        return tuple(theme for theme in self.themes if not theme.definition)


def versions(session: Session) -> tuple[VersionLine, ...]:
    """Return every version of every codebook, the newest first."""
    rows = session.execute(
        select(Codebook, func.count(Theme.id))
        .outerjoin(Theme, Theme.codebook_id == Codebook.id)
        .group_by(Codebook.id)
        .order_by(Codebook.is_in_use.desc(), Codebook.name, Codebook.number.desc())
    )
    return tuple(VersionLine(c.id, c.name, c.number, count, c.is_in_use) for c, count in rows)


def take_out(session: Session, codebook_id: UUID, kind: str, *, by: Actor) -> FileOut:
    """Return one version as a file: `qdc`, `qdpx`, `csv`, `xlsx` or `yaml`.

    Raises:
        NotFound: there is no such version or kind.
    """
    book = codebooks.version(session, codebook_id).codebook
    if kind not in MIMETYPES:
        raise NotFound
    activity.record(
        session,
        "codebook.exported",
        by=by.id,
        about=("codebook", codebook_id),
        counts={"themes": len(book.themes)},
    )
    name = f"codebook-{book.number}.{kind}"
    return FileOut(name, MIMETYPES[kind], _content(book, kind))


def bring_in(session: Session, brought: Brought, *, by: Actor) -> UUID:
    """Keep the themes of a file as the next version, not yet in use, and return its id.

    The same themes again are the same version.
    """
    now = codebooks.codebook_in_use(session).codebook
    codebook_id = codebooks.keep_codebook(session, replace(now, themes=brought.themes))
    activity.record(
        session,
        "codebook.imported",
        by=by.id,
        about=("codebook", codebook_id),
        counts={"themes": len(brought.themes)},
    )
    return codebook_id


def page(session: Session, codebook_id: UUID) -> VersionPage:
    """Return a version beside the one in use: what is new, changed, gone, and would be re-read.

    Raises:
        NotFound: there is no such version.
    """
    line = next((one for one in versions(session) if one.id == codebook_id), None)
    if line is None:
        raise NotFound
    now, then = codebooks.codebook_in_use(session), codebooks.version(session, codebook_id)
    old = {theme.key: theme for theme in now.codebook.themes}
    names = {theme.key: theme.name for theme in then.codebook.themes}
    gone = [theme for theme in now.codebook.themes if theme.key not in names]
    return VersionPage(
        line=line,
        themes=tuple(
            ThemeChange(
                theme.key,
                theme.name,
                theme.definition,
                names.get(theme.parent or "", ""),
                _change(theme, old.get(theme.key)),
            )
            for theme in then.codebook.themes
        ),
        gone=tuple(theme.name for theme in gone),
        decided_on_gone=_decided(session, [now.theme_ids[theme.key] for theme in gone]),
        answers=_answers(session),
    )


def describe(
    session: Session, codebook_id: UUID, definitions: Mapping[str, str], *, by: Actor
) -> None:
    """Write the definitions that a version lacks; definitions that are there stay.

    Raises:
        NotFound: there is no such version.
        Conflict: it is in use, and serves as it is.
    """
    row = session.get(Codebook, codebook_id)
    if row is None:
        raise NotFound
    if row.is_in_use:
        raise Conflict("codebook_in_use")
    themes = session.scalars(
        select(Theme).where(Theme.codebook_id == codebook_id, Theme.definition == "")
    )
    written = 0
    for theme in themes:
        words = definitions.get(theme.key, "").strip()[:LONGEST_DEFINITION]
        theme.definition = words
        written += bool(words)
    session.flush()
    row.content_hash = codebooks.hash_of(codebooks.version(session, codebook_id).codebook)
    activity.record(
        session,
        "codebook.described",
        by=by.id,
        about=("codebook", codebook_id),
        counts={"themes": written},
    )


def confirm(session: Session, codebook_id: UUID, *, by: Actor) -> None:
    """Put a version in use, and have every survey's words read against it.

    Raises:
        NotFound: there is no such version.
        Invalid: `themes_undescribed`, because a theme without a definition cannot be found.
    """
    if any(
        not theme.definition for theme in codebooks.version(session, codebook_id).codebook.themes
    ):
        raise Invalid("themes_undescribed")
    codebooks.put_in_use(session, codebook_id)
    for survey_id in session.scalars(select(Survey.id)):
        theming.enqueue(session, survey_id)
    activity.record(session, "codebook.put_in_use", by=by.id, about=("codebook", codebook_id))


def _content(book: analysis.Codebook, kind: str) -> bytes:
    if kind == "qdc":
        return qdc.write(codebooks_out.codes_of(book), origin=ORIGIN)
    if kind == "qdpx":
        return qdpx.write(Project(book.name, codebooks_out.codes_of(book), origin=ORIGIN))
    if kind == "yaml":
        return codebooks_out.as_yaml(book)
    rows = codebooks_out.rows_of(book)
    return tables.as_csv(rows) if kind == "csv" else tables.as_xlsx(rows, "Codebook")


def _change(theme: analysis.Theme, old: analysis.Theme | None) -> str:
    if old is None:
        return "new"
    return "same" if theme == old else "changed"


def _decided(session: Session, theme_ids: list[UUID]) -> int:
    counted = select(func.count(Coding.id)).where(
        Coding.theme_id.in_(theme_ids),
        (Coding.source == CodingSource.PERSON) | (Coding.state == CodingState.ACCEPTED),
    )
    return session.scalar(counted) or 0


def _answers(session: Session) -> int:
    counted = (
        select(func.count())
        .select_from(Answer)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Question.is_free_text,
            Question.part.in_(THEMED_PARTS),
            Answer.text_sealed.is_not(None),
        )
    )
    return session.scalar(counted) or 0
