"""Reminders of invitations that go out by themselves, by day, after the days that were planned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Mailing, Survey
from app.domain.errors import Conflict
from app.domain.invitations import MOST_REMINDERS, REMIND_FROM_HOUR, REMIND_UNTIL_HOUR
from app.domain.surveys import SurveyState
from app.services import activity, envelopes, jobs

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

JOB = "remind_invited"


def sweep(session: Session) -> int:
    """Ask for each reminder that is due by now; return how many mailings have one.

    Nobody is written to at night: a phone that lights up may lie beside somebody a child fears.
    A survey that takes no answers reminds nobody, so its reminders wait until it is open. What
    cannot go out today, because the last message is still on its way, is asked for tomorrow.
    """
    today = clock.today()
    if not REMIND_FROM_HOUR <= clock.now().hour < REMIND_UNTIL_HOUR:
        return 0
    due = [one for one in _planned(session) if next_on(one) <= today]
    for one in due:
        jobs.enqueue(session, JOB, one.id, input_hash=f"{one.reminders + 1} on {today}")
    return len(due)


def remind(session: Session, mailing_id: UUID) -> int:
    """Ask those of a mailing again who have not answered, if that is still due; return 0 or 1."""
    mailing = session.get(Mailing, mailing_id)
    if mailing is None or not is_planned(mailing) or next_on(mailing) > clock.today():
        return 0
    try:
        envelopes.ask_again(session, mailing)
    except Conflict:  # the survey was paused, or a message is on its way: tomorrow finds it again
        return 0
    activity.record(session, "invitations.reminded", by=None, about=("mailing", mailing.id))
    return 1


def next_on(mailing: Mailing) -> date:
    """Return the day on which the next reminder of a mailing falls due.

    The second counts its days from the day of the first, so that nobody gets two at once.
    """
    return (mailing.reminded_on or mailing.made_on) + timedelta(days=mailing.remind_every)


def goes_out_on(mailing: Mailing) -> date | None:
    """Return the first day on which a planned reminder can go out; None where none is planned."""
    if not is_planned(mailing):
        return None
    is_over = clock.now().hour >= REMIND_UNTIL_HOUR
    return max(next_on(mailing), clock.today() + timedelta(days=is_over))


def is_planned(mailing: Mailing) -> bool:
    """Return whether a reminder of a mailing is still to go out by itself."""
    return (
        mailing.remind_every > 0
        and envelopes.can_remind(mailing)
        and max(next_on(mailing), clock.today()) <= mailing.expires_on
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
