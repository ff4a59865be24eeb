"""The job that learns from what people decided, and the model that then serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.models.serving import taught
from app import clock
from app.db import reading, unit_of_work
from app.services import codebooks, learning

if TYPE_CHECKING:
    from datetime import datetime

    from analysis.models import ThemeModel
    from app.services.codebooks import CodebookInUse
    from app.worker import Progress

STEPS = 3


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
    model = taught(in_use.codebook, known.lessons)
    with unit_of_work() as session:
        before = learning.latest(session, in_use.id)
        if before is not None and before.model_version != model.version:
            learning.read_all_again(session)
        learning.keep(session, in_use, known, model)
    return model
