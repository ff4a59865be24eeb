"""Proposals for the codebook as their page shows them: words, redacted passages, and progress."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from app.db.models import ProposedPassage, ThemeProposal
from app.domain.evidence import ProposalKind, ProposalState
from app.services import activity, codebook_drafts, jobs, proposal_words, proposals, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.jobs import JobView
    from app.services.words import PassageLine

# Passages are shown for what they say, not for a theme that they carry.
NO_THEME = UUID(int=0)
# As in analysis.emergent, which the pages do without: it loads what only the job needs.
FEWEST = 20


@dataclass(frozen=True)
class PartLine:
    """The words and passages of a proposal, or of one half of it, and how many people said it."""

    words: tuple[str, ...]
    people: int
    passages: tuple[PassageLine, ...]


@dataclass(frozen=True)
class ProposalLine:
    """One proposal; `theme` and `other` are the names of the themes it is about.

    `definitions` are theirs, in that order.
    """

    id: UUID
    kind: ProposalKind
    theme: str
    other: str
    definitions: tuple[str, ...]
    parts: tuple[PartLine, ...]


@dataclass(frozen=True)
class ProposalPage:
    """The open proposals, when they were made, and the job that looks for more.

    `unexplained` is how many comments carry no theme; new themes are looked for from `fewest` on.
    `draft` is the number of the version that proposals were taken into and nobody put in use.
    """

    may_see: bool
    lines: tuple[ProposalLine, ...]
    job: JobView | None
    made_at: datetime | None
    was_asked: bool
    has_failed: bool
    unexplained: int
    fewest: int
    draft: int | None


def page(session: Session, *, by: Actor) -> ProposalPage:
    """Return the open proposals of each kind, the largest first; reading them is recorded."""
    asked = jobs.latest(session, proposals.KIND, proposals.SUBJECT)
    rows = session.scalars(
        select(ThemeProposal)
        .where(ThemeProposal.state == ProposalState.OPEN)
        .order_by(ThemeProposal.size.desc(), ThemeProposal.score.desc(), ThemeProposal.id)
    ).all()
    may_see = proposals.may_see(by)
    now = codebook_drafts.current(session)
    waiting = now.codebook.number if codebook_drafts.draft_id(session) == now.id else None
    lines = _lines(session, rows) if may_see else ()
    shown = sum(len(part.passages) for line in lines for part in line.parts)
    if shown:
        about = ("codebook", "proposals")
        counts = {"passages": shown}
        activity.record(session, "words.read", by=by.id, about=about, counts=counts)
    return ProposalPage(
        may_see=may_see,
        lines=lines,
        job=None if asked is None or asked.is_over else asked,
        made_at=max((row.made_at for row in rows), default=None),
        was_asked=asked is not None,
        has_failed=asked is not None and asked.is_over and bool(asked.error_code),
        unexplained=proposal_words.count_unexplained(session) if may_see else 0,
        fewest=FEWEST,
        draft=waiting,
    )


def running(session: Session) -> JobView | None:
    """Return the job that looks for proposals now, or None."""
    asked = jobs.latest(session, proposals.KIND, proposals.SUBJECT)
    return None if asked is None or asked.is_over else asked


def _lines(session: Session, rows: Sequence[ThemeProposal]) -> tuple[ProposalLine, ...]:
    now = {theme.key: theme for theme in codebook_drafts.current(session).codebook.themes}
    names = {key: theme.name for key, theme in now.items()}
    kinds = list(ProposalKind)
    lines = []
    for row in sorted(rows, key=lambda one: kinds.index(one.kind)):
        themes = [key for key in (row.theme_key, row.other_key) if key]
        # A theme that the draft no longer has leaves nothing to decide.
        if any(key not in now for key in themes):
            continue
        lines.append(
            ProposalLine(
                id=row.id,
                kind=row.kind,
                theme=names.get(row.theme_key, ""),
                other=names.get(row.other_key, ""),
                definitions=tuple(now[key].definition for key in themes),
                parts=_parts(session, row),
            )
        )
    return tuple(lines)


def _parts(session: Session, row: ThemeProposal) -> tuple[PartLine, ...]:
    places: dict[int, list[tuple[UUID, UUID]]] = defaultdict(list)
    found = session.scalars(
        select(ProposedPassage)
        .where(ProposedPassage.proposal_id == row.id)
        .order_by(ProposedPassage.half, ProposedPassage.position)
    )
    for one in found:
        places[one.half].append((one.response_id, one.question_id))
    sizes = (row.size, row.other_size)
    return tuple(
        PartLine(said, sizes[half], words.passage_lines(session, places[half], NO_THEME))
        for half, said in enumerate(proposals.words_of(row))
    )
