"""Photos and recordings as answers: taken in, shown again to their author, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app import media
from app.db import sealing
from app.db.models import AnswerFile, Question, Response
from app.domain.errors import Invalid, NotFound
from app.services import answers, drafts
from surveys.errors import AnswerError
from surveys.given import Given
from surveys.questions.recorded import Voice, length
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.media import Cleaned
    from app.services.drafts import Draft
    from surveys.questions import Question as Asked

CONTENT, THUMBNAIL = "answer_files.content", "answer_files.thumbnail"
MEGABYTE = 1_000_000
# The largest file of each kind, in megabytes; two minutes of speech take about two.
MOST = {"photo": 12, "voice": 6}


@dataclass(frozen=True)
class CleanedFiles:
    """The files of a page by question key, fit to keep; what is wrong with those that are not.

    None takes away the file that was there.
    """

    ready: Mapping[str, Cleaned | None]
    wrong: Mapping[str, AnswerError]


NO_FILES = CleanedFiles({}, {})


@dataclass(frozen=True)
class OpenedFile:
    """A photo or recording as it can be shown."""

    media_type: str
    content: bytes


def asked(session: Session, resume_token: str, page_key: str, *, slug: str) -> tuple[Asked, ...]:
    """Return the questions of a page of a draft that ask for a file.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        NotFound: the page does not exist, or is not asked as the answers stand.
        Conflict: it was sent, or the survey takes no answers now.
    """
    draft = drafts.find(session, resume_token, slug=slug)
    return _asked(draft, page_key)


def clean(questions: Iterable[Asked], files: Mapping[str, bytes]) -> CleanedFiles:
    """Make the files that came with a page fit to keep; `files` holds contents by question key.

    It may take seconds, so it is done while no transaction is open: others can save meanwhile.
    """
    ready: dict[str, Cleaned | None] = {}
    wrong: dict[str, AnswerError] = {}
    for question in questions:
        if question.key not in files:
            continue
        try:
            ready[question.key] = _cleaned(question, files[question.key])
        except AnswerError as error:
            wrong[question.key] = error
    return CleanedFiles(ready, wrong)


def keep(
    session: Session, resume_token: str, page_key: str, files: CleanedFiles, *, slug: str
) -> None:
    """Keep the files that came with a page of a draft.

    One that is refused, or whose question is not asked any more, leaves what was there before.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        NotFound: the page does not exist, or is not asked as the answers stand.
        Conflict: it was sent, or the survey takes no answers now.
    """
    if not files.ready:
        return
    draft = drafts.find(session, resume_token, slug=slug, lock=True)
    for question in _asked(draft, page_key):
        if question.key in files.ready:
            _keep(session, draft, question, files.ready[question.key])


def own(
    session: Session, resume_token: str, key: str, *, slug: str, small: bool = False
) -> OpenedFile:
    """Return the file that somebody gave to a question of their own draft.

    Raises:
        NotFound: the token opens no draft here, or there is no such file.
        Conflict: it was sent: its answers are not shown again.
    """
    draft = drafts.find(session, resume_token, slug=slug)
    file = session.scalar(
        select(AnswerFile)
        .join(Question, Question.id == AnswerFile.question_id)
        .where(AnswerFile.response_id == draft.response.id, Question.key == key)
    )
    if file is None:
        raise NotFound
    return opened(draft.response, file, small=small)


def opened(response: Response, file: AnswerFile, *, small: bool = False) -> OpenedFile:
    """Return what is in a file; the small picture of a photo where it is asked for.

    Raises:
        NotFound: there is no small one of a recording.
    """
    sealed, place = (file.thumbnail_sealed, THUMBNAIL) if small else (file.content_sealed, CONTENT)
    if sealed is None:
        raise NotFound
    return OpenedFile(file.media_type, sealing.unseal_bytes(response, place, sealed, file.id))


def _asked(draft: Draft, page_key: str) -> tuple[Asked, ...]:
    page = draft.page(page_key, visible_pages(draft.definition, draft.answers))
    return tuple(question for question in page.questions if question.is_file)


def _cleaned(question: Asked, content: bytes) -> Cleaned | None:
    if not content:
        return None
    most = MOST[question.kind]
    if len(content) > most * MEGABYTE:
        raise AnswerError(f"{question.kind}_large", most=most)
    try:
        cleaned = media.clean(question.kind, content)
    except Invalid as error:
        code = "large" if error.code == "file_too_large" else "unreadable"
        raise AnswerError(f"{question.kind}_{code}", most=most) from None
    if isinstance(question, Voice) and cleaned.numbers["seconds"] > question.most_seconds + 1:
        raise AnswerError("voice_long", most=length(question.most_seconds))
    return cleaned


def _keep(session: Session, draft: Draft, question: Asked, cleaned: Cleaned | None) -> None:
    rows = answers.questions_of(session, draft.version.id)
    value = cleaned and {**cleaned.numbers, "bytes": len(cleaned.content)}
    given = Given(value=value) if value else None
    answers.keep(
        session,
        draft.response,
        rows,
        {question.key: given},
        service_id=draft.survey.service_id,
    )
    question_id = rows[question.key].id
    session.execute(
        delete(AnswerFile).where(
            AnswerFile.response_id == draft.response.id, AnswerFile.question_id == question_id
        )
    )
    if cleaned:
        session.add(_sealed(draft.response, question_id, cleaned))
        session.flush()


def _sealed(response: Response, question_id: UUID, cleaned: Cleaned) -> AnswerFile:
    file = AnswerFile(
        response_id=response.id, question_id=question_id, media_type=cleaned.media_type
    )
    file.content_sealed = sealing.seal_bytes(response, CONTENT, cleaned.content, file.id)
    if cleaned.thumbnail:
        file.thumbnail_sealed = sealing.seal_bytes(response, THUMBNAIL, cleaned.thumbnail, file.id)
    return file
