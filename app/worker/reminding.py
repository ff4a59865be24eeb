"""The job that tells an auditor that an audit waits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from app import mail
from app.config import Settings
from app.db import unit_of_work
from app.services import audit_reminders

if TYPE_CHECKING:
    from app.worker import Progress


def send(subject: str, progress: Progress) -> None:
    """Send the reminder of one auditor."""
    settings = Settings.load()
    mailer = mail.mailer(settings.mail_url, settings.mail_from)
    with unit_of_work() as session:
        told = audit_reminders.send(session, UUID(subject), mailer, public_url=settings.public_url)
    progress(told, told)
