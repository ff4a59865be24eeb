"""One audit as a document: what was asked and said, the grades that stand, and what follows.

It keeps the order of the conversation: the family and the worker are heard before the auditor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reports import phrases
from app.reports.blocks import Block, Document, Heading, Pair, Pairs, Points, Prose, Table

if TYPE_CHECKING:
    from datetime import date

NOT_ANSWERED = "Not answered"
UNGRADED = "This audit is not graded. It says what works, what worries and what is next."


@dataclass(frozen=True)
class PageSaid:
    """One page of a part: its title, and its questions with their answers."""

    title: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class PartSaid:
    """Everything that one voice was asked, page after page."""

    voice: str
    pages: tuple[PageSaid, ...]


@dataclass(frozen=True)
class GradeSaid:
    """One grade: what the auditor gave, what a second reader gave, what stands, how and why.

    `second` is empty without a second reading that may be seen. `described` says what work looks
    like at each grade.
    """

    domain: str
    first: str
    second: str
    stands: str
    how: str
    why: str
    described: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ActionSaid:
    """One action: what, why it matters for the child, who, by when, and where it stands."""

    what: str
    why: str
    owner: str
    due_on: date
    stands: str


@dataclass(frozen=True)
class AuditSaid:
    """Everything that a document of one audit says; what its reader may not read is left out.

    `facts` are who, when and what kind. `second_reading` says how the second reading ended, or
    that none is settled. `concerns` is empty where the reader is told nothing of them.
    """

    audit_ref: str
    organisation: str
    handling: str
    keeping: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    parts: tuple[PartSaid, ...]
    is_graded: bool
    grades: tuple[GradeSaid, ...]
    second_reading: tuple[str, ...]
    concerns: tuple[str, ...]
    actions: tuple[ActionSaid, ...]
    reply: tuple[Pair, ...]


def build(said: AuditSaid) -> Document:
    """Return an audit as a document. Deterministic: it uses nothing but what it is given."""
    blocks = (
        Heading("How to handle this paper"),
        Points(said.keeping),
        Heading("About this audit"),
        Table("Who, when and what kind", ("What", "It says"), said.facts),
        *_concerns(said.concerns),
        *(block for part in said.parts for block in _part(part)),
        *_grades(said),
        *_actions(said.actions),
        *_reply(said.reply),
        *_described(said.grades),
    )
    return Document(
        f"Audit {said.audit_ref}", f"{said.organisation}.", blocks, handling=said.handling
    )


def _concerns(concerns: tuple[str, ...]) -> list[Block]:
    return [Heading("Whether the child is safe"), Points(concerns)] if concerns else []


def _part(part: PartSaid) -> list[Block]:
    blocks: list[Block] = [Heading(part.voice)]
    for page in part.pages:
        # Each page is a part of the voice, also where it asks one thing.
        blocks += [Heading(page.title, level=3), Pairs(page.pairs)]
    return blocks if part.pages else [*blocks, Prose("Nothing was recorded.")]


def _grades(said: AuditSaid) -> list[Block]:
    blocks: list[Block] = [Heading("The grades that stand")]
    if not said.is_graded:
        return [*blocks, Prose(UNGRADED)]
    blocks += [Prose(sentence) for sentence in said.second_reading]
    blocks.append(_grade_table(said.grades))
    why = tuple(Pair(one.domain, one.why) for one in said.grades if one.why)
    if why:
        blocks += [Heading("Why grades were settled so", level=3), Pairs(why)]
    return blocks


def _grade_table(grades: tuple[GradeSaid, ...]) -> Table:
    caption = "Each grade, and how it came to stand"
    if any(one.second for one in grades):
        head = ("Part of practice", "Auditor", "Second reader", "Stands", "How it came to stand")
        rows = [(one.domain, one.first, one.second, one.stands, one.how) for one in grades]
        return Table(caption, head, tuple(rows))
    return Table(
        caption,
        ("Part of practice", "Stands", "How it came to stand"),
        tuple((one.domain, one.stands, one.how) for one in grades),
    )


def _actions(actions: tuple[ActionSaid, ...]) -> list[Block]:
    blocks: list[Block] = [Heading("Actions")]
    if not actions:
        return [*blocks, Prose("No action was agreed.")]
    rows = tuple(
        (one.what, one.why, one.owner, phrases.day(one.due_on.isoformat()), one.stands)
        for one in actions
    )
    head = ("Action", "Why it matters for the child", "Who", "By", "State")
    return [*blocks, Table("What was agreed", head, rows)]


def _reply(reply: tuple[Pair, ...]) -> list[Block]:
    return [Heading("What the worker says of this audit"), Pairs(reply)] if reply else []


def _described(grades: tuple[GradeSaid, ...]) -> list[Block]:
    described = [one for one in grades if one.described]
    if not described:
        return []
    blocks: list[Block] = [
        Heading("What work looks like at each grade"),
        Prose("The auditor and the second reader had these words before them as they graded."),
    ]
    for one in described:
        pairs = tuple(Pair(grade, words) for grade, words in one.described)
        blocks += [Heading(one.domain, level=3), Pairs(pairs)]
    return blocks
