"""The job that learns from what people decided, and the model that then serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from analysis.models import ModelError, kept
from analysis.models import serving as serving_models
from analysis.models.embedding import installed
from analysis.models.learned import Learned
from app import clock
from app.db import reading, unit_of_work
from app.db.sealing import SealError
from app.services import codebooks, kept_models, learning

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from analysis.codebook import Codebook
    from analysis.models import ThemeModel
    from app.db.models import KeptModel
    from app.services.codebooks import CodebookInUse
    from app.services.learning import Lessons
    from app.worker import Progress

STEPS = 3

log = structlog.get_logger()


def learn(subject: str, progress: Progress) -> None:
    """Learn from every decision until now, and let all surveys be read again if that changes it.

    The words are read in one short transaction, thought about in none, and what was learned is
    noted in another.
    """
    del subject
    progress(0, STEPS)
    with unit_of_work() as session:
        in_use = codebooks.codebook_in_use(session)
        is_first = learning.latest(session, in_use.id) is None
    progress(1, STEPS)
    _learned(in_use, clock.now())
    progress(2, STEPS)
    if is_first:
        with unit_of_work() as session:
            learning.read_all_again(session)
    progress(STEPS, STEPS)


def serving(in_use: CodebookInUse) -> ThemeModel:
    """Return the model that serves a codebook: what was learned last, learned once more if needed.

    Decisions taken since do not count before the next learning, so that one run reads all
    words by one model.
    """
    with reading() as session:
        last = learning.latest(session, in_use.id)
        until = last.decided_until if last else clock.now()
    return _learned(in_use, until)


def _learned(in_use: CodebookInUse, until: datetime) -> ThemeModel:
    with reading() as session:
        known = learning.lessons(session, in_use, until=until)
    name = serving_models.name_of(in_use.codebook, known.lessons)
    model = serving_models.taught(in_use.codebook, known.lessons, _kept)
    to_keep = _sealed(name, model)
    with unit_of_work() as session:
        before = learning.latest(session, in_use.id)
        if before is not None and before.model_version != model.version:
            learning.read_all_again(session)
        learning_id = learning.keep(session, in_use, known, model)
        kept_models.only(session, name)
        if to_keep is not None and _still(session, in_use, known):
            kept_models.keep(session, to_keep, learning_id)
    return model


def _still(session: Session, in_use: CodebookInUse, known: Lessons) -> bool:
    # Somebody may have taken their words back while the machine learned from them.
    return learning.lessons(session, in_use, until=known.until) == known


def _kept(name: str, codebook: Codebook) -> Learned | None:
    """Return a model that was kept in the database; one that cannot be read is let go of."""
    try:
        with reading() as session:
            content = kept_models.content(session, name)
        return kept.read(content, name, codebook, installed()) if content else None
    except (SealError, ModelError) as error:
        log.warning("model.unreadable", model=name[:12], error=type(error).__name__)
        with unit_of_work() as session:
            kept_models.forget(session)
        return None


def _sealed(name: str, model: ThemeModel) -> KeptModel | None:
    # Written down and sealed with no transaction open: it takes a second for many words.
    if not isinstance(model, Learned) or serving_models.is_shipped(name):
        return None
    with reading() as session:
        if kept_models.is_kept(session, name):
            return None
    return kept_models.sealed(name, kept.written(model, name))
