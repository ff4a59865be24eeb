"""Photos and recordings as staff see them: a list, and one at a time; each reading is noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from app import clock
from app.db.models import Answer, AnswerFile, Question, Response, Survey, SurveyVersion
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.domain.surveys import ResponseState
from app.services import activity, answer_files
from app.services.selection import Selection, response_ids, select_surveys
from surveys.questions.recorded import length
from surveys.wording import unpiped

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.answer_files import OpenedFile

PAGE = 20


@dataclass(frozen=True)
class FileLine:
    """One photo or recording: what it answers, and whether anybody of staff opened it yet."""

    id: UUID
    survey: str
    question: str
    is_photo: bool
    about: str
    is_new: bool


@dataclass(frozen=True)
class FilePage:
    """Some of the files, how many there are, and how many nobody has opened."""

    lines: tuple[FileLine, ...]
    total: int
    unopened: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def files(session: Session, selection: Selection, *, by: Actor, page: int = 1) -> FilePage:
    """Return the photos and recordings of a selection, those that nobody opened first.

    Beyond that their order depends on random keys only, never on who answered when (R-27).
    """
    chosen = AnswerFile.response_id.in_(response_ids(selection))
    total, opened_count = session.execute(
        select(func.count(), func.count(AnswerFile.opened_on)).where(chosen)
    ).one()
    rows = session.execute(
        _listed()
        .where(chosen)
        .order_by(AnswerFile.opened_on.is_not(None), AnswerFile.id)
        .limit(PAGE)
        .offset((max(page, 1) - 1) * PAGE)
    )
    lines = tuple(_line(*row) for row in rows)
    activity.record(session, "files.listed", by=by.id, counts={"files": len(lines)})
    return FilePage(lines, total, total - opened_count, max(page, 1))


def count_unopened(session: Session, actor: Actor) -> int:
    """Return how many photos and recordings wait for somebody who may open them."""
    if not actor.can(Permission.READ_WORDS):
        return 0
    chosen = select_surveys(session, actor, Permission.READ_WORDS, None)
    waiting = select(func.count(AnswerFile.id)).where(
        AnswerFile.opened_on.is_(None), AnswerFile.response_id.in_(response_ids(chosen))
    )
    return session.scalar(waiting) or 0


def opened(session: Session, file_id: UUID, *, by: Actor) -> OpenedFile:
    """Return a photo or recording, and note that it was opened.

    Raises:
        NotFound: there is none, or it is of a service that the person may not read.
    """
    file, response = _row(session, file_id, by)
    if file.opened_on is None:
        file.opened_on = clock.today()
    activity.record(session, "file.opened", by=by.id, about=("file", file.id))
    return answer_files.opened(response, file)


def small(session: Session, file_id: UUID, *, by: Actor) -> OpenedFile:
    """Return the small picture of a photo; the list that holds it is what is noted.

    Raises:
        NotFound: there is none, or it is of a service that the person may not read.
    """
    file, response = _row(session, file_id, by)
    return answer_files.opened(response, file, small=True)


def _listed() -> Select[Any]:
    its_answer = and_(
        Answer.response_id == AnswerFile.response_id, Answer.question_id == AnswerFile.question_id
    )
    return (
        select(AnswerFile, Answer.value, Question.wording, Survey.title)
        .join(Answer, its_answer)
        .join(Question, Question.id == AnswerFile.question_id)
        .join(SurveyVersion, SurveyVersion.id == Question.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
    )


def _row(session: Session, file_id: UUID, by: Actor) -> tuple[AnswerFile, Response]:
    query = (
        select(AnswerFile, Response, Survey.service_id)
        .join(Response, Response.id == AnswerFile.response_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(AnswerFile.id == file_id, Response.state == ResponseState.SUBMITTED)
    )
    row = session.execute(query).first()
    if row is None or not by.reaches(Permission.READ_WORDS, row.service_id):
        raise NotFound
    return row[0], row[1]


def _line(file: AnswerFile, value: dict[str, Any], wording: str, survey: str) -> FileLine:
    is_photo = file.media_type.startswith("image/")
    seconds = int(value.get("seconds", 0))
    about = f"{value.get('width')} by {value.get('height')} dots"
    if not is_photo:
        about = length(seconds) if seconds else "length not known"
    return FileLine(
        file.id, survey, unpiped(wording), is_photo, about, is_new=file.opened_on is None
    )
