"""What is promised to those who answer, and what keeps a promise from being made or changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import clock
from app.db.models import Survey
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.domain.surveys import Consent, SurveyKind
from app.services import activity

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.domain.surveys import Identity

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80


@dataclass(frozen=True)
class Promise:
    """What is promised: where people answer, who decides, when they are told, who says yes.

    `consent` None leaves it as the survey has it; a new survey asks nobody.
    """

    service_id: UUID
    slug: str
    decision_maker: str
    told_by: date | None
    consent: Consent | None = None


class PromiseStands(Conflict):
    """A survey at this address has promised something else already; `params` say what."""

    code = "promise_stands"


def problems_with(slug: str, decision_maker: str, told_by: date | None) -> dict[str, str]:
    """Return everything that keeps a survey from being published, by field; empty when nothing."""
    problems = {}
    if len(slug.strip()) > LONGEST_SLUG or not SLUG.fullmatch(slug.strip()):
        problems["slug"] = "Use small letters, numbers and single hyphens, like our-voice."
    if not decision_maker.strip():
        problems["decision_maker"] = "Say who will decide on the answers: a role, not a name."
    if told_by is None:
        problems["told_by"] = "Give the day by which people are told what was decided."
    elif told_by < clock.today():
        problems["told_by"] = "This day has gone. Give one that is still to come."
    return problems


def refuse_unsound(promise: Promise) -> None:
    """Refuse a promise that cannot be made.

    Raises:
        Invalid: nobody decides, no day to come is promised, or the address cannot be used.
    """
    problems = problems_with(promise.slug, promise.decision_maker, promise.told_by)
    if problems:
        raise Invalid(fields=problems)


def change(
    session: Session,
    survey_id: UUID,
    *,
    decision_maker: str,
    told_by: date | None,
    by: Actor,
) -> bool:
    """Change who decides and by when people are told; return whether anything is different.

    Whoever has answered was promised the other: the record holds that it was changed, whether it
    names somebody else, and by how many days the day moved. A day that stays may have gone.

    Raises:
        NotFound: it is not there, asks nobody, or is not in the person's services.
        Invalid: nobody decides, or no day to come is promised.
    """
    survey = session.get(Survey, survey_id, with_for_update={"key_share": True})
    if survey is None or not by.reaches(Permission.PUBLISH_SURVEYS, survey.service_id):
        raise NotFound
    if survey.kind is not SurveyKind.QUESTIONNAIRE:
        raise NotFound
    problems = problems_with(survey.slug, decision_maker, told_by)
    if told_by == survey.told_by:
        problems.pop("told_by", None)
    if problems or told_by is None:
        raise Invalid(fields=problems)
    counts = {
        "names_another": int(decision_maker.strip() != survey.decision_maker),
        "days_later": (told_by - survey.told_by).days if survey.told_by else 0,
    }
    if not any(counts.values()):
        return False
    survey.decision_maker, survey.told_by = decision_maker.strip(), told_by
    activity.record(
        session, "promise.changed", by=by.id, about=("survey", survey.id), counts=counts
    )
    return True


def refuse_other(survey: Survey, promise: Promise, identity: Identity | None) -> None:
    """Refuse to put another promise in the place of the one that a survey makes now.

    Raises:
        PromiseStands: it promises something else.
    """
    now = (survey.decision_maker, survey.told_by, survey.identity, survey.consent)
    then = (
        promise.decision_maker,
        promise.told_by,
        identity or survey.identity,
        promise.consent or survey.consent,
    )
    if now != then:
        raise PromiseStands(decision_maker=survey.decision_maker, told_by=survey.told_by)
