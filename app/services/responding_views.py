"""What a person sees who has begun: one page, and all answers for checking."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.services import (
    consents,
    draft_keys,
    drafts,
    spoken_wordings,
    voicing,
)
from surveys import shown
from surveys.folding import folded
from surveys.languages import BASE
from surveys.routing import page_before
from surveys.submission import Incomplete, check
from surveys.voices import asked_in
from surveys.wording import pipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from app.services.drafts import Draft
    from app.services.voicing import Speaking
    from surveys.definition import Definition, Page
    from surveys.errors import AnswerError
    from surveys.questions import Given, Question
    from surveys.voices import Asked

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
    asked: Asked
    speaking: Speaking
    sent: Mapping[str, Sequence[str]] | None = None
    recordings: Mapping[str, str] = field(default_factory=dict)

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
    wrong: AnswerError | None = None
    language: str = BASE
    asked: Question | None = None
    given: Given | None = None

    @property
    def file_kind(self) -> str:
        """Whether it is a photo or a voice, or nothing."""
        is_file = self.asked and self.asked.is_file and self.given and not self.given.special
        return self.asked.kind if self.asked and is_file else ""


@dataclass(frozen=True)
class CheckView:
    """All answers, page by page, and what still keeps them from being sent."""

    slug: str
    survey: str
    pages: tuple[tuple[str, tuple[CheckedAnswer, ...]], ...]
    last_key: str
    speaking: Speaking

    @property
    def problems(self) -> tuple[CheckedAnswer, ...]:
        """The answers that are still needed."""
        return tuple(one for _, answers in self.pages for one in answers if one.wrong)


def resume_key(session: Session, resume_token: str, *, slug: str) -> str | None:
    """Return the first page of a draft with nothing on it yet, or None when there is no draft."""
    try:
        draft = drafts.find(session, resume_token, slug=slug)
    except (drafts.DraftGone, drafts.AlreadySent, consents.ConsentNeeded):
        return None
    pages = draft.pages()
    empty = (page for page in pages if not any(q.key in draft.answers for q in page.questions))
    return next(empty, pages[-1]).key


def page_view(
    session: Session,
    resume_token: str,
    page_key: str,
    *,
    slug: str,
    sent: Mapping[str, Sequence[str]] | None = None,
) -> PageView:
    """Return one page of a draft; what was `sent` and not kept goes along, in its voice.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        NotFound: the page does not exist, or is not asked as the answers stand.
        Conflict: it was sent, or the survey takes no answers now.
    """
    draft = drafts.find(session, resume_token, slug=slug)
    page, pages = draft.page_among(page_key, is_whole=sent is not None)
    before = page_before(draft.definition, pages, page_key)
    asked = asked_in(draft.definition, draft.voice)
    return PageView(
        slug=slug,
        survey=asked.definition.title,
        page=_worded(asked, page),
        definition=asked.definition,
        answers=_as_shown(asked, draft.shown_answers(pages)),
        number=pages.index(page) + 1,
        total=len(pages),
        previous_key=before.key if before else None,
        kept_until=draft.response.started_on + draft_keys.LIFE,
        asked=asked,
        speaking=voicing.speaking(draft.definition, asked.voice),
        sent=None if sent is None else voicing.carried(draft, page, asked, sent),
        recordings=spoken_wordings.heard_on(session, draft.survey, asked, page.key),
    )


def check_view(session: Session, resume_token: str, *, slug: str) -> CheckView:
    """Return all answers of a draft, for checking before they are sent.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        Conflict: it was sent, or the survey takes no answers now.
    """
    draft = drafts.find(session, resume_token, slug=slug)
    pages = draft.pages()
    missing = _missing(draft)
    asked = asked_in(draft.definition, draft.voice)
    answered = _as_shown(asked, draft.shown_answers(pages))
    worded = [_worded(asked, page) for page in pages]
    return CheckView(
        slug,
        asked.definition.title,
        tuple(
            (
                pipe(page.title, asked.definition, answered),
                tuple(_checked(asked, answered, page, one, missing) for one in page.questions),
            )
            for page in worded
        ),
        pages[-1].key,
        voicing.speaking(draft.definition, asked.voice),
    )


def _worded(asked: Asked, page: Page) -> Page:
    """Return a page in the words of a voice, with the questions that are shown on it."""
    shown_now = {question.key for question in page.questions}
    worded = asked.definition.page(page.key)
    return replace(worded, questions=tuple(q for q in worded.questions if q.key in shown_now))


def _as_shown(asked: Asked, answers: Mapping[str, Given]) -> dict[str, Given]:
    return {key: folded(asked.definition.question(key), given) for key, given in answers.items()}


def _missing(draft: Draft) -> Mapping[str, AnswerError]:
    try:
        check(draft.definition, draft.answers, asked_in(draft.definition, draft.voice).asks)
    except Incomplete as incomplete:
        return incomplete.missing
    return {}


def _checked(
    asked: Asked,
    answered: Mapping[str, Given],
    page: Page,
    question: Question,
    missing: Mapping[str, AnswerError],
) -> CheckedAnswer:
    given = answered.get(question.key)
    return CheckedAnswer(
        page.key,
        question.key,
        pipe(question.label, asked.definition, answered),
        question.as_text(given) if given else SKIPPED,
        missing.get(question.key),
        asked.language_of("question", question.key),
        question,
        given,
    )
