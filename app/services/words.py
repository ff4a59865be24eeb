"""The words behind a theme: passages, redacted for reading, with who or what coded them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, and_, func, select

from app.db.models import (
    Answer,
    Coding,
    Question,
    Quote,
    Response,
    Sentiment,
    Survey,
    SurveyVersion,
    Theme,
    User,
)
from app.domain.errors import NotFound
from app.domain.evidence import UNDECIDED, CodingSource, CodingState, QuoteState, SentimentLabel
from app.services import activity, answers, decisions, representative
from app.services.segments import Segment, segments
from app.services.selection import Selection, response_ids
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.decisions import Place

PAGE = 20


@dataclass(frozen=True)
class CodingLine:
    """One theme given to a passage, by a machine or a person, and where it stands."""

    id: UUID
    theme_id: UUID
    theme: str
    source: CodingSource
    state: CodingState
    score: float
    decided_by: str


@dataclass(frozen=True)
class PassageLine:
    """One person's words to one question, ready to be read by staff.

    The codings are those of the codebook that the theme in question is of. `stamp` is what a form
    carries back, so that nothing is decided about words that changed since.
    """

    response_id: UUID
    question_id: UUID
    survey: str
    question: str
    segments: tuple[Segment, ...]
    feeling: SentimentLabel | None
    codings: tuple[CodingLine, ...]
    quote_id: UUID | None
    stamp: str

    @property
    def place(self) -> Place:
        """Return where the words are."""
        return self.response_id, self.question_id

    @property
    def is_quoted(self) -> bool:
        """Whether they are released as a quote of the theme."""
        return self.quote_id is not None


@dataclass(frozen=True)
class PassagePage:
    """Some of the passages, and how many there are; on the first page a few that stand for all."""

    passages: tuple[PassageLine, ...]
    total: int
    page: int
    standing: tuple[PassageLine, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def theme_name(session: Session, theme_id: UUID) -> tuple[str, str]:
    """Return a theme's name and definition.

    Raises:
        NotFound: there is no such theme.
    """
    theme = session.get(Theme, theme_id)
    if theme is None:
        raise NotFound
    return theme.name, theme.definition


def passages(
    session: Session,
    selection: Selection,
    theme_id: UUID,
    *,
    by: Actor,
    page: int = 1,
    undecided: bool = False,
) -> PassagePage:
    """Return the passages of a theme, the surest first, and note that they were read.

    Names, numbers and places that the redactor knows are replaced before anyone reads (R-14).
    The order depends on scores and random keys only, never on who answered when (R-27).
    """
    places = _places(selection, theme_id, undecided=undecided)
    total = session.scalar(select(func.count()).select_from(places.subquery())) or 0
    keys = session.execute(
        places.order_by(func.max(Coding.score).desc(), Coding.response_id)
        .limit(PAGE)
        .offset((max(page, 1) - 1) * PAGE)
    ).all()
    lines = passage_lines(session, [(k.response_id, k.question_id) for k in keys], theme_id)
    is_first = page <= 1 and not undecided
    chosen = representative.places(session, selection, theme_id) if is_first else ()
    standing = passage_lines(session, chosen, theme_id)
    activity.record(
        session,
        "words.read",
        by=by.id,
        about=("theme", theme_id),
        counts={"passages": len({line.place for line in (*lines, *standing)})},
    )
    return PassagePage(lines, total, max(page, 1), standing)


def passage_lines(
    session: Session, keys: Sequence[tuple[UUID, UUID]], theme_id: UUID
) -> tuple[PassageLine, ...]:
    """Return the passages of some answers in the order given."""
    if not keys:
        return ()
    codings = _codings(session, {key[0] for key in keys})
    marks = decisions.marks(session, {key[0] for key in keys})
    book = session.scalar(select(Theme.codebook_id).where(Theme.id == theme_id))
    quoted = _quoted(session, theme_id)
    found = {}
    for answer, response, question, survey, feeling in session.execute(_answers(keys)):
        key = (answer.response_id, answer.question_id)
        mine = codings[key]
        spans = [(c.start, c.end) for c, *_ in mine if c.theme_id == theme_id and _stands(c)]
        found[key] = PassageLine(
            response_id=key[0],
            question_id=key[1],
            survey=survey,
            question=unpiped(question.wording),
            segments=segments(answers.words_of(response, answer) or "", spans),
            feeling=feeling,
            codings=tuple(
                _line(one, theme.name, who)
                for one, theme, who in mine
                if theme.codebook_id == book
            ),
            quote_id=quoted.get(key),
            stamp=decisions.stamp_of((one for one, *_ in mine), marks[key]),
        )
    return tuple(found[key] for key in keys if key in found)


def _places(selection: Selection, theme_id: UUID, *, undecided: bool) -> Select[UUID, UUID, float]:
    places = (
        select(
            Coding.response_id,
            Coding.question_id,
            func.max(Coding.score).label("score"),
        )
        .where(Coding.theme_id == theme_id, Coding.response_id.in_(response_ids(selection)))
        .group_by(Coding.response_id, Coding.question_id)
    )
    return places.where(Coding.state.in_(UNDECIDED)) if undecided else places


def _answers(
    keys: Sequence[tuple[UUID, UUID]],
) -> Select[Answer, Response, Question, str, SentimentLabel | None]:
    return (
        select(Answer, Response, Question, Survey.title, Sentiment.label)
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .outerjoin(
            Sentiment,
            and_(
                Sentiment.response_id == Answer.response_id,
                Sentiment.question_id == Answer.question_id,
            ),
        )
        .where(
            Answer.response_id.in_({key[0] for key in keys}),
            Answer.question_id.in_({key[1] for key in keys}),
        )
    )


def _codings(
    session: Session, responses: set[UUID]
) -> dict[Place, list[tuple[Coding, Theme, str]]]:
    rows = session.execute(
        select(Coding, Theme, User.name)
        .join(Theme, Theme.id == Coding.theme_id)
        .outerjoin(User, User.id == func.coalesce(Coding.decided_by_id, Coding.coder_id))
        .where(Coding.response_id.in_(responses))
        .order_by(Coding.score.desc(), Theme.name)
    )
    found: dict[Place, list[tuple[Coding, Theme, str]]] = defaultdict(list)
    for coding, theme, user in rows:
        found[coding.response_id, coding.question_id].append((coding, theme, user or ""))
    return found


def _quoted(session: Session, theme_id: UUID) -> dict[tuple[UUID | None, UUID | None], UUID]:
    rows = session.execute(
        select(Quote.id, Quote.response_id, Quote.question_id).where(
            Quote.theme_id == theme_id, Quote.state == QuoteState.APPROVED
        )
    )
    return {(row.response_id, row.question_id): row.id for row in rows}


def _stands(coding: Coding) -> bool:
    return coding.state is not CodingState.REJECTED


def _line(one: Coding, theme: str, who: str) -> CodingLine:
    return CodingLine(one.id, one.theme_id, theme, one.source, one.state, one.score, who)
