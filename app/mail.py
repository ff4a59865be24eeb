"""Sending mail: to a folder by default, or by SMTP. A mail says that a concern waits, no more."""

from __future__ import annotations

import secrets
import smtplib
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.domain.errors import Unavailable

SECONDS = 10


class Mailer(Protocol):
    """A way to send a message to one person."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Send a message.

        Raises:
            Unavailable: it could not be sent now.
        """


@dataclass
class FileMailer:
    """Writes each message as a file in a folder, for trying things and for tests."""

    folder: Path
    sender: str

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Write one message."""
        self.folder.mkdir(parents=True, exist_ok=True)
        message = _message(self.sender, to, subject, text)
        (self.folder / f"{secrets.token_hex(8)}.eml").write_bytes(message.as_bytes())


@dataclass
class SmtpMailer:
    """Sends each message through a mail server; over TLS when the scheme is smtps."""

    url: str
    sender: str

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Send one message.

        Raises:
            Unavailable: the server is away or refuses.
        """
        where = urlsplit(self.url)
        kind = smtplib.SMTP_SSL if where.scheme == "smtps" else smtplib.SMTP
        try:
            with kind(where.hostname or "localhost", where.port or 25, timeout=SECONDS) as server:
                if where.username:
                    server.starttls()
                    server.login(unquote(where.username), unquote(where.password or ""))
                server.send_message(_message(self.sender, to, subject, text))
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable("mail_away") from error


@dataclass
class MemoryMailer:
    """Keeps each message in a list: the mailer that sends nothing."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Keep one message."""
        self.sent.append((to, subject, text))


def mailer(url: str, sender: str) -> Mailer:
    """Return the mailer of a setting such as `file:var/mail` or `smtp://host:25`."""
    if url.startswith("file:"):
        return FileMailer(Path(url.removeprefix("file:")), sender)
    return SmtpMailer(url, sender)


def _message(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content(text)
    return message
