"""What a person sees who has sent their answers: the thanks, and a code to find them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.surveys import ResponseState
from app.services import drafts, publishing, receipts, voicing
from surveys.languages import BASE
from surveys.voices import asked_in

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.services.voicing import Speaking


@dataclass(frozen=True)
class ThanksView:
    """What a person gets back, once everything is stored."""

    code: str
    thanks: str
    decision_maker: str
    told_by: date | None
    speaking: Speaking
    thanks_language: str = BASE


def thanks_view(
    session: Session, resume_token: str, *, slug: str, voice: str = ""
) -> ThanksView | None:
    """Return what a sent response gave back, the same at every reload; None while it is a draft.

    It speaks as the person answered, unless a `voice` is named.

    Raises:
        DraftGone: the token opens nothing here.
    """
    response, survey, version = drafts.rows(session, resume_token, slug=slug)
    if response.state is not ResponseState.SUBMITTED:
        return None
    definition = publishing.definition_of(version)
    asked = asked_in(
        definition, voicing.voice_named(definition, voice, voicing.voice_of(response))
    )
    return ThanksView(
        receipts.receipt_for(response).code,
        asked.definition.thanks,
        survey.decision_maker,
        survey.told_by,
        voicing.speaking(definition, asked.voice),
        asked.language_of("survey", "thanks"),
    )
