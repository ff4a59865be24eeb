"""The job that tells safeguarding officers that a concern waits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from app import mail
from app.config import Settings
from app.db import unit_of_work
from app.services import alerts

if TYPE_CHECKING:
    from app.worker import Progress


def send(subject: str, progress: Progress) -> None:
    """Send the alert of one concern."""
    settings = Settings.load()
    mailer = mail.mailer(settings.mail_url, settings.mail_from)
    with unit_of_work() as session:
        told = alerts.send_alert(session, UUID(subject), mailer, public_url=settings.public_url)
    progress(told, told)
