"""The passages of the workbench, ready to be read: redacted, with all that they carry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from analysis.exchange import attributes
from analysis.shown import Run, runs
from app.db.models import (
    Answer,
    Coding,
    Question,
    Response,
    Sentiment,
    Survey,
    SurveyVersion,
    Theme,
    User,
)
from app.domain.evidence import (
    COUNTED,
    UNDECIDED,
    CodingSource,
    CodingState,
    NotUnderstood,
    SentimentLabel,
)
from app.domain.people import Permission
from app.services import answers, decisions, workbench_choices
from app.services.selection import response_ids, responses, select_surveys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.codebooks import CodebookInUse
    from app.services.decisions import Place

    _Feeling = SentimentLabel | None
    _Missed = NotUnderstood | None
    _Row = Row[Answer, Response, Question, SurveyVersion, Survey, _Feeling, _Missed]
    _Found = Select[Answer, Response, Question, SurveyVersion, Survey, _Feeling, _Missed]

OPENING = 8


@dataclass(frozen=True)
class WorkCoding:
    """One theme that a passage carries, and where it stands; `by` is who decided it."""

    id: UUID
    theme_key: str
    theme: str
    source: CodingSource
    state: CodingState
    score: float
    by: str

    @property
    def waits(self) -> bool:
        """Whether no person has decided it."""
        return self.state in UNDECIDED

    @property
    def stands(self) -> bool:
        """Whether nobody has rejected it."""
        return self.state is not CodingState.REJECTED


@dataclass(frozen=True)
class WorkPassage:
    """One person's words to one question, with their themes; runs are marked by theme.

    A run's marks count the codings of the passage from nought. `stamp` is what its reader saw.
    """

    place: Place
    survey: str
    question: str
    runs: tuple[Run, ...]
    feeling: SentimentLabel | None
    not_understood: NotUnderstood | None
    groups: attributes.Values
    day: date | None
    codings: tuple[WorkCoding, ...]
    is_marked: bool
    stamp: str

    @property
    def waiting(self) -> int:
        """How many themes wait for a person."""
        return sum(one.waits for one in self.codings)

    @property
    def counted(self) -> int:
        """How many themes count as evidence."""
        return sum(one.state in COUNTED for one in self.codings)

    @property
    def is_checked(self) -> bool:
        """Whether a person has decided about it and nothing waits."""
        return not self.waiting and (self.is_marked or bool(self.codings))

    @property
    def opening(self) -> str:
        """Its first words, by which it can be told from the others."""
        words = "".join(run.text for run in self.runs).split()
        return " ".join(words[:OPENING]) + (" …" if len(words) > OPENING else "")


def passages(
    session: Session, places: Sequence[Place], in_use: CodebookInUse, *, by: Actor
) -> tuple[WorkPassage, ...]:
    """Return passages in the order given; what is none of the person's business is left out."""
    if not places:
        return ()
    known = {place[0] for place in places}
    rows = {
        (row.Answer.response_id, row.Answer.question_id): row
        for row in session.execute(_answers(session, places, by))
    }
    codings = _codings(session, known)
    marks = decisions.marks(session, known)
    groups = _groups(session, {row.Survey.id for row in rows.values()}, by)
    return tuple(
        _passage(rows[place], codings[place], marks[place], groups, in_use)
        for place in places
        if place in rows
    )


def _passage(
    row: _Row,
    codings: Sequence[tuple[Coding, Theme, str]],
    marks: int,
    groups: Mapping[str, attributes.Values],
    in_use: CodebookInUse,
) -> WorkPassage:
    shown = [one for one in codings if one[1].codebook_id == in_use.id]
    # What was rejected marks no words.
    nowhere = (0, 0)
    spans = [
        nowhere if coding.state is CodingState.REJECTED else (coding.start, coding.end)
        for coding, _, _ in shown
    ]
    return WorkPassage(
        place=(row.Answer.response_id, row.Answer.question_id),
        survey=row.Survey.title,
        question=workbench_choices.wording(row.Question, row.SurveyVersion),
        runs=runs(answers.words_of(row.Response, row.Answer) or "", spans),
        feeling=row.label,
        not_understood=row.not_understood,
        groups=groups.get(row.Response.id.hex, ()),
        day=row.Response.received_on,
        codings=tuple(
            WorkCoding(c.id, theme.key, theme.name, c.source, c.state, c.score, who)
            for c, theme, who in shown
        ),
        is_marked=marks > 0,
        stamp=decisions.stamp_of((coding for coding, _, _ in codings), marks),
    )


def _answers(session: Session, places: Sequence[Place], by: Actor) -> _Found:
    chosen = select_surveys(session, by, Permission.DECIDE_CODINGS)
    known = {place[0] for place in places}
    return (
        select(
            Answer,
            Response,
            Question,
            SurveyVersion,
            Survey,
            Sentiment.label,
            Sentiment.not_understood,
        )
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyVersion, SurveyVersion.id == Question.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .outerjoin(
            Sentiment,
            (Sentiment.response_id == Answer.response_id)
            & (Sentiment.question_id == Answer.question_id),
        )
        .where(
            Answer.response_id.in_(response_ids(chosen).where(Response.id.in_(known))),
            Answer.question_id.in_({place[1] for place in places}),
            Answer.text_sealed.is_not(None),
        )
    )


def _codings(session: Session, known: set[UUID]) -> dict[Place, list[tuple[Coding, Theme, str]]]:
    rows = session.execute(
        select(Coding, Theme, User.name)
        .join(Theme, Theme.id == Coding.theme_id)
        .outerjoin(User, User.id == func.coalesce(Coding.decided_by_id, Coding.coder_id))
        .where(Coding.response_id.in_(known))
        # What stands before what was rejected, and the surest first; decisions move nothing.
        .order_by(Coding.score.desc(), Theme.name, Coding.id)
    )
    found: dict[Place, list[tuple[Coding, Theme, str]]] = defaultdict(list)
    for coding, theme, who in rows:
        found[coding.response_id, coding.question_id].append((coding, theme, who or ""))
    return found


def _groups(session: Session, surveys: set[UUID], by: Actor) -> dict[str, attributes.Values]:
    """Return the groups that may stand beside words: nobody is one of fewer than five in them."""
    found: dict[str, attributes.Values] = {}
    for survey_id in surveys:
        chosen = select_surveys(session, by, Permission.DECIDE_CODINGS, [survey_id])
        rows = session.execute(responses(chosen).with_only_columns(Response.id, Response.groups))
        people = {
            row.id.hex: {title: str(value) for title, value in row.groups.items()} for row in rows
        }
        found |= attributes.safe(people)
    return found
