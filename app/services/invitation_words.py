"""What an invitation says, in a message and in a letter: short, warm, and nobody has to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

# Whoever sees the phone or the envelope must not learn what is asked.
SUBJECT = "Some questions for you"


@dataclass(frozen=True)
class Message:
    """One message to one person."""

    subject: str
    text: str


def message(
    *, code: str, expires_on: date, public_url: str, organisation: str, is_reminder: bool
) -> Message:
    """Return what is sent to somebody who is invited, or asked once more."""
    last_day = f"{expires_on.day} {expires_on:%B %Y}"
    again = (
        "We wrote to you before. If you do not want to answer, that is fine: you can leave this.\n"
        "If you have answered on paper or from another message, thank you.\n\n"
        if is_reminder
        else ""
    )
    text = (
        "Hello,\n\n"
        f"{again}"
        f"{organisation} would like to know what you think. You do not have to answer. You can\n"
        "skip any question and stop when you like.\n\n"
        "Open this to begin:\n"
        f"{link(public_url, code)}\n\n"
        f"Or go to {address(public_url)} and type this code: {code}\n\n"
        f"It is only for you and works once, until {last_day}. Before the first question we say\n"
        "who reads your answers and whether anybody can tell that they are yours.\n\n"
        "Nobody reads this all day and all night. If you are in danger now, call 999.\n"
    )
    return Message(SUBJECT, text)


def link(public_url: str, code: str) -> str:
    """Return the address that a code is part of, for a message or a QR code."""
    return f"{public_url.rstrip('/')}/i/{code}"


def address(public_url: str) -> str:
    """Return the address where a code is typed, as short as people can write it."""
    return f"{public_url.rstrip('/').removeprefix('https://').removeprefix('http://')}/i"
