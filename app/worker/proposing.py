"""The job that looks for what the codebook lacks, what in it is one, and what is two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import codebook_advice, emergent
from analysis.models.embedding import installed
from app.db import reading, unit_of_work
from app.domain.evidence import ProposalKind
from app.services import codebooks, proposal_words, proposals
from app.services.proposals import Found, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.emergent import Proposal
    from analysis.models.engine import Embedding
    from app.services.codebooks import CodebookInUse
    from app.services.proposal_words import Said
    from app.worker import Progress

SEED = 2026


def propose(subject: str, progress: Progress) -> None:
    """Find proposals in everything that was written, and keep them for a person to decide.

    The words are read in one transaction, thought about in none, and what was found is kept in
    another.
    """
    del subject
    embedding = installed()
    with unit_of_work() as session:
        in_use = codebooks.codebook_in_use(session)
    with reading() as session:
        said = proposal_words.said(session)
    total = len(in_use.codebook.themes) + 2
    progress(0, total)
    found = []
    for done, step in enumerate(_steps(in_use, said, embedding), 1):
        found += step
        progress(min(done, total - 1), total)
    with unit_of_work() as session:
        proposals.keep(session, found, in_use.id)
    progress(total, total)


def _steps(
    in_use: CodebookInUse, said: Said, embedding: Embedding | None
) -> Iterator[list[Found]]:
    left = emergent.unexplained(said.corpus, said.coded)
    yield [
        Found(ProposalKind.NEW, (_part(one, said),))
        for one in emergent.propose(left, embedding, seed=SEED)
    ]
    yield [
        Found(
            ProposalKind.MERGE,
            theme_key=pair.kept,
            other_key=pair.merged,
            score=max(pair.together, pair.alike),
        )
        for pair in codebook_advice.near_duplicates(in_use.codebook, said.passages_of, embedding)
    ]
    for theme in in_use.codebook.themes:
        halves = codebook_advice.two_in_one(said.of_theme(theme.key), embedding, seed=SEED)
        if halves is None or not halves.second.words:
            yield []
            continue
        parts = (_part(halves.first, said), _part(halves.second, said))
        yield [Found(ProposalKind.SPLIT, parts, theme_key=theme.key, score=halves.apart)]


def _part(one: Proposal, said: Said) -> Part:
    places = tuple(said.places[passage_id] for passage_id in one.shown)
    people = {said.places[passage_id][0] for passage_id in one.passage_ids}
    return Part(one.words, len(people), places)
