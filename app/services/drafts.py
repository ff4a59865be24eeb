"""Drafts: the half-finished response that a resume token opens, and why one may not open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.orm import defer

from app import clock
from app.db import sealing
from app.db.models import DraftKey, Response, Survey, SurveyVersion
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.surveys import ResponseState, SurveyKind, SurveyState
from app.services import answers, consents, draft_keys, publishing
from surveys.asking import asked_pages
from surveys.renderings import Voice
from surveys.routing import visible_pages
from surveys.voices import asked_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from surveys.definition import Definition, Page
    from surveys.questions import Given


# 128 random bits or more, in letters, digits, hyphens and underscores.
CLIENT_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")
# Made once: to make a statement anew for each request costs as much as to run it. The wording is
# large and known to the process already, so it is not fetched with its version.
_ROWS = (
    select(Response, Survey, SurveyVersion)
    .join(SurveyVersion, SurveyVersion.id == Response.version_id)
    .join(Survey, Survey.id == SurveyVersion.survey_id)
    .join(DraftKey, DraftKey.response_id == Response.id)
    .where(DraftKey.key_hash == bindparam("key_hash"), Survey.slug == bindparam("slug"))
    .options(defer(SurveyVersion.definition))
)
_LOCKED = _ROWS.with_for_update(of=Response)


class DraftGone(NotFound):
    """No draft opens with this token: it is unknown, was ended, or is too old."""

    code = "draft_gone"


class SurveyPaused(Conflict):
    """The survey takes no answers for a while."""

    code = "survey_paused"


class AlreadySent(Conflict):
    """The response was sent; its answers are not shown again."""

    code = "already_sent"


class NothingAnswered(Conflict):
    """Not one question was answered, so there is nothing to send."""

    code = "nothing_answered"


class PageHidden(NotFound):
    """The page is not asked, as the answers stand."""

    code = "page_hidden"


@dataclass(frozen=True)
class Draft:
    """An open response: its rows, what is asked, and what was answered so far."""

    response: Response
    survey: Survey
    version: SurveyVersion
    definition: Definition
    answers: dict[str, Given]

    @property
    def voice(self) -> Voice:
        """The voice that it is answered in."""
        return Voice(self.response.rendering, self.response.language)

    def pages(
        self, answers: Mapping[str, Given] | None = None, *, also: Collection[str] = ()
    ) -> tuple[Page, ...]:
        """Return the pages that are asked in its voice, as the answers so far, or others, stand.

        Questions that the voice leaves out are among them where they were answered, or are named.
        """
        asks = asked_in(self.definition, self.voice).asks
        return asked_pages(
            self.definition, self.answers if answers is None else answers, asks, also
        )

    def page_among(self, key: str, *, is_whole: bool = False) -> tuple[Page, tuple[Page, ...]]:
        """Return a page, and the pages that are asked with it.

        A page that its voice does not ask is asked whole when somebody is on it, and so is one
        that must be shown `is_whole`: whoever changes over to the voice loses nothing on it.

        Raises:
            PageHidden: it is asked of others, not as the answers stand.
            NotFound: there is no such page.
        """
        page, pages = self.page(key, visible_pages(self.definition, self.answers)), self.pages()
        if is_whole or all(one.key != key for one in pages):
            pages = self.pages(also=[question.key for question in page.questions])
        return self.page(key, pages), pages

    def shown_answers(self, pages: tuple[Page, ...]) -> dict[str, Given]:
        """Return the answers to questions that are asked."""
        shown = {question.key for page in pages for question in page.questions}
        return {key: given for key, given in self.answers.items() if key in shown}

    def page(self, key: str, pages: tuple[Page, ...]) -> Page:
        """Return a page out of those that are shown.

        Raises:
            PageHidden: it is asked of others, not as the answers stand.
            NotFound: there is no such page.
        """
        found = next((page for page in pages if page.key == key), None)
        if found is not None:
            return found
        if any(page.key == key for page in self.definition.pages):
            raise PageHidden
        raise NotFound


def survey_at(session: Session, slug: str) -> Survey:
    """Return the questionnaire at an address, whether or not it is open.

    Raises:
        NotFound: there is none.
    """
    survey = session.scalar(
        select(Survey).where(
            Survey.slug == slug,
            Survey.kind == SurveyKind.QUESTIONNAIRE,
            Survey.state != SurveyState.DRAFT,
        )
    )
    if survey is None:
        raise NotFound("survey_unknown")
    return survey


def refuse_unless_open(survey: Survey) -> None:
    """Refuse answers to a survey that does not take any now.

    Raises:
        SurveyPaused: it will open again.
        Conflict: it has closed.
    """
    if survey.state is SurveyState.PAUSED:
        raise SurveyPaused(title=survey.title)
    if survey.state is not SurveyState.LIVE:
        raise Conflict("survey_closed")


def find(session: Session, resume_token: str, *, slug: str, lock: bool = False) -> Draft:
    """Return the draft that a token opens at an address; `lock` holds it for this writer.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        AlreadySent: it was sent.
        SurveyPaused: the survey takes no answers for a while.
        ConsentNeeded: somebody must say yes first.
        Conflict: the survey has closed.
    """
    response, survey, version = rows(session, resume_token, slug=slug, lock=lock)
    if response.state is ResponseState.SUBMITTED:
        raise AlreadySent
    refuse_unless_open(survey)
    consents.refuse_unless_given(session, response, survey)
    return Draft(
        response,
        survey,
        version,
        publishing.definition_of(version),
        answers.givens(session, response),
    )


def rows(
    session: Session, resume_token: str, *, slug: str, lock: bool = False
) -> tuple[Response, Survey, SurveyVersion]:
    """Return the rows that a token leads to at an address, sent or not.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
    """
    found = {"key_hash": draft_keys.resume_hash(resume_token), "slug": slug}
    row = session.execute(_LOCKED if lock else _ROWS, found).first() if resume_token else None
    if row is None:
        raise DraftGone
    response, survey, version = row
    if (
        response.state is ResponseState.DRAFT
        and clock.today() > response.started_on + draft_keys.LIFE
    ):
        raise DraftGone
    return response, survey, version


def refuse_weak(client_token: str) -> None:
    """Refuse a client token that is no random token.

    Raises:
        Invalid: it is too short, or holds what no browser of ours sends.
    """
    if not CLIENT_TOKEN.fullmatch(client_token):
        raise Invalid("client_token")


def client_hash(client_token: str) -> str:
    """Return what is kept of a client token, which could otherwise open a draft."""
    return sealing.keyring().keyed_hash(client_token, "client token")
