"""Stopping a draft: how it is opened again on another device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.surveys import ResponseState
from app.services import draft_keys, drafts
from surveys.languages import BASE

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class LaterView:
    """How a draft is opened again, and until when."""

    slug: str
    code: str
    link_token: str
    until: date
    language: str = BASE


def later_view(session: Session, resume_token: str, *, slug: str) -> LaterView:
    """Return how a draft can be opened on another device.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        AlreadySent: it was sent.
    """
    response, _, _ = drafts.rows(session, resume_token, slug=slug)
    if response.state is ResponseState.SUBMITTED:
        raise drafts.AlreadySent
    ways = draft_keys.ways_back(response)
    return LaterView(slug, ways.code, ways.link_token, ways.until, response.language)
