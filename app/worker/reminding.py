"""The jobs that remind somebody of what waits, or tell what was done with their password."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from app import mail
from app.config import Settings
from app.db import reading, unit_of_work
from app.services import action_reminders, audit_reminders, password_notices

if TYPE_CHECKING:
    from app.mail import Mailer
    from app.worker import Progress


def send_action(subject: str, progress: Progress) -> None:
    """Send the reminder of one action of an audit."""
    mailer, public_url = _post()
    with reading() as session:
        told = action_reminders.remind(session, UUID(subject), mailer, public_url=public_url)
    progress(told, told)


def send_given(subject: str, progress: Progress) -> None:
    """Tell one auditor that they were given an audit."""
    mailer, public_url = _post()
    with unit_of_work() as session:
        told = audit_reminders.send_given(session, UUID(subject), mailer, public_url=public_url)
    progress(told, told)


def send_audits(subject: str, progress: Progress) -> None:
    """Send the reminder of one auditor."""
    mailer, public_url = _post()
    with unit_of_work() as session:
        told = audit_reminders.send(session, UUID(subject), mailer, public_url=public_url)
    progress(told, told)


def tell_of_password(subject: str, progress: Progress) -> None:
    """Tell somebody what was done with their password."""
    mailer, public_url = _post()
    with reading() as session:
        told = password_notices.send(session, subject, mailer, public_url=public_url)
    progress(told, told)


def _post() -> tuple[Mailer, str]:
    settings = Settings.load()
    return mail.mailer(settings.mail_url, settings.mail_from), settings.public_url
