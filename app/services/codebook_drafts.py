"""The draft of the next codebook: begun with its first change, then put in use or thrown away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from app import clock
from app.db.models import (
    ActivityEntry,
    Codebook,
    CodebookStep,
    Job,
    Theme,
    ThemeProposal,
)
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import JobState, ProposalState, StepKind
from app.domain.people import Permission
from app.services import activity, codebook_fates, codebooks, exchange, jobs
from app.services.selection import select_surveys

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    import analysis
    from app.domain.people import Actor
    from app.services.codebooks import CodebookInUse
    from app.services.jobs import JobView

USED = "codebook.put_in_use"


@dataclass(frozen=True)
class Change:
    """One change: what kind, of which theme, and which other theme goes or comes with it."""

    kind: StepKind
    theme: analysis.Theme
    other: analysis.Theme | None = None


def draft_id(session: Session) -> UUID | None:
    """Return the version that waits to be put in use: the newest that never was, or None.

    A file that was brought in is a draft like any other.
    """
    used = select(ActivityEntry.object_id).where(ActivityEntry.verb == USED)
    known = {one.replace("-", "") for one in session.scalars(used)}
    now = session.execute(
        select(Codebook.name, Codebook.number).where(Codebook.is_in_use)
    ).one_or_none()
    if now is None:
        return None
    later = session.scalars(
        select(Codebook.id)
        .where(Codebook.name == now.name, Codebook.number > now.number)
        .order_by(Codebook.number.desc())
    )
    return next((one for one in later if one.hex not in known), None)


def current(session: Session) -> CodebookInUse:
    """Return the draft when there is one, else the codebook in use."""
    waiting = draft_id(session)
    return codebooks.version(session, waiting) if waiting else codebooks.codebook_in_use(session)


def find(session: Session, theme_id: UUID) -> analysis.Theme:
    """Return a theme of the draft, or of the codebook in use as the draft has it now.

    Raises:
        NotFound: there is no such theme, or the draft has none of its key any more.
    """
    key = session.scalar(select(Theme.key).where(Theme.id == theme_id))
    found = next((one for one in current(session).codebook.themes if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def make(
    session: Session, themes: tuple[analysis.Theme, ...], change: Change, *, by: Actor
) -> UUID:
    """Let the draft say these themes, note who changed what, and return the draft's id.

    The first change begins the draft, as a copy of what is in use.
    """
    # One after the other: two first changes at once would begin two drafts.
    session.execute(select(Codebook.id).where(Codebook.is_in_use).with_for_update())
    now = current(session)
    codebook = replace(now.codebook, themes=themes)
    waiting = draft_id(session)
    if waiting is None:
        waiting = codebooks.new_version(session, codebook)
    else:
        codebooks.rewrite(session, waiting, codebook)
    newest = select(func.max(CodebookStep.number)).where(CodebookStep.codebook_id == waiting)
    session.add(
        CodebookStep(
            codebook_id=waiting,
            number=(session.scalar(newest) or 0) + 1,
            kind=change.kind,
            theme_key=change.theme.key,
            theme_name=change.theme.name,
            other_key=change.other.key if change.other else "",
            other_name=change.other.name if change.other else "",
            taken_by_id=by.id,
            taken_at=clock.now(),
        )
    )
    activity.record(session, f"theme.{change.kind.value}", by=by.id, about=("codebook", waiting))
    return waiting


def put_in_use(session: Session, *, by: Actor) -> UUID:
    """Put the draft in use, carry over what people decided, and have all words read again.

    Raises:
        Conflict: there is no draft; somebody else put it in use or threw it away.
        Invalid: `codebook_empty`, or `themes_undescribed`.
    """
    waiting = _waiting(session)
    if not codebooks.version(session, waiting).codebook.themes:
        raise Invalid("codebook_empty")
    exchange.confirm(session, waiting, by=by)
    return waiting


def discard(session: Session, *, by: Actor) -> None:
    """Throw the draft away; what is in use stays, and proposals taken into it are open again.

    Raises:
        Conflict: there is no draft.
    """
    waiting = _waiting(session)
    counts = {"steps": len(codebook_fates.steps(session, waiting))}
    session.execute(
        update(ThemeProposal)
        .where(
            ThemeProposal.state == ProposalState.TAKEN,
            ThemeProposal.codebook_id == codebooks.codebook_in_use(session).id,
        )
        .values(state=ProposalState.OPEN, decided_by_id=None, decided_at=None)
    )
    # Samples and runs are of versions in use only, so nothing else points at a draft.
    session.execute(delete(CodebookStep).where(CodebookStep.codebook_id == waiting))
    session.execute(delete(Theme).where(Theme.codebook_id == waiting))
    session.execute(delete(Codebook).where(Codebook.id == waiting))
    activity.record(
        session, "codebook.discarded", by=by.id, about=("codebook", waiting), counts=counts
    )


def rereading(session: Session, *, by: Actor) -> JobView | None:
    """Return the job that reads words of the person's surveys now, or None."""
    theirs = select_surveys(session, by, Permission.READ_EVIDENCE)
    job_id = session.scalar(
        select(Job.id)
        .where(
            Job.kind == "theme",
            Job.subject.in_({str(one) for one in theirs.survey_ids}),
            Job.state.in_([JobState.PENDING, JobState.RUNNING]),
        )
        .order_by(Job.created_at)
        .limit(1)
    )
    return jobs.view(session, job_id) if job_id else None


def _waiting(session: Session) -> UUID:
    waiting = draft_id(session)
    if waiting is None:
        raise Conflict("no_draft")
    return waiting
