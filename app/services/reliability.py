"""Blind samples: draw one, code it without seeing the machine's coding, and finish it."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import randbelow
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.db.models import (
    BlindCoder,
    BlindReading,
    BlindSample,
    SampledPassage,
    SampledSurvey,
    Survey,
    Theme,
)
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import ReadingState
from app.domain.people import Permission
from app.services import activity
from app.services.blind_coders import who_may_code
from app.services.blind_pool import draw_passages
from app.services.codebooks import codebook_in_use
from app.services.selection import select_surveys

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

LEAST, MOST, USUAL = 10, 1_000, 100
SEEDS = 2**31


@dataclass(frozen=True)
class Wanted:
    """What somebody asks of a sample: how large, of which surveys, and who codes it."""

    size: int
    survey_ids: frozenset[UUID]
    coder_ids: frozenset[UUID]


def draw(session: Session, wanted: Wanted, *, by: Actor, seed: int | None = None) -> UUID:
    """Draw a sample by chance, with what the machine says of each passage today.

    Without a seed one is drawn and recorded. The same words, size and seed give the same sample.

    Raises:
        NotFound: a survey does not exist, or is none of the person's business.
        Invalid: the size is out of range, nobody may code it, or the machine read nothing.
    """
    selection = select_surveys(session, by, Permission.DECIDE_CODINGS, wanted.survey_ids)
    _refuse_unfit(session, wanted)
    in_use = codebook_in_use(session)
    seed = randbelow(SEEDS) if seed is None else seed
    pool = draw_passages(session, selection, in_use, size=wanted.size, seed=seed)
    if not pool.passages:
        raise Invalid(
            fields={"surveys": "The machine has read no words of these surveys yet. Try later."}
        )
    sample = BlindSample(
        codebook_id=in_use.id,
        seed=seed,
        size=len(pool.passages),
        model=pool.model,
        model_version=pool.model_version,
        drawn_at=clock.now(),
        drawn_by_id=by.id,
    )
    session.add(sample)
    session.flush()
    session.add_all(SampledSurvey(sample_id=sample.id, survey_id=one) for one in wanted.survey_ids)
    session.add_all(BlindCoder(sample_id=sample.id, user_id=one) for one in wanted.coder_ids)
    for passage in pool.passages:
        passage.sample_id = sample.id
        session.add(passage)
    about, counts = ("sample", sample.id), {"passages": sample.size}
    activity.record(session, "sample.drawn", by=by.id, about=about, counts=counts)
    return sample.id


def decide(
    session: Session, passage_id: UUID, what: str, keys: Collection[str], *, by: Actor
) -> None:
    """Give themes to a passage (`what` is "save"), say that none fits ("none"), or "skip" it.

    A second decision about a passage takes the place of the first.

    Raises:
        NotFound: the person does not code this sample.
        Conflict: they have finished it.
        Invalid: nothing is ticked, a theme is ticked though none fits, or it is not a theme.
    """
    passage = session.get(SampledPassage, passage_id)
    if passage is None:
        raise NotFound
    coder = open_coder(session, passage.sample_id, by)
    kept = sorted(set(keys))
    _refuse_unclear(session, passage.sample_id, what, kept)
    reading = session.get(BlindReading, (coder.id, passage_id))
    if reading is None:
        reading = BlindReading(coder_id=coder.id, passage_id=passage_id)
        session.add(reading)
    reading.number = _last_number(session, coder) + 1
    reading.state = ReadingState.SKIPPED if what == "skip" else ReadingState.DONE
    reading.theme_keys = [] if what == "skip" else kept
    session.flush()


def undo(session: Session, sample_id: UUID, *, by: Actor) -> bool:
    """Open the last passage again, with its themes still ticked, and return whether there was one.

    Raises:
        NotFound: the person does not code this sample.
        Conflict: they have finished it.
    """
    coder = open_coder(session, sample_id, by)
    last = session.scalar(
        select(BlindReading)
        .where(BlindReading.coder_id == coder.id, BlindReading.state != ReadingState.OPEN)
        .order_by(BlindReading.number.desc())
        .limit(1)
    )
    if last is None:
        return False
    last.state = ReadingState.OPEN
    session.flush()
    return True


def finish(session: Session, sample_id: UUID, *, by: Actor) -> None:
    """Say that a person is done; from then on nothing of theirs changes.

    What they did not reach counts as not read. The order of a sample is by chance, so those they
    did reach are a sample too.

    Raises:
        NotFound: the person does not code this sample.
        Conflict: they have finished it, or have coded nothing.
    """
    coder = open_coder(session, sample_id, by)
    counts = count_readings(session, coder)
    if not counts.get(ReadingState.DONE):
        raise Conflict("nothing_coded")
    coder.finished_at = clock.now()
    read = {state.value: count for state, count in counts.items()}
    activity.record(session, "sample.coded", by=by.id, about=("sample", sample_id), counts=read)


def count_readings(session: Session, coder: BlindCoder) -> dict[ReadingState, int]:
    """Return how many passages a person has coded and how many skipped."""
    rows = session.execute(
        select(BlindReading.state, func.count())
        .where(BlindReading.coder_id == coder.id, BlindReading.state != ReadingState.OPEN)
        .group_by(BlindReading.state)
    )
    return {ReadingState(state): count for state, count in rows}


def find_sample(session: Session, sample_id: UUID, by: Actor) -> BlindSample:
    """Return a sample of which a person may decide about every survey.

    Raises:
        NotFound: it is not there, or is of a survey that is none of the person's business.
    """
    sample = session.get(BlindSample, sample_id)
    where = by.services(Permission.DECIDE_CODINGS)
    services = session.scalars(
        select(Survey.service_id)
        .join(SampledSurvey, SampledSurvey.survey_id == Survey.id)
        .where(SampledSurvey.sample_id == sample_id)
    ).all()
    if sample is None or not (where is None or set(services) <= where):
        raise NotFound
    return sample


def coder_in(session: Session, sample_id: UUID, by: Actor) -> BlindCoder | None:
    """Return the person as a coder of a sample, or None when they are not one."""
    return session.scalar(
        select(BlindCoder).where(BlindCoder.sample_id == sample_id, BlindCoder.user_id == by.id)
    )


def open_coder(session: Session, sample_id: UUID, by: Actor) -> BlindCoder:
    """Return the person as a coder who has not finished.

    Raises:
        NotFound: the person does not code this sample.
        Conflict: they have finished it.
    """
    find_sample(session, sample_id, by)
    coder = coder_in(session, sample_id, by)
    if coder is None:
        raise NotFound
    if coder.finished_at is not None:
        raise Conflict("sample_finished")
    return coder


def _refuse_unfit(session: Session, wanted: Wanted) -> None:
    fields = {}
    if not wanted.survey_ids:
        fields["surveys"] = "Choose at least one survey."
    if not LEAST <= wanted.size <= MOST:
        fields["size"] = f"Choose a number from {LEAST} to {MOST:,}."
    fit = {person.id for person in who_may_code(session, wanted.survey_ids)}
    if not wanted.coder_ids:
        fields["coders"] = "Choose who will code the passages."
    elif not wanted.coder_ids <= fit:
        fields["coders"] = "One of these people may not decide about all of these surveys."
    if fields:
        raise Invalid(fields=fields)


def _refuse_unclear(session: Session, sample_id: UUID, what: str, keys: Collection[str]) -> None:
    problem = ""
    if what == "save" and not keys:
        problem = "Tick at least one theme, or say that no theme fits."
    if what == "none" and keys:
        problem = "You ticked a theme. Save it, or take the tick away to say that no theme fits."
    known = session.scalars(
        select(Theme.key)
        .join(BlindSample, BlindSample.codebook_id == Theme.codebook_id)
        .where(BlindSample.id == sample_id)
    )
    if what not in {"save", "none", "skip"} or not set(keys) <= set(known):
        problem = "Choose from the themes of this codebook."
    if problem:
        raise Invalid(fields={"themes": problem})


def _last_number(session: Session, coder: BlindCoder) -> int:
    newest = select(func.max(BlindReading.number)).where(BlindReading.coder_id == coder.id)
    with session.no_autoflush:
        return session.scalar(newest) or 0
