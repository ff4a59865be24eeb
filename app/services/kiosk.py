"""Links that make a shared tablet ask one survey and nothing else: signed, and over by night."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app import clock
from app.db import sealing
from app.db.models import Survey
from app.domain.errors import Conflict, NotFound
from app.domain.people import Permission
from app.domain.surveys import SurveyKind, SurveyState
from app.services import activity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.people import Actor

# A day's session in a home or a school; a tablet that is left behind asks nobody the next day.
LIFE = timedelta(hours=12)
PARTS = 3


class LinkWrong(NotFound):
    """The link was not made here, or was changed."""

    code = "kiosk_link_wrong"


@dataclass(frozen=True)
class KioskLink:
    """What a link stands for: the address of its survey, and when it is over.

    Nobody can begin on a tablet what is only for those who were invited.
    """

    slug: str
    title: str
    until: datetime
    is_by_invitation: bool

    @property
    def is_over(self) -> bool:
        """Whether it opens nothing now."""
        return self.is_by_invitation or clock.now() > self.until


def make(session: Session, survey_id: UUID, *, by: Actor) -> str:
    """Return the token of a link for a shared tablet; it opens with no password.

    Raises:
        NotFound: it is not there, is nothing to answer, or is not in the person's services.
        Conflict: it is not open, or only for those who were invited.
    """
    survey = session.get(Survey, survey_id)
    if survey is None or not by.reaches(Permission.PUBLISH_SURVEYS, survey.service_id):
        raise NotFound
    if survey.kind is not SurveyKind.QUESTIONNAIRE:
        raise NotFound
    if survey.state is not SurveyState.LIVE or survey.is_by_invitation:
        raise Conflict("survey_moved", current=survey.state.value, to="kiosk")
    until = int((clock.now() + LIFE).timestamp())
    activity.record(session, "survey.kiosk_opened", by=by.id, about=("survey", survey.id))
    return f"{survey.id.hex}.{until}.{_signature(survey.id, until)}"


def read(session: Session, token: str) -> KioskLink:
    """Return what a link stands for, also when its time has passed.

    Raises:
        LinkWrong: the link was not made here, or was changed.
    """
    parts = token.split(".")
    if len(parts) != PARTS or not parts[1].isdecimal():
        raise LinkWrong
    try:
        survey_id, until = UUID(parts[0]), int(parts[1])
        over_at = datetime.fromtimestamp(until, UTC)
    except (ValueError, OverflowError, OSError):
        raise LinkWrong from None
    if not hmac.compare_digest(parts[2].encode(), _signature(survey_id, until).encode()):
        raise LinkWrong
    survey = session.get(Survey, survey_id)
    if survey is None:
        raise LinkWrong
    return KioskLink(survey.slug, survey.title, over_at, survey.is_by_invitation)


def _signature(survey_id: UUID, until: int) -> str:
    return sealing.keyring().keyed_hash(f"{survey_id.hex}.{until}", "kiosk link")
