"""The job that reminds somebody that an action of an audit waits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from app import mail
from app.config import Settings
from app.db import reading
from app.services import action_reminders

if TYPE_CHECKING:
    from app.worker import Progress


def send(subject: str, progress: Progress) -> None:
    """Send the reminder of one action."""
    settings = Settings.load()
    mailer = mail.mailer(settings.mail_url, settings.mail_from)
    with reading() as session:
        told = action_reminders.remind(
            session, UUID(subject), mailer, public_url=settings.public_url
        )
    progress(told, told)
