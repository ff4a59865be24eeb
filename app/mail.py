"""Sending mail: to a folder by default, by SMTP, or by GOV.UK Notify.

A mail about a concern says that it waits, no more.
"""

from __future__ import annotations

import secrets
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from app.domain.errors import Invalid, Unavailable

SECONDS = 10
# Where mail is taken when an address names no port: in the open, and sealed from the first byte
# (RFC 8314, 2018, section 3.3).
PORTS = {False: 25, True: 465}
# A mail server says 4xx for “not now”, as one that makes strangers wait does, and 5xx for “never”
# (RFC 5321, 2008, section 4.2.1).
NEVER = 500


class Mailer(Protocol):
    """A way to send a message to one person."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Send a message.

        Raises:
            Unavailable: it could not be sent now, and nothing left.
            Invalid: nobody can be written to at this address.
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
            Invalid: it refuses this address.
        """
        try:
            with self._connected() as server:
                server.send_message(_message(self.sender, to, subject, text))
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= NEVER for code, _ in error.recipients.values()):
                raise Invalid("address_refused") from error
            raise Unavailable("mail_away") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable("mail_away") from error

    def _connected(self) -> smtplib.SMTP:
        # Without a context of our own smtplib takes any certificate, and gives a stranger the
        # password and the codes of invitations.
        where, trusted = urlsplit(self.url), ssl.create_default_context()
        is_sealed = where.scheme == "smtps"
        host, port = where.hostname or "localhost", where.port or PORTS[is_sealed]
        if is_sealed:
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trusted)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
        if where.username:
            if not is_sealed:
                server.starttls(context=trusted)
            server.login(unquote(where.username), unquote(where.password or ""))
        return server


@dataclass
class NotifyMailer:
    """Sends each message by GOV.UK Notify, with a template of two places: subject and text.

    `client` is Notify's own: it takes an address, a template, and what fills its places.
    """

    client: Any
    template: str

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Send one message.

        Raises:
            Unavailable: Notify is away or refuses.
            Invalid: it refuses this address.
        """
        from notifications_python_client.errors import HTTPError  # noqa: PLC0415 - an extra

        places = {"subject": subject, "text": text}
        try:
            self.client.send_email_notification(to, self.template, personalisation=places)
        except HTTPError as error:
            if "email_address" in str(error.message):
                raise Invalid("address_refused") from error
            raise Unavailable("mail_away") from error


@dataclass
class MemoryMailer:
    """Keeps each message in a list: the mailer that sends nothing."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Keep one message."""
        self.sent.append((to, subject, text))


def mailer(url: str, sender: str, notify_key: str = "") -> Mailer:
    """Return the mailer of a setting: `file:var/mail`, `smtp://host:25` or `notify:template`.

    Raises:
        Invalid: it names GOV.UK Notify, whose client is missing or whose key is wrong.
    """
    if url.startswith("file:"):
        return FileMailer(Path(url.removeprefix("file:")), sender)
    if url.startswith("notify:"):
        return NotifyMailer(_notify_client(notify_key), url.removeprefix("notify:"))
    return SmtpMailer(url, sender)


def _notify_client(key: str) -> Any:
    try:
        from notifications_python_client import notifications  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise Invalid("notify_not_installed") from error
    try:
        client: Any = notifications.NotificationsAPIClient
        return client(key)
    except (AssertionError, ValueError) as error:
        raise Invalid("notify_key_wrong") from error


def _message(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content(text)
    return message
