"""Publish a survey: freeze its wording, and promise who decides and when people are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from app import clock
from app.db.models import Question, Response, Service, Survey, SurveyVersion
from app.domain.errors import Conflict, NotFound
from app.domain.surveys import Consent, Identity, SurveyKind, SurveyState
from app.services import activity, promises
from app.services.promises import Promise
from surveys import parsing

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from surveys.definition import Definition

MOST_KEPT = 128
# By the hash of their wording, so that a version need not even be read whole.
_definitions: dict[str, Definition] = {}


def publish(
    session: Session,
    definition: Definition,
    *,
    service_id: UUID,
    slug: str,
    decision_maker: str,
    told_by: date | None,
    identity: Identity | None,
    by: UUID | None,
    kind: SurveyKind = SurveyKind.QUESTIONNAIRE,
    consent: Consent | None = None,
    renews: bool = False,
) -> UUID:
    """Publish a survey, or its next version, and return the version's id.

    The same wording at the same address is one version, however often it is published. Another
    promise takes the place of the one that stands only when `renews` says so. `identity` None
    takes what the definition offers.

    Raises:
        Invalid: nobody decides, no day to come is promised, or the address cannot be used.
        Conflict: the address belongs to another survey, or identity is frozen by a response.
        PromiseStands: the survey promises something else, and it is not to be renewed.
        NotFound: there is no such service.
    """
    promise = Promise(service_id, slug.strip(), decision_maker.strip(), told_by, consent)
    promises.refuse_unsound(promise)
    if session.get(Service, service_id) is None:
        raise NotFound("service_unknown")
    survey = session.scalar(select(Survey).where(Survey.slug == promise.slug))
    if survey is None:
        survey = _new_survey(session, definition, promise, identity, kind)
    else:
        _refuse_another(session, survey, definition, promise, identity, kind)
        _renew(survey, definition, promise, identity, renews=renews)
    version = add_version(session, survey.id, definition)
    about, counts = ("survey", survey.id), {"version": version.number}
    activity.record(session, "survey.published", by=by, about=about, counts=counts)
    return version.id


def add_version(session: Session, survey_id: UUID, definition: Definition) -> SurveyVersion:
    """Freeze a wording as the next version of a survey; the wording it has now adds none."""
    latest = session.scalar(
        select(SurveyVersion)
        .where(SurveyVersion.survey_id == survey_id)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    )
    digest = definition.hash()
    if latest is not None and latest.definition_hash == digest:
        return latest
    version = SurveyVersion(
        survey_id=survey_id,
        number=latest.number + 1 if latest else 1,
        definition=definition.as_data(),
        definition_hash=digest,
        published_at=clock.now(),
    )
    session.add(version)
    session.flush()
    questions = [(page.part, question) for page in definition.pages for question in page.questions]
    for position, (part, question) in enumerate(questions, 1):
        session.add(
            Question(
                version_id=version.id,
                key=question.key,
                kind=question.kind,
                position=position,
                wording=question.label,
                stance=question.stance,
                # A child's words are the child's, whoever writes them down.
                part=question.words_of or part,
                is_free_text=question.is_free_text or bool(getattr(question, "other", False)),
            )
        )
    session.flush()
    return version


def definition_of(version: SurveyVersion) -> Definition:
    """Return the definition of a version; a published one never changes, so it is kept."""
    known = _definitions.get(version.definition_hash)
    if known is None:
        known = parsing.parse(version.definition)
        if len(_definitions) >= MOST_KEPT:
            _definitions.clear()
        _definitions[version.definition_hash] = known
    return known


def current_version(session: Session, survey_id: UUID) -> SurveyVersion:
    """Return the newest published version of a survey.

    Raises:
        NotFound: nothing of it has been published.
    """
    version = session.scalar(
        select(SurveyVersion)
        .where(
            SurveyVersion.survey_id == survey_id,
            SurveyVersion.published_at.is_not(None),
        )
        .order_by(SurveyVersion.number.desc())
        .limit(1)
        .options(defer(SurveyVersion.definition))
    )
    if version is None:
        raise NotFound("survey_unknown")
    return version


def published_version(session: Session, survey_id: UUID, number: int) -> SurveyVersion:
    """Return the published version of a survey that has a number.

    Raises:
        NotFound: it has none of that number, or it was never published.
    """
    version = session.scalar(
        select(SurveyVersion).where(
            SurveyVersion.survey_id == survey_id,
            SurveyVersion.number == number,
            SurveyVersion.published_at.is_not(None),
        )
    )
    if version is None:
        raise NotFound("survey_unknown")
    return version


def has_responses(session: Session, survey_id: UUID) -> bool:
    """Return whether anybody has begun to answer a survey."""
    return bool(
        session.scalar(
            select(func.count())
            .select_from(Response)
            .join(SurveyVersion, SurveyVersion.id == Response.version_id)
            .where(SurveyVersion.survey_id == survey_id)
        )
    )


def _new_survey(
    session: Session,
    definition: Definition,
    promise: Promise,
    identity: Identity | None,
    kind: SurveyKind,
) -> Survey:
    survey = Survey(
        service_id=promise.service_id,
        slug=promise.slug,
        title=definition.title,
        kind=kind,
        audience=definition.audience,
        identity=identity or Identity(definition.identity),
        state=SurveyState.LIVE,
        consent=promise.consent or Consent.NONE,
        decision_maker=promise.decision_maker,
        told_by=promise.told_by,
    )
    session.add(survey)
    session.flush()
    return survey


def _refuse_another(
    session: Session,
    survey: Survey,
    definition: Definition,
    promise: Promise,
    identity: Identity | None,
    kind: SurveyKind,
) -> None:
    latest = definition_of(current_version(session, survey.id))
    if (survey.service_id, survey.kind, latest.key) != (
        promise.service_id,
        kind,
        definition.key,
    ):
        raise Conflict("slug_taken")
    is_changed = identity is not None and identity is not survey.identity
    if is_changed and has_responses(session, survey.id):
        raise Conflict("identity_frozen")


def _renew(
    survey: Survey,
    definition: Definition,
    promise: Promise,
    identity: Identity | None,
    *,
    renews: bool,
) -> None:
    if not renews:
        promises.refuse_other(survey, promise, identity)
    survey.title = definition.title
    survey.audience = definition.audience
    survey.identity = identity or survey.identity
    survey.consent = promise.consent or survey.consent
    survey.decision_maker = promise.decision_maker
    survey.told_by = promise.told_by
