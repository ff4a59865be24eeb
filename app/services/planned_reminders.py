"""Reminders of invitations that go out by themselves, after the days that were planned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Mailing, Survey
from app.domain.errors import Conflict
from app.domain.invitations import MOST_REMINDERS
from app.domain.surveys import SurveyState
from app.services import activity, envelopes

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def sweep(session: Session) -> int:
    """Ask those again whose reminder falls due today or fell due before; return how many mailings.

    A survey that takes no answers now reminds nobody: its reminders wait until it is open. The
    second counts its days from the day of the first, so that nobody gets two at once.
    """
    due = [one for one in _planned(session) if next_on(one) <= clock.today()]
    return sum(_remind(session, one) for one in due)


def next_on(mailing: Mailing) -> date:
    """Return the day of the next reminder of a mailing that has one planned."""
    return (mailing.reminded_on or mailing.made_on) + timedelta(days=mailing.remind_every)


def is_planned(mailing: Mailing) -> bool:
    """Return whether a reminder of a mailing is still to go out by itself."""
    return (
        mailing.remind_every > 0
        and envelopes.can_remind(mailing)
        and next_on(mailing) <= mailing.expires_on
    )


def _planned(session: Session) -> list[Mailing]:
    rows = session.scalars(
        select(Mailing)
        .join(Survey, Survey.id == Mailing.survey_id)
        .where(
            Mailing.remind_every > 0,
            Mailing.reminders < MOST_REMINDERS,
            Mailing.expires_on >= clock.today(),
            Survey.state == SurveyState.LIVE,
        )
        .order_by(Mailing.id)
    )
    return [one for one in rows if is_planned(one)]


def _remind(session: Session, mailing: Mailing) -> bool:
    try:
        envelopes.ask_again(session, mailing)
    except Conflict:  # the last message is still on its way: the next look finds it again
        return False
    activity.record(session, "invitations.reminded", by=None, about=("mailing", mailing.id))
    return True
