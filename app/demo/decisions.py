"""What the people of Anytown's team decided: codings checked, quotes released, a report."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Coding, Concern, Survey, Theme
from app.demo.content import WAVES
from app.demo.responses import SEED
from app.domain.actions import Priority
from app.domain.errors import EarshotError
from app.domain.evidence import CodingState, SentimentLabel
from app.domain.people import Permission, Role
from app.services import (
    accounts,
    coding,
    improving,
    quotes,
    reporting,
    selection,
    theme_counts,
    triage,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.demo.audit_sheets import DemoAction
    from app.demo.content import Anytown
    from app.demo.people import Places
    from app.domain.people import Actor

CHECKED = 0.35
WRONG = 0.12
QUOTED_THEMES = 8
SURE = 0.8
EARLIER = timedelta(days=60)
LOOKED_AFTER = timedelta(minutes=9)
SETTLED_AFTER = timedelta(hours=20)


def add(session: Session, anytown: Anytown, places: Places) -> None:
    """Check some codings, release quotes, plan actions and prepare the first report."""
    by = accounts.actor_by_id(session, places.users[Role.PARTICIPATION])
    _check_codings(session, by)
    themes = _release_quotes(session, by)
    for action in anytown.actions:
        _plan(session, action, places, themes, by)
    _settle_concerns(session, accounts.actor_by_id(session, places.users[Role.SAFEGUARDING]))
    asked = reporting.Asked(
        title="Service development report",
        starts_on=places.waves[0][0],
        ends_on=places.waves[WAVES - 1][1],
        survey_ids=frozenset(session.scalars(select(Survey.id))),
        organisation=anytown.name,
    )
    reporting.prepare(session, reporting.freeze(session, asked, by=by), by=by)


def _settle_concerns(session: Session, by: Actor) -> None:
    # What audits raised weeks ago was dealt with then; what people wrote waits for a first look.
    rows = session.scalars(select(Concern).where(Concern.audit_id.is_not(None))).all()
    for concern in rows:
        with clock.frozen(concern.raised_at + LOOKED_AFTER):
            triage.acknowledge(session, concern.id, by=by, note="Rang the auditor and the team.")
        with clock.frozen(concern.raised_at + SETTLED_AFTER):
            triage.close(
                session,
                concern.id,
                by=by,
                note="A worker saw the child the same evening. The child was told who knows.",
            )


def _plan(
    session: Session,
    action: DemoAction,
    places: Places,
    themes: Mapping[str, UUID],
    by: Actor,
) -> None:
    due_on = clock.today() + action.due_after
    # What is overdue was planned while there was time.
    with clock.frozen(clock.now() - EARLIER if action.due_after < timedelta() else clock.now()):
        improving.add_action(
            session,
            service_id=places.services[action.service],
            what=action.what,
            why=action.why,
            owner_role=action.owner_role,
            due_on=due_on,
            priority=Priority.STANDARD,
            theme_id=themes.get(action.theme),
            by=by,
        )


def _check_codings(session: Session, by: Actor) -> None:
    # Keys are random, so the choice goes by what a coding says, which is the same every time.
    rng = random.Random(SEED)
    rows = session.execute(
        select(Coding.id, Coding.score, Coding.start, Coding.end, Theme.key)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Coding.state == CodingState.PROPOSED)
    ).all()
    for row in sorted(rows, key=lambda row: (row.key, row.score, row.start, row.end)):
        if rng.random() > CHECKED:
            continue
        is_wrong = row.score < SURE and rng.random() < WRONG
        (coding.reject if is_wrong else coding.accept)(session, row.id, by=by)


def _release_quotes(session: Session, by: Actor) -> dict[str, UUID]:
    chosen = selection.select_surveys(session, by, Permission.APPROVE_QUOTES)
    lines = theme_counts.theme_lines(session, chosen)
    for line in lines[:QUOTED_THEMES]:
        rows = session.execute(
            select(Coding.response_id, Coding.question_id)
            .where(
                Coding.theme_id == line.theme_id,
                Coding.state == CodingState.ACCEPTED,
                Coding.sentiment != SentimentLabel.MIXED,
                Coding.response_id.in_(selection.response_ids(chosen)),
            )
            .order_by(Coding.score.desc(), Coding.start)
            .limit(2)
        ).all()
        for response_id, question_id in rows:
            draft = quotes.draft(session, response_id, question_id, line.theme_id, by=by)
            try:
                quotes.approve(
                    session,
                    response_id,
                    question_id,
                    line.theme_id,
                    text=draft.text,
                    looked_over=draft.text,
                    by=by,
                )
            except EarshotError:
                continue  # words that still name somebody, or are too long, are not released
    return {line.key: line.theme_id for line in lines}
