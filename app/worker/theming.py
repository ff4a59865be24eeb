"""The job that reads a survey's new words and gives them themes, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import analysis
from app.db import reading, unit_of_work
from app.services import codebooks, theming, unread_words
from app.worker.learning import serving

if TYPE_CHECKING:
    from app.worker import Progress

BATCH = 200
SEED = 2026


def read_survey(subject: str, progress: Progress) -> None:
    """Theme every answer of a survey that this model and codebook have not read yet.

    The words are read in one short transaction, thought about in none, and the codings written
    in another. A run that is cut short leaves whole batches, and the next one goes on from there.
    """
    survey_id = UUID(subject)
    with unit_of_work() as session:
        in_use = codebooks.codebook_in_use(session)
    model = serving(in_use)
    with unit_of_work() as session:
        total = unread_words.count_unread(session, survey_id, in_use, model)
        if not total:
            return
        run_id = theming.begin_run(session, survey_id, in_use, model, seed=SEED)
    done = 0
    progress(done, total)
    while True:
        with reading() as session:
            batch = unread_words.unread(session, survey_id, in_use, model, most=BATCH)
        if not batch:
            return
        found = analysis.analyse(unread_words.corpus_of(batch), in_use.codebook, model, seed=SEED)
        with unit_of_work() as session:
            theming.write(session, run_id, batch, found, in_use)
        done += len(batch)
        progress(done, max(total, done))
