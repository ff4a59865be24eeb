"""What an old page of an audit says beside what was given meanwhile, as an edit: pure (R-48).

The page names by marks what it showed (`surveys.shown`), and what it asked its author about
(`surveys.clashes`). From those, and from the revisions of a field, follows what its author had
seen; nothing that they had not seen is ever replaced by what they say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.revisions import heads, standing
from surveys import shown
from surveys.clashes import asked
from surveys.submission import raw_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from app.domain.revisions import Edit, Raw, Revision
    from surveys.questions import Question

    Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Said:
    """What an edit says, and the revisions that its author had seen."""

    seen: frozenset[UUID]
    raw: Raw


def beside(
    question: Question, revisions: Sequence[Revision], form: Form, own: Collection[UUID]
) -> Said | None:
    """Return what a page says of a field that changed meanwhile; None where a head says it too.

    `own` are the revisions that its author gave on pages: once a page asked about both versions,
    what is written on it takes the place of what they wrote there before, and of nothing else.
    """
    raw = {part: list(sent) for part, sent in raw_of(question, form).items() if any(sent)}
    if any(_plain(one.edit.raw) == _plain(raw) for one in heads(revisions)):
        return None
    if question.key in asked(form):
        return Said(_all_seen(_own_beside(revisions, own)), raw)
    found = [one for one in revisions if shown.was_shown(question.key, form, one.edit.raw)]
    return Said(_all_seen(found[-1:]), raw)


def settled(
    revisions: Sequence[Revision], current: Edit | None, own: Collection[UUID]
) -> Said | None:
    """Return what was chosen on a page that asked; None where nothing is left to settle.

    The page showed what stands and what its author wrote; what a third gave, it did not. `current`
    is the revision that the stored answer was made from.
    """
    stands = standing(revisions)
    if stands is None or current is None or len(heads(revisions)) == 1:
        return None
    return Said(_all_seen([stands, *_own_beside(revisions, own)]), current.raw)


def _own_beside(revisions: Sequence[Revision], own: Collection[UUID]) -> list[Revision]:
    """Return the versions beside what stands that the page's author gave on pages."""
    return [one for one in heads(revisions)[1:] if one.id in own]


def _all_seen(revisions: Iterable[Revision]) -> frozenset[UUID]:
    return frozenset(one for each in revisions for one in (each.id, *each.edit.seen))


def _plain(raw: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    trimmed = {part: [one.strip() for one in sent if one.strip()] for part, sent in raw.items()}
    return {part: sent for part, sent in trimmed.items() if sent}
