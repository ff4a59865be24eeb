"""Answering: begin, keep one page at a time, send, or leave; and take in a whole response."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from analysis import safeguarding
from app import clock
from app.db.models import Response, Survey, SurveyVersion
from app.domain.surveys import Channel, ResponseState
from app.services import answers, draft_keys, drafts, publishing, receipts, theming, voicing
from app.services.grouping import groups_of
from surveys.questions.recorded import held
from surveys.routing import page_after, visible_pages
from surveys.shown import untouched
from surveys.submission import check, read_page
from surveys.voices import asked_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.drafts import Draft
    from app.services.receipts import Receipt
    from surveys.definition import Page
    from surveys.errors import AnswerError
    from surveys.questions import Given


@dataclass(frozen=True)
class Begun:
    """A draft that has begun, and the token that opens it; only its hash is kept."""

    response_id: UUID
    resume_token: str


@dataclass(frozen=True)
class PageSaved:
    """What became of one page: errors to show, or where to go on.

    `next_key` is the page that follows, None when all have been shown. `opened_key` is a page
    that the answers have just brought into view, for those who came to change one answer.
    """

    errors: Mapping[str, AnswerError]
    next_key: str | None = None
    opened_key: str | None = None


def begin(
    session: Session,
    slug: str,
    *,
    client_token: str,
    voice: str = "",
    channel: Channel = Channel.WEB,
) -> Begun:
    """Begin to answer a survey in a voice; the same client token begins it once.

    Raises:
        NotFound: there is no such survey, or the draft of this token has ended.
        SurveyPaused: it takes no answers for a while.
        Conflict: it has closed.
        Invalid: the client token is no random token.
    """
    drafts.refuse_weak(client_token)
    survey = drafts.survey_at(session, slug)
    drafts.refuse_unless_open(survey)
    version = publishing.current_version(session, survey.id)
    resume_token = draft_keys.resume_token_for(client_token)
    made = _new(version.id, channel, client_token)
    voicing.begin(made, publishing.definition_of(version), voice)
    response = _add_once(session, made)
    if response is made:
        draft_keys.add(session, response, resume_token)
    elif not draft_keys.is_held(session, resume_token):
        raise drafts.DraftGone
    return Begun(response.id, resume_token)


def save_page(
    session: Session,
    resume_token: str,
    page_key: str,
    form: Mapping[str, Sequence[str]],
    *,
    slug: str,
) -> PageSaved:
    """Keep one page of a draft; its words are screened as they are kept.

    A page with an error is not kept. A question that the person could not see yet is never
    missing: the page comes again with it. What is sent just as shown is not written: an old tab
    takes nothing away.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        NotFound: the page does not exist, or is not asked as the answers stand.
        Conflict: it was sent, or the survey takes no answers now.
    """
    draft = drafts.find(session, resume_token, slug=slug, lock=True)
    before = visible_pages(draft.definition, draft.answers)
    shown = draft.page(page_key, before)
    page = voicing.shown_in(draft, form).definition.page(page_key)
    form = held(page.questions, form, draft.answers)
    left = untouched(page.questions, form)
    reading = read_page(page, form, draft.shown_answers(before), untouched=left)
    seen = {question.key for question in shown.questions}
    errors = {key: error for key, error in reading.errors.items() if key in seen}
    if errors:
        return PageSaved(errors)
    answers.keep(
        session,
        draft.response,
        answers.questions_of(session, draft.version.id),
        reading.answers,
        service_id=draft.survey.service_id,
    )
    return _where_next(draft, before, page_key, reading.answers)


def submit(session: Session, resume_token: str, *, slug: str) -> Receipt:
    """Send a draft, and return its receipt; sent again, the receipt is the same.

    Answers to questions that ended up hidden are dropped.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        Incomplete: a question that must be answered was not.
        NothingAnswered: not one question was answered.
        Conflict: the survey takes no answers now.
    """
    response, survey, version = drafts.rows(session, resume_token, slug=slug, lock=True)
    receipt = receipts.receipt_for(response)
    if response.state is ResponseState.SUBMITTED:
        return receipt
    drafts.refuse_unless_open(survey)
    definition = publishing.definition_of(version)
    asked = asked_in(definition, voicing.voice_of(response))
    checked = check(definition, answers.givens(session, response), asked.asks)
    if not checked.answers:
        raise drafts.NothingAnswered(slug=slug)
    answers.keep(
        session,
        response,
        answers.questions_of(session, version.id),
        dict.fromkeys(checked.dropped),
        service_id=survey.service_id,
    )
    _settle(response, clock.today(), groups_of(definition, checked.answers))
    draft_keys.close(session, response)
    theming.enqueue(session, survey.id)
    return receipt


def accept(
    session: Session,
    version_id: UUID,
    givens: Mapping[str, Given],
    *,
    channel: Channel,
    received_on: date,
    client_token: str,
    groups: Mapping[str, str] | None = None,
) -> UUID:
    """Take in a whole response at once and return its id; the same token is taken in once.

    Its words are screened as all words are. The caller asks for theming, once a batch.
    `groups` is added to what the answers themselves say.
    """
    known = find(session, client_token)
    if known is not None:
        return known
    version = session.get_one(SurveyVersion, version_id)
    survey = session.get_one(Survey, version.survey_id)
    made = _new(version_id, channel, client_token)
    response = _add_once(session, made)
    if response is not made:
        return response.id
    answers.keep(
        session,
        response,
        answers.questions_of(session, version_id),
        givens,
        service_id=survey.service_id,
    )
    derived = groups_of(publishing.definition_of(version), givens)
    _settle(response, received_on, derived | dict(groups or {}))
    response.started_on = received_on
    return response.id


def find(session: Session, client_token: str) -> UUID | None:
    """Return the response that a client token began, or None."""
    return session.scalar(
        select(Response.id).where(Response.client_token == drafts.client_hash(client_token))
    )


def _new(version_id: UUID, channel: Channel, client_token: str) -> Response:
    return Response(
        version_id=version_id,
        state=ResponseState.DRAFT,
        channel=channel,
        client_token=drafts.client_hash(client_token),
        groups={},
        screened_with=safeguarding.RULES_VERSION,
        started_on=clock.today(),
    )


def _add_once(session: Session, response: Response) -> Response:
    # Two at once make two inserts; the unique constraint lets one in, and the other reads it.
    try:
        with session.begin_nested():
            session.add(response)
    except IntegrityError:
        is_same = Response.client_token == response.client_token
        return session.scalars(select(Response).where(is_same)).one()
    return response


def _settle(response: Response, received_on: date, groups: Mapping[str, str]) -> None:
    response.state = ResponseState.SUBMITTED
    response.received_on = received_on
    response.groups = dict(groups)
    response.receipt_hash = receipts.receipt_hash(receipts.receipt_for(response).code)


def _where_next(
    draft: Draft,
    before: tuple[Page, ...],
    page_key: str,
    changes: Mapping[str, Given | None],
) -> PageSaved:
    merged = {**draft.answers, **changes}
    pages = draft.pages({key: given for key, given in merged.items() if given is not None})
    asked = {question.key for page in before for question in page.questions}
    opened = [page.key for page in pages if {q.key for q in page.questions} - asked]
    if page_key in opened:
        return PageSaved({}, page_key, page_key)
    following = page_after(draft.definition, pages, page_key)
    return PageSaved({}, following.key if following else None, opened[0] if opened else None)
