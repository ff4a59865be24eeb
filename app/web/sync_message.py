"""What a device sends, read with limits: every mistake is one sentence, and nothing is guessed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.domain.audits import AuditKind
from app.domain.errors import Invalid
from app.domain.revisions import Edit, Raw
from app.services.audit_syncing import Sent
from app.services.auditing import Opening

MOST_BYTES = 2_000_000
DEEPEST = 32
MOST_AUDITS = 20
MOST_EDITS = 2_000
MOST_PARTS = 60
MOST_STRINGS = 100
LONGEST_STRING = 20_000
MOST_SEEN = 500
# Strings, with what is escaped in them, are left out before brackets are counted.
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


@dataclass(frozen=True)
class Message:
    """One message of a device: which it is, and what it sends of each audit."""

    device_id: UUID
    device_name: str
    audits: tuple[Sent, ...]


def read(content: bytes) -> Message:
    """Read one message.

    Raises:
        Invalid: it is none (`sync_unreadable`), or larger or deeper than any device sends.
    """
    try:
        data = json.loads(_within_limits(content))
        device, audits = _map(data["device"]), _list(data["audits"], MOST_AUDITS)
        return Message(
            UUID(device["id"]), _text(device["name"], 200), tuple(_sent(one) for one in audits)
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Invalid("sync_unreadable") from error


def depth(text: str) -> int:
    """Return how many brackets stand inside one another, those in strings not counted.

    >>> depth('{"a": ["[[["]}')
    2
    """
    deepest = now = 0
    for sign in STRING.sub("", text):
        if sign in "[{":
            now += 1
            deepest = max(deepest, now)
        elif sign in "]}":
            now -= 1
    return deepest


def _within_limits(content: bytes) -> str:
    text = content.decode("utf-8")
    if len(content) > MOST_BYTES or depth(text) > DEEPEST:
        raise ValueError("more than any device sends")
    return text


def _sent(data: Any) -> Sent:
    opening = data.get("opening")
    version = data.get("version")
    return Sent(
        id=UUID(data["id"]),
        known=_whole(data.get("known", 0)),
        edits=tuple(_edit(one) for one in _list(data.get("edits", []), MOST_EDITS)),
        opening=_opening(_map(opening)) if opening else None,
        version_id=UUID(version) if version else None,
        hand_in=data.get("hand_in") is True,
    )


def _edit(data: Any) -> Edit:
    seen = frozenset(UUID(one) for one in _list(data["seen"], MOST_SEEN))
    return Edit(UUID(data["id"]), _text(data["field"], 80), seen, _raw(_map(data["raw"])))


def _raw(data: dict[str, Any]) -> Raw:
    if len(data) > MOST_PARTS:
        raise ValueError("too many parts")
    return {
        _text(part, 80): [_text(one, LONGEST_STRING) for one in _list(sent, MOST_STRINGS)]
        for part, sent in data.items()
    }


def _opening(data: dict[str, Any]) -> Opening:
    age = data.get("age_years")
    return Opening(
        case_ref=_text(data["case_ref"], 40),
        kind=AuditKind(data["kind"]),
        cohort=_text(data["cohort"], 40),
        team=_text(data["team"], 120),
        held_on=date.fromisoformat(data["held_on"]),
        has_no_conflict=data["has_no_conflict"] is True,
        practitioner_ref=_text(data.get("practitioner_ref", ""), 80),
        age_years=None if age is None else _whole(age),
        theme=_text(data.get("theme", ""), 120),
    )


def _map(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("no object")
    return data


def _list(data: Any, most: int) -> list[Any]:
    if not isinstance(data, list) or len(data) > most:
        raise TypeError("no list, or too long a one")
    return data


def _text(data: Any, longest: int) -> str:
    if not isinstance(data, str) or len(data) > longest or "\x00" in data:
        raise TypeError("no text, or too long a one")
    data.encode()  # half of a pair of surrogates can't be stored
    return data


def _whole(data: Any) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not 0 <= data < 10**9:
        raise TypeError("no whole number")
    return data
