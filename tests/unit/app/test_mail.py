"""Ways to send a message: each says the same of what went wrong."""

from __future__ import annotations

import smtplib
import ssl

import pytest
from notifications_python_client.errors import HTTPError

from app import mail
from app.domain.errors import Invalid, Unavailable

KEY = "anytown-aaaaaaaa-bbbb-4bbb-8bbb-cccccccccccc-dddddddd-dddd-4ddd-8ddd-eeeeeeeeeeee"


class Answer:
    """What Notify says when it refuses."""

    status_code = 400

    def __init__(self, text):
        self.text = text

    def json(self):
        return {"errors": [{"error": "ValidationError", "message": self.text}]}


class Notify:
    """Stands for GOV.UK Notify: takes messages, or refuses each for one reason."""

    def __init__(self, refusal=""):
        self.taken = []
        self.refusal = refusal

    def send_email_notification(self, to, template, *, personalisation):
        if self.refusal:
            raise HTTPError(Answer(self.refusal))
        self.taken.append((to, template, personalisation))


class TestNotify:
    def test_fills_the_two_places_of_a_template(self):
        """A message goes to Notify as a subject and a text for one template."""
        notify = Notify()

        mail.NotifyMailer(notify, "t1").send(to="a@b.example", subject="S", text="T")

        assert [("a@b.example", "t1", {"subject": "S", "text": "T"})] == notify.taken

    @pytest.mark.parametrize(
        ("refusal", "error"),
        [
            ("email_address Not a valid email address", Invalid),
            ("Can't send to this recipient using a team-only API key", Unavailable),
        ],
    )
    def test_tells_a_bad_address_from_a_bad_day(self, refusal, error):
        """Only what Notify says of the address itself is the address's fault."""
        with pytest.raises(error):
            mail.NotifyMailer(Notify(refusal), "t1").send(to="a", subject="S", text="T")


class Server:
    """Stands for a mail server that knows one reason why nothing goes."""

    def __init__(self, reason):
        self.reason = reason

    def __call__(self, *_, **options):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def send_message(self, message):
        raise self.reason


class TestSmtp:
    @pytest.mark.parametrize(
        ("reason", "error"),
        [
            (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such person")}), Invalid),
            (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"come back")}), Unavailable),
            (smtplib.SMTPServerDisconnected("gone"), Unavailable),
            (TimeoutError(), Unavailable),
        ],
    )
    def test_tells_a_bad_address_from_a_bad_day(self, monkeypatch, reason, error):
        """Only an address that the server refuses for good is the address's fault."""
        monkeypatch.setattr(smtplib, "SMTP", Server(reason))

        with pytest.raises(error):
            mail.SmtpMailer("smtp://127.0.0.1:25", "us@b.example").send(
                to="a@b.example", subject="S", text="T"
            )

    def test_gives_its_password_to_nobody_without_a_trusted_certificate(self, monkeypatch):
        """TLS is asked for before the password, and the certificate is checked."""
        asked = []

        class Careful(Server):
            def starttls(self, *, context):
                asked.append(("tls", context.verify_mode))

            def login(self, user, password):
                asked.append((user, password))

            def send_message(self, message):
                asked.append("message")

        monkeypatch.setattr(smtplib, "SMTP", Careful(None))

        mail.SmtpMailer("smtp://us:p%40ss@127.0.0.1:25", "us@b.example").send(
            to="a@b.example", subject="S", text="T"
        )

        assert [("tls", ssl.CERT_REQUIRED), ("us", "p@ss"), "message"] == asked

    def test_checks_the_certificate_of_a_server_over_tls(self, monkeypatch):
        """A server that speaks TLS from the first word is checked too."""
        asked = []

        class Secure(Server):
            def __call__(self, host, port, **options):
                asked.append((host, port, options["context"].verify_mode))
                return self

            def send_message(self, message):
                asked.append(message["To"])

        monkeypatch.setattr(smtplib, "SMTP_SSL", Secure(None))

        mail.SmtpMailer("smtps://127.0.0.1", "us@b.example").send(
            to="a@b.example", subject="S", text="T"
        )

        assert [("127.0.0.1", 465, ssl.CERT_REQUIRED), "a@b.example"] == asked


class TestMailer:
    def test_reads_a_setting(self, tmp_path):
        """A folder, a server and a template each name their own way."""
        kinds = [
            type(mail.mailer(url, "us@anytown.example", KEY)).__name__
            for url in (f"file:{tmp_path}", "smtp://127.0.0.1:25", "notify:t1")
        ]

        assert ["FileMailer", "SmtpMailer", "NotifyMailer"] == kinds

    def test_says_that_a_key_cannot_be_used(self):
        """Without a proper key nothing is sent, and no later try would be better."""
        with pytest.raises(Invalid) as refused:
            mail.mailer("notify:t1", "us@anytown.example", "")

        assert "notify_key_wrong" == refused.value.code
