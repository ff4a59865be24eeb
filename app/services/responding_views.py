"""What a person sees who has begun: one page, all answers for checking, the thanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.surveys import ResponseState
from app.services import draft_keys, drafts, publishing, receipts
from surveys import shown
from surveys.routing import previous_page, visible_pages
from surveys.submission import Incomplete, check
from surveys.wording import pipe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from app.services.drafts import Draft
    from surveys.definition import Definition, Page
    from surveys.questions import Given, Question

SKIPPED = "You did not answer this"


@dataclass(frozen=True)
class PageView:
    """One page with what was answered so far. `number` of `total` counts the pages shown."""

    slug: str
    survey: str
    page: Page
    definition: Definition
    answers: Mapping[str, Given]
    number: int
    total: int
    previous_key: str | None
    kept_until: date

    @property
    def marks(self) -> str:
        """Marks of what the page shows, which come back with it."""
        return shown.marks_of(self.page.questions, self.answers)

    def say(self, text: str) -> str:
        """Return a wording with earlier answers said in it."""
        return pipe(text, self.definition, self.answers)


@dataclass(frozen=True)
class CheckedAnswer:
    """One question and its answer, to be checked."""

    page_key: str
    key: str
    question: str
    answer: str
    problem: str = ""


@dataclass(frozen=True)
class CheckView:
    """All answers, page by page, and what still keeps them from being sent."""

    slug: str
    survey: str
    pages: tuple[tuple[str, tuple[CheckedAnswer, ...]], ...]
    last_key: str

    @property
    def problems(self) -> tuple[CheckedAnswer, ...]:
        """The answers that are still needed."""
        return tuple(one for _, answers in self.pages for one in answers if one.problem)


@dataclass(frozen=True)
class ThanksView:
    """What a person gets back, once everything is stored."""

    code: str
    thanks: str
    decision_maker: str
    told_by: date | None


@dataclass(frozen=True)
class LaterView:
    """How a draft is opened again, and until when."""

    slug: str
    code: str
    link_token: str
    until: date


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
    return LaterView(slug, ways.code, ways.link_token, ways.until)


def resume_key(session: Session, resume_token: str, *, slug: str) -> str | None:
    """Return the first page of a draft with nothing on it yet, or None when there is no draft."""
    try:
        draft = drafts.find(session, resume_token, slug=slug)
    except (drafts.DraftGone, drafts.AlreadySent):
        return None
    pages = visible_pages(draft.definition, draft.answers)
    empty = (page for page in pages if not any(q.key in draft.answers for q in page.questions))
    return next(empty, pages[-1]).key


def page_view(session: Session, resume_token: str, page_key: str, *, slug: str) -> PageView:
    """Return one page of a draft.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        NotFound: the page does not exist, or is not asked as the answers stand.
        Conflict: it was sent, or the survey takes no answers now.
    """
    draft = drafts.find(session, resume_token, slug=slug)
    pages = visible_pages(draft.definition, draft.answers)
    page = draft.page(page_key, pages)
    before = previous_page(draft.definition, draft.answers, page_key)
    return PageView(
        slug=slug,
        survey=draft.definition.title,
        page=page,
        definition=draft.definition,
        answers=draft.shown_answers(pages),
        number=pages.index(page) + 1,
        total=len(pages),
        previous_key=before.key if before else None,
        kept_until=draft.response.started_on + draft_keys.LIFE,
    )


def check_view(session: Session, resume_token: str, *, slug: str) -> CheckView:
    """Return all answers of a draft, for checking before they are sent.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        Conflict: it was sent, or the survey takes no answers now.
    """
    draft = drafts.find(session, resume_token, slug=slug)
    pages = visible_pages(draft.definition, draft.answers)
    missing = _missing(draft)
    answered = draft.shown_answers(pages)
    return CheckView(
        slug,
        draft.definition.title,
        tuple(
            (
                pipe(page.title, draft.definition, answered),
                tuple(_checked(draft, answered, page, one, missing) for one in page.questions),
            )
            for page in pages
        ),
        pages[-1].key,
    )


def thanks_view(session: Session, resume_token: str, *, slug: str) -> ThanksView | None:
    """Return what a sent response gave back, the same at every reload; None while it is a draft.

    Raises:
        DraftGone: the token opens nothing here.
    """
    response, survey, version = drafts.rows(session, resume_token, slug=slug)
    if response.state is not ResponseState.SUBMITTED:
        return None
    return ThanksView(
        receipts.receipt_for(response).code,
        publishing.definition_of(version).thanks,
        survey.decision_maker,
        survey.told_by,
    )


def _missing(draft: Draft) -> Mapping[str, str]:
    try:
        check(draft.definition, draft.answers)
    except Incomplete as incomplete:
        return {key: error.message for key, error in incomplete.missing.items()}
    return {}


def _checked(
    draft: Draft,
    answered: Mapping[str, Given],
    page: Page,
    question: Question,
    missing: Mapping[str, str],
) -> CheckedAnswer:
    given = answered.get(question.key)
    return CheckedAnswer(
        page.key,
        question.key,
        pipe(question.label, draft.definition, answered),
        question.as_text(given) if given else SKIPPED,
        missing.get(question.key, ""),
    )
