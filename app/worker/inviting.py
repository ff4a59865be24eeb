"""The job that sends invitations and reminders, one envelope after another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from app import mail
from app.config import Settings
from app.db import unit_of_work
from app.domain.errors import Invalid, Unavailable
from app.services import envelopes, planned_reminders
from app.services.invitation_words import message

if TYPE_CHECKING:
    from app.mail import Mailer
    from app.services.envelopes import Opened
    from app.worker import Progress


def send(subject: str, progress: Progress) -> None:
    """Send every envelope of a mailing that waits.

    Raises:
        Unavailable: the sender is away; the job tries again with those that are left.
    """
    settings = Settings.load()
    key = settings.notify_key.get_secret_value() if settings.notify_key else ""
    mailer = mail.mailer(settings.invitation_url, settings.mail_from, key)
    send_all(UUID(subject), mailer, settings, progress)


def remind(subject: str, progress: Progress) -> None:
    """Ask those again who were invited and have not answered, if it is still due."""
    with unit_of_work() as session:
        told = planned_reminders.remind(session, UUID(subject))
    progress(told, told)


def send_all(mailing_id: UUID, mailer: Mailer, settings: Settings, progress: Progress) -> None:
    """Send what waits through a mailer; each step is a transaction of its own."""
    while True:
        with unit_of_work() as session:
            envelope = envelopes.take_next(session, mailing_id)
        if envelope is None:
            break
        _send_one(envelope, mailer, settings)
        # How many went out in a reminder would tell how many have answered.
        progress(0, 1)
    progress(1, 1)


def _send_one(envelope: Opened, mailer: Mailer, settings: Settings) -> None:
    said = message(
        code=envelope.code,
        expires_on=envelope.expires_on,
        public_url=settings.public_url,
        organisation=settings.organisation,
        is_reminder=envelope.is_reminder,
    )
    try:
        mailer.send(to=envelope.address, subject=said.subject, text=said.text)
    except Unavailable:
        with unit_of_work() as session:
            envelopes.put_back(session, envelope.id)
        raise
    except Invalid:
        with unit_of_work() as session:
            envelopes.refuse(session, envelope.id)
        return
    with unit_of_work() as session:
        envelopes.settle(session, envelope.id)
