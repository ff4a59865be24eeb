"""Who must say yes before the first question, to which words, and whether they have."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from sqlalchemy import select

from app.db.models import ConsentGiven
from app.domain.errors import Conflict
from app.domain.surveys import Channel, Giver
from surveys.languages import BASE
from surveys.renderings import Voice

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.models import Response, Survey
    from surveys.definition import Definition

SHIPPED = Path(__file__).parents[1] / "content" / "consent.yaml"
GROWN = 18
FIRST = Voice()


class ConsentNeeded(Conflict):
    """Somebody must say yes before a question is shown; `params` say at which address."""

    code = "consent_needed"


@dataclass(frozen=True)
class ConsentWords:
    """What somebody says yes to; its version is kept with the response."""

    version: str
    giver: Giver
    heading: str
    paragraphs: tuple[str, ...]
    yes: str
    no: str
    from_age: int = 0
    after_carer: str = ""
    # Which voice the words are for, and what stands beside them, is no part of the words.
    rendering: str = field(default="", repr=False)
    language: str = field(default=BASE, repr=False)
    pictures: tuple[str, ...] = field(default=(), repr=False)


def missing(session: Session, response: Response, survey: Survey) -> Giver | None:
    """Return who must say yes next, or None when everybody has.

    Paper, audits and imports bring the consent they were collected with.
    """
    if not survey.consent.givers or response.channel not in {Channel.WEB, Channel.KIOSK}:
        return None
    given = set(
        session.scalars(select(ConsentGiven.giver).where(ConsentGiven.response_id == response.id))
    )
    return next((giver for giver in survey.consent.givers if giver not in given), None)


def refuse_unless_given(session: Session, response: Response, survey: Survey) -> None:
    """Refuse to show or keep a page before everybody has said yes.

    Raises:
        ConsentNeeded: somebody has not been asked, or has not said yes.
    """
    if missing(session, response, survey) is not None:
        raise ConsentNeeded(slug=survey.slug)


def words_for(giver: Giver, definition: Definition, voice: Voice = FIRST) -> ConsentWords:
    """Return what is said to a giver in a voice, in words for the youngest who may answer.

    Where the voice has none, they are in its language, else in its rendering, else in English.
    """
    youngest = GROWN if definition.age_from is None else definition.age_from
    fit = [one for one in shipped() if one.giver is giver and one.from_age <= youngest]
    places = [voice, Voice("", voice.language), Voice(voice.rendering), FIRST]
    return min(
        (one for one in fit if Voice(one.rendering, one.language) in places),
        key=lambda one: (places.index(Voice(one.rendering, one.language)), -one.from_age),
    )


@cache
def shipped() -> tuple[ConsentWords, ...]:
    """Return every wording that ships."""
    data = yaml.safe_load(SHIPPED.read_text("utf-8"))
    return tuple(
        ConsentWords(
            giver=Giver(one.pop("for")),
            paragraphs=tuple(one.pop("paragraphs")),
            pictures=tuple(one.pop("pictures", ())),
            **one,
        )
        for one in data["words"]
    )
