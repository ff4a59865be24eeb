"""Asking for a yes before the first question: the carer first where there is one, then alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import clock
from app.db.models import ConsentGiven
from app.domain.surveys import Giver, ResponseState
from app.services import consents, drafts, publishing, voicing
from surveys.renderings import Voice

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.models import Response, Survey, SurveyVersion
    from app.services.consents import ConsentWords


@dataclass(frozen=True)
class ConsentView:
    """Who is asked now, in which words; `follows_carer` when a carer has said yes before.

    `english` holds the English words where the others are a translation.
    """

    slug: str
    words: ConsentWords
    follows_carer: bool
    language: str
    english: ConsentWords | None = None


def asked(session: Session, resume_token: str, *, slug: str) -> ConsentView | None:
    """Return what is asked now, or None when everybody has said yes.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        AlreadySent: it was sent.
        Conflict: the survey takes no answers now.
    """
    response, survey, version = _draft(session, resume_token, slug)
    giver = consents.missing(session, response, survey)
    if giver is None:
        return None
    definition, voice = publishing.definition_of(version), voicing.voice_of(response)
    words = consents.words_for(giver, definition, voice)
    plain = consents.words_for(giver, definition, Voice(voice.rendering))
    follows = giver is Giver.PERSON and Giver.CARER in survey.consent.givers
    return ConsentView(
        slug, words, follows, response.language, plain if plain is not words else None
    )


def give(session: Session, resume_token: str, words_version: str, *, slug: str) -> None:
    """Keep that somebody said yes to the words they were shown: their version and the day.

    A yes to words that are not asked now, such as one that was sent twice, keeps nothing.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        AlreadySent: it was sent.
        Conflict: the survey takes no answers now.
    """
    response, survey, version = _draft(session, resume_token, slug)
    giver = consents.missing(session, response, survey)
    if giver is None:
        return
    definition = publishing.definition_of(version)
    words = consents.words_for(giver, definition, voicing.voice_of(response))
    if words.version != words_version:
        return
    session.add(
        ConsentGiven(
            response_id=response.id,
            giver=giver,
            words_version=words.version,
            given_on=clock.today(),
        )
    )


def decline(session: Session, resume_token: str, *, slug: str) -> None:
    """Take a no: the draft is gone with every yes before it, and nothing of it is kept.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        AlreadySent: it was sent.
        Conflict: the survey takes no answers now.
    """
    response, survey, _ = _draft(session, resume_token, slug)
    if consents.missing(session, response, survey) is not None:
        session.delete(response)


def _draft(
    session: Session, resume_token: str, slug: str
) -> tuple[Response, Survey, SurveyVersion]:
    response, survey, version = drafts.rows(session, resume_token, slug=slug, lock=True)
    if response.state is ResponseState.SUBMITTED:
        raise drafts.AlreadySent
    drafts.refuse_unless_open(survey)
    return response, survey, version
