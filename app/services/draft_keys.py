"""What opens a draft: this browser's key, a link, or a code to type on another device (R-32)."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from app import clock
from app.db import sealing
from app.db.models import CodeTry, DraftKey, Response, Survey, SurveyVersion
from app.domain.errors import TooMany
from app.domain.surveys import DraftKeyKind, ResponseState
from app.services import typed_codes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.tries import Tries

# A forgotten draft on a shared phone closes by itself.
LIFE = timedelta(days=14)
# Over the whole service: one of 100,000 codes of 80 bits is guessed in a year with a chance of
# 1 in 7,700,000,000 even so.
TRIES = 3_000
WINDOW = timedelta(minutes=1)
TOKEN_BYTES = 32


@dataclass(frozen=True)
class WaysBack:
    """How a draft is opened on another device, and the last day on which it can be."""

    code: str
    link_token: str
    until: date


@dataclass(frozen=True)
class Opened:
    """A draft that a code or a link has opened: where it is, and this browser's new key."""

    slug: str
    resume_token: str


def add(session: Session, response: Response, resume_token: str) -> None:
    """Let this browser open a new draft, and make its link and its code, known to nobody yet."""
    ways = ways_back(response)
    made = {
        DraftKeyKind.BROWSER: resume_hash(resume_token),
        DraftKeyKind.LINK: link_hash(ways.link_token),
        DraftKeyKind.CODE: code_hash(ways.code),
    }
    session.execute(
        insert(DraftKey),
        [
            {"key_hash": key_hash, "response_id": response.id, "kind": kind}
            for kind, key_hash in made.items()
        ],
    )


def ways_back(response: Response) -> WaysBack:
    """Return the code and the link of a draft, the same each time they are asked for.

    They are derived under the organisation's key, so that neither this device nor the database
    has to hold them: 80 bits in four groups with a check symbol, and 256 bits.
    """
    seed = f"{response.id}|{response.client_token}"
    link = bytes.fromhex(sealing.keyring().keyed_hash(seed, "draft link"))
    return WaysBack(
        typed_codes.code_of(sealing.keyring().keyed_hash(seed, "draft code")),
        base64.urlsafe_b64encode(link).decode().rstrip("="),
        response.started_on + LIFE,
    )


def open_with_code(session: Session, code: str, *, network: str, tries: Tries) -> Opened | None:
    """Open a draft with a typed code, or return None: it is wrong, used up or too old.

    Every code that could be one counts alike, and None says nothing about why, so that guessing
    teaches nothing. A slip, which the check symbol shows, is no guess and does not count.
    `network` is a name that `tries` knows for a minute.

    Raises:
        TooMany: there were too many tries at codes in the last minute, from this network or
            over the whole service; `wait` is in seconds.
    """
    if typed_codes.is_well_formed(code):
        wait = tries.wait(network, clock.now().timestamp())
        if wait:
            raise TooMany("code_flood", wait=wait)
        _note_try(session)
    return _open(session, code_hash(code), DraftKeyKind.CODE)


def open_with_link(session: Session, link_token: str) -> Opened | None:
    """Open a draft with the token of its link, or return None: wrong, used up or too old."""
    return _open(session, link_hash(link_token), DraftKeyKind.LINK)


def is_held(session: Session, resume_token: str) -> bool:
    """Return whether a browser's key still opens something."""
    return session.get(DraftKey, resume_hash(resume_token)) is not None


def end(session: Session, resume_token: str) -> None:
    """Close a draft in this browser: its key opens nothing any more; a code or a link still do."""
    session.execute(delete(DraftKey).where(DraftKey.key_hash == resume_hash(resume_token)))


def close(session: Session, response: Response, *, browsers: bool = False) -> None:
    """Make the link and the code of a response open nothing; `browsers` closes those too."""
    mine = delete(DraftKey).where(DraftKey.response_id == response.id)
    if not browsers:
        mine = mine.where(DraftKey.kind != DraftKeyKind.BROWSER)
    session.execute(mine)


def resume_hash(resume_token: str) -> str:
    """Return what is kept of a browser's key."""
    return sealing.keyring().keyed_hash(resume_token, "resume token")


def link_hash(link_token: str) -> str:
    """Return what is kept of the token of a link."""
    return sealing.keyring().keyed_hash(link_token, "draft link token")


def code_hash(code: str) -> str:
    """Return what is kept of a typed code, however it was typed."""
    return sealing.keyring().keyed_hash(typed_codes.tidy(code), "draft code typed")


def resume_token_for(client_token: str) -> str:
    """Return the browser's key that belongs to a client token: 256 bits as hexadecimal.

    A start that was sent twice must lead to one draft, so the key is derived, not drawn.
    """
    return sealing.keyring().keyed_hash(client_token, "resume")


def _open(session: Session, key_hash: str, kind: DraftKeyKind) -> Opened | None:
    row = session.execute(
        select(Response.id, Survey.slug)
        .join(DraftKey, DraftKey.response_id == Response.id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(
            DraftKey.key_hash == key_hash,
            DraftKey.kind == kind,
            Response.state == ResponseState.DRAFT,
            Response.started_on >= clock.today() - LIFE,
        )
    ).first()
    if row is None:
        return None
    resume_token = secrets.token_hex(TOKEN_BYTES)
    session.add(
        DraftKey(key_hash=resume_hash(resume_token), response_id=row.id, kind=DraftKeyKind.BROWSER)
    )
    return Opened(row.slug, resume_token)


def _note_try(session: Session) -> None:
    now = clock.now()
    session.execute(delete(CodeTry).where(CodeTry.at < now - WINDOW))
    tries, first = session.execute(select(func.count(), func.min(CodeTry.at))).one()
    if tries >= TRIES:
        raise TooMany("code_flood", wait=_seconds(first + WINDOW - now))
    session.add(CodeTry(at=now))


def _seconds(wait: timedelta) -> int:
    return int(wait.total_seconds()) + 1
