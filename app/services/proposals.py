"""What the machine proposes for the codebook: kept sealed, taken with one click, or dismissed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import delete, select

from analysis.disclosure import THRESHOLD
from app import clock
from app.db import sealing
from app.db.models import Job, ProposedPassage, ThemeProposal
from app.domain.errors import Conflict, NotFound
from app.domain.evidence import JobState, ProposalKind, ProposalState
from app.domain.people import Permission
from app.services import activity, codebook_changes, codebook_drafts, codebooks, jobs
from app.services.codebook_changes import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    import analysis
    from app.domain.people import Actor
    from app.services.exchange_words import Place

KIND, SUBJECT = "propose", "codebook"
COLUMN = "words"
# A proposal that shares half of its words with one that was decided is the same again.
SAME_WORDS = 0.5


@dataclass(frozen=True)
class Part:
    """The words and passages that stand for a proposal, or for one half of it.

    `size` is how many people said it.
    """

    words: tuple[str, ...]
    size: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Found:
    """One proposal as the machine found it; a new theme has one part, a split has two."""

    kind: ProposalKind
    parts: tuple[Part, ...] = ()
    theme_key: str = ""
    other_key: str = ""
    score: float = 0.0


def ask(session: Session, *, by: Actor) -> UUID:
    """Ask for proposals; one waiting job serves every asker."""
    known = session.scalar(select(Job.id).where(Job.kind == KIND, Job.state == JobState.PENDING))
    activity.record(session, "proposals.asked", by=by.id, about=("codebook", SUBJECT))
    return known or jobs.enqueue(session, KIND, SUBJECT, input_hash=uuid4().hex)


def keep(session: Session, found: Iterable[Found], codebook_id: UUID) -> int:
    """Keep what was found in place of the proposals that were open; return how many are new.

    What was dismissed, or taken into a draft, is not proposed again. What fewer than five people
    said is not proposed at all: it would point at them.
    """
    session.execute(delete(ThemeProposal).where(ThemeProposal.state == ProposalState.OPEN))
    decided = tuple(session.scalars(select(ThemeProposal)))
    kept = [
        one
        for one in found
        if all(part.size >= THRESHOLD for part in one.parts)
        and not any(_is_same(one, known) for known in decided)
    ]
    for one in kept:
        _add(session, one, codebook_id)
    session.flush()
    return len(kept)


def words_of(proposal: ThemeProposal) -> tuple[tuple[str, ...], ...]:
    """Return the words of a proposal, opened, a tuple for each of its parts."""
    if proposal.words_sealed is None:
        return ()
    read = json.loads(sealing.unseal(proposal, COLUMN, proposal.words_sealed))
    return tuple(tuple(words) for words in read)


def take(session: Session, proposal_id: UUID, *, by: Actor) -> str:
    """Turn a proposal into a change of the draft; return the key of the theme it made or kept.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: it was decided already, or the draft no longer has its themes.
        Invalid: the draft has a theme of that name.
    """
    proposal = _open_one(session, proposal_id, by)
    words = words_of(proposal)
    if proposal.kind is ProposalKind.NEW:
        key = codebook_changes.add(session, wording_of(words[0]), by=by)
    else:
        key = _change(session, proposal, words, by)
    _decide(session, proposal, ProposalState.TAKEN, by)
    return key


def dismiss(session: Session, proposal_id: UUID, *, by: Actor) -> None:
    """Put a proposal aside for good.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: it was decided already.
    """
    _decide(session, _open_one(session, proposal_id, by), ProposalState.DISMISSED, by)


def may_see(by: Actor) -> bool:
    """Return whether a person may see proposals: they hold words of every service."""
    return by.services(Permission.READ_WORDS) is None


def wording_of(words: Sequence[str]) -> Wording:
    """Return how a theme is worded until a person words it: by what is said most in it."""
    name = ", ".join(words[:3]).capitalize()
    definition = f"What people say with words such as {', '.join(words)}."
    return Wording(name, definition, keywords=tuple(words))


def _change(
    session: Session, proposal: ThemeProposal, words: tuple[tuple[str, ...], ...], by: Actor
) -> str:
    now = codebook_drafts.current(session)
    theme = _theme(now, proposal.theme_key)
    if proposal.kind is ProposalKind.MERGE:
        other = _theme(now, proposal.other_key)
        ids = now.theme_ids
        codebook_changes.merge(session, ids[other.key], ids[theme.key], by=by)
        return theme.key
    first = Wording(
        theme.name,
        theme.definition,
        theme.include,
        theme.exclude,
        theme.keywords,
        theme.parent or "",
    )
    return codebook_changes.split(
        session, now.theme_ids[theme.key], first, wording_of(words[1]), by=by
    )


def _theme(now: codebooks.CodebookInUse, key: str) -> analysis.Theme:
    if key not in now.theme_ids:
        raise Conflict("theme_gone")
    return now.codebook.theme(key)


def _open_one(session: Session, proposal_id: UUID, by: Actor) -> ThemeProposal:
    proposal = session.get(ThemeProposal, proposal_id, with_for_update=True)
    if proposal is None or not may_see(by):
        raise NotFound
    if proposal.state is not ProposalState.OPEN:
        raise Conflict("proposal_decided")
    return proposal


def _decide(session: Session, proposal: ThemeProposal, state: ProposalState, by: Actor) -> None:
    proposal.state = state
    proposal.decided_by_id = by.id
    proposal.decided_at = clock.now()
    activity.record(session, f"proposal.{state.value}", by=by.id, about=("proposal", proposal.id))


def _add(session: Session, one: Found, codebook_id: UUID) -> None:
    sizes = [part.size for part in one.parts] + [0, 0]
    proposal = ThemeProposal(
        codebook_id=codebook_id,
        kind=one.kind,
        state=ProposalState.OPEN,
        theme_key=one.theme_key,
        other_key=one.other_key,
        size=sizes[0],
        other_size=sizes[1],
        score=one.score,
        made_at=clock.now(),
    )
    if one.parts:
        text = json.dumps([part.words for part in one.parts])
        proposal.words_sealed = sealing.seal(proposal, COLUMN, text)
    session.add(proposal)
    session.flush()
    for half, part in enumerate(one.parts):
        for position, (response_id, question_id) in enumerate(part.places):
            session.add(
                ProposedPassage(
                    proposal_id=proposal.id,
                    response_id=response_id,
                    question_id=question_id,
                    half=half,
                    position=position,
                )
            )


def _is_same(found: Found, known: ThemeProposal) -> bool:
    if found.kind is not known.kind:
        return False
    if found.kind is ProposalKind.NEW:
        ours, theirs = set(found.parts[0].words), set(words_of(known)[0])
        return len(ours & theirs) >= SAME_WORDS * len(ours | theirs)
    return {found.theme_key, found.other_key} == {known.theme_key, known.other_key}
