"""What makes a password good enough: long, and not one that everyone guesses first."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SHORTEST = 12
LONGEST = 256
COMMON = Path(__file__).parent / "common_passwords.txt"


def problem_with(password: str) -> str:
    """Return what is wrong with a password and what to do, or nothing when it is good.

    No rule about kinds of characters and no expiry.

    Source: OWASP ASVS 5.0 (2025), 6.2.1 to 6.2.9.
    """
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three unusual words make a good password."
    if len(password) > LONGEST:
        return f"Use no more than {LONGEST} characters."
    if password.lower() in common():
        return "Many people use this password, so it is easy to guess. Choose another."
    return ""


@cache
def common() -> frozenset[str]:
    """Return the passwords that everyone guesses first, in lower case."""
    return frozenset(COMMON.read_text("utf-8").split())
