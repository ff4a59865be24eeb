"""The survey that imported comments belong to: closed, anonymous, and asking what they answer."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from analysis.stance import stance_of
from app.db.models import Import, Question, Service, Survey, SurveyVersion
from app.domain.errors import Invalid
from app.domain.surveys import Identity, SurveyKind, SurveyState
from app.services import promises, publishing
from app.services.import_rows import LONGEST_TEXT
from surveys import parsing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

MOST_QUESTIONS = 50


def survey_for(session: Session, found: Import, questions: Sequence[str]) -> Survey:
    """Return the survey of an import, made or brought up to ask these questions too.

    Files of the same title in the same service belong to one survey. What was published stays as
    it is; new questions make its next version, after the old ones.

    Raises:
        Invalid: it would have too many questions.
    """
    survey = _found(session, found)
    if survey is None:
        survey = _new(session, found)
    asked = list(dict.fromkeys([*_asked(session, survey), *questions]))
    if len(asked) > MOST_QUESTIONS:
        raise Invalid("too_many_questions", most=MOST_QUESTIONS)
    definition = parsing.parse(_data(survey, asked))
    publishing.add_version(session, survey.id, definition)
    return survey


def is_same_title(one: str, other: str) -> bool:
    """Return whether two titles are the same to people, in capitals or not."""
    return one.casefold() == other.casefold()


def slug_of(title: str) -> str:
    """Return a title as the end of an address."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    longest = promises.LONGEST_SLUG - 10
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:longest].strip("-") or "comments"


def _found(session: Session, found: Import) -> Survey | None:
    # The service is locked, so that two files of one title cannot make two surveys. Titles are
    # compared here, because SQLite knows the capitals of English letters only.
    session.get(Service, found.service_id, with_for_update=True)
    rows = select(Survey).where(
        Survey.service_id == found.service_id, Survey.kind == SurveyKind.IMPORT
    )
    alike = (one for one in session.scalars(rows) if is_same_title(one.title, found.title))
    return next(alike, None)


def _new(session: Session, found: Import) -> Survey:
    survey = Survey(
        service_id=found.service_id,
        slug=_free_slug(session, slug_of(found.title)),
        title=found.title,
        kind=SurveyKind.IMPORT,
        audience=found.mapping["audience"],
        identity=Identity.ANONYMOUS,
        state=SurveyState.CLOSED,
    )
    session.add(survey)
    session.flush()
    return survey


def _free_slug(session: Session, slug: str) -> str:
    taken = set(session.scalars(select(Survey.slug).where(Survey.slug.startswith(slug))))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _asked(session: Session, survey: Survey) -> Iterable[str]:
    newest = (
        select(SurveyVersion.id)
        .where(SurveyVersion.survey_id == survey.id)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = select(Question.wording).where(Question.version_id == newest)
    return session.scalars(rows.order_by(Question.position))


def _data(survey: Survey, asked: Sequence[str]) -> dict[str, Any]:
    questions = [
        {
            "key": f"question_{number}",
            "kind": "long_text",
            "label": wording,
            "stance": stance_of(wording),
            "max_length": LONGEST_TEXT,
        }
        for number, wording in enumerate(asked, 1)
    ]
    return {
        "key": "imported_comments",
        "title": survey.title,
        "kind": "questionnaire",
        "audience": survey.audience,
        "identity": survey.identity.value,
        "introduction": "Comments that were collected outside Earshot.",
        "pages": [{"key": "comments", "title": "Comments", "questions": questions}],
    }
