"""Every setting of Earshot: typed, described, and checked before anything starts."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import Any, Literal

import click
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "EARSHOT_"
DEVELOPMENT_SECRET = "for-development-only-never-for-real-people"  # noqa: S105
KEY_BYTES = 32
SHORTEST_SECRET = 32


class SettingsError(click.ClickException):
    """The settings cannot be used; `problems` says each one and what to do.

    A command prints it as it is, without the trail of calls that led to it.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(["Earshot cannot start:", *(f"  - {p}" for p in problems)]))


class Settings(BaseSettings):
    """What an organisation may decide; each field is the variable EARSHOT_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    env: Literal["development", "production", "test"] = Field(
        "development",
        description="`production` refuses everything that is unsafe for real people.",
    )
    database_url: str = Field(
        "sqlite:///var/earshot.db",
        description="Where answers are kept: `sqlite:///path` or `postgresql+psycopg://…`.",
    )
    secret_key: SecretStr = Field(
        SecretStr(DEVELOPMENT_SECRET),
        description="Signs cookies and forms; at least 32 characters, secret.",
    )
    encryption_key: SecretStr | None = Field(
        None,
        description=(
            "Seals every free text: 32 bytes as base64. Outside production a key file is made "
            "under `var/` when it is unset."
        ),
    )
    encryption_key_file: Path = Field(
        Path("var/earshot.key"),
        description="The file of that key when `EARSHOT_ENCRYPTION_KEY` is unset.",
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="The address people type; https in production.",
    )
    proxies: int = Field(
        0,
        ge=0,
        le=5,
        description=(
            "How many proxies stand in front. Without it, whoever guesses a password slows the "
            "owner's sign-in too, because everybody seems to come from the proxy."
        ),
    )
    organisation: str = Field(
        "Anytown Children's Services", description="The name at the top of every page."
    )
    runner: Literal["embedded", "celery", "none"] = Field(
        "embedded",
        description="What runs jobs: a thread in each web process, Celery workers, or nothing.",
    )
    redis_url: str = Field(
        "redis://127.0.0.1:6379/0", description="The broker, when the runner is Celery."
    )
    demo: bool | None = Field(
        None,
        description=(
            "Load the demonstration organisation into an empty database; on by default, "
            "and refused in production."
        ),
    )
    exit_url: str = Field(
        "/weather",
        description="Where “Leave this page” goes: the built-in plain page, or a neutral site.",
    )
    help_file: Path = Field(
        Path(__file__).parent / "content" / "help.yaml",
        description="The places to get help, with the day a person last checked them.",
    )
    accessibility_contact: str = Field(
        "",
        description=(
            "Whom to tell when a page does not work for somebody: a telephone number, an "
            "address for e-mail, or both. The law asks for it."
        ),
    )
    accessibility_days: int = Field(
        10, ge=1, le=60, description="Within how many working days they are answered."
    )
    mail_url: str = Field(
        "file:var/mail",
        description=(
            "How alerts are sent: `smtp://user:password@host:port`, or `file:folder` for trying "
            "things, which reaches nobody."
        ),
    )
    invitation_url: str = Field(
        "file:var/messages",
        description=(
            "How invitations are sent: as `EARSHOT_MAIL_URL`, or `notify:template-id` by GOV.UK "
            "Notify, which needs requirements-notify.txt."
        ),
    )
    notify_key: SecretStr | None = Field(None, description="The API key of GOV.UK Notify.")
    mail_from: str = Field("earshot@localhost", description="The sender of every message.")
    upload_megabytes: int = Field(
        5,
        ge=1,
        le=50,
        description="The largest file that can be imported, in megabytes.",
    )
    embedding: Literal["accurate", "fast", "none"] = Field(
        "accurate",
        description=(
            "Which engine reads meanings: the better one, the one that is four times as fast, "
            "or neither."
        ),
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is written to the log."
    )

    @classmethod
    def load(cls, **given: Any) -> Settings:
        """Read the settings of the environment, with `given` ones first.

        Raises:
            SettingsError: a value is wrong, a name is unknown, or production is unsafe.
        """
        problems = _unknown_names()
        try:
            settings = cls(**given)
        except ValidationError as error:
            problems += [_say(problem) for problem in error.errors()]
            raise SettingsError(problems) from None
        if settings.env == "production":
            problems += _unsafe(settings)
        if problems:
            raise SettingsError(problems)
        return settings

    @property
    def loads_demo(self) -> bool:
        """Whether an empty database gets the demonstration organisation."""
        return self.env == "development" if self.demo is None else self.demo

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site over https."""
        return self.public_url.startswith("https://")

    @property
    def keeps_alerts(self) -> bool:
        """Whether alerts of real concerns are written to a folder, where they reach nobody."""
        return self.env == "production" and self.mail_url.startswith("file:")

    def key(self) -> bytes:
        """Return the 32 bytes that seal everything, making a key file outside production.

        Raises:
            SettingsError: the key is not 32 bytes of base64.
        """
        if self.encryption_key is not None:
            return _decode_key(self.encryption_key.get_secret_value(), "EARSHOT_ENCRYPTION_KEY")
        path = self.encryption_key_file
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
            with os.fdopen(made, "wb") as file:
                file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
        return _decode_key(path.read_text("ascii"), str(path))


def _unknown_names() -> list[str]:
    # pydantic-settings ignores a misspelt EARSHOT_RUNER in silence, so we look ourselves.
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    strangers = sorted(n for n in os.environ if n.startswith(PREFIX) and n not in known)
    return [
        f"{name} is not a setting. Check its spelling in docs/operating.md." for name in strangers
    ]


def _say(problem: Any) -> str:
    name = PREFIX + "_".join(str(part) for part in problem["loc"]).upper()
    return f"{name}: {problem['msg']}."


def _unsafe(settings: Settings) -> list[str]:
    secret = settings.secret_key.get_secret_value()
    checks = {
        "EARSHOT_SECRET_KEY is not set. Give it at least 32 random characters.": (
            secret == DEVELOPMENT_SECRET or len(secret) < SHORTEST_SECRET
        ),
        "EARSHOT_ENCRYPTION_KEY is not set. Give it 32 random bytes as base64, "
        "or name a file that holds them in EARSHOT_ENCRYPTION_KEY_FILE.": (
            settings.encryption_key is None and not settings.encryption_key_file.exists()
        ),
        "EARSHOT_PUBLIC_URL must begin with https://.": not settings.is_secure,
        "EARSHOT_DEMO: demonstration data is refused in production. Unset it.": bool(
            settings.demo
        ),
    }
    return [message for message, is_wrong in checks.items() if is_wrong]


def _decode_key(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(
            [f"{source} is not 32 bytes of base64. Make a new key and keep it safe."]
        )
    return key
