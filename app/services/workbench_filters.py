"""Which passages the workbench shows, which come first, and how many a person has checked.

The most useful passage is the one about which the machine is least sure: a person's decision
there teaches most. Among the codings of a passage that nobody has decided, the one whose chance
is nearest to one half counts.

Source: uncertainty sampling, D. Lewis and W. Gale, “A sequential algorithm for training text
classifiers” (1994); over many themes the least sure one, K. Brinker, “On active learning in
multi-label classification” (2006).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from app.db.models import (
    Answer,
    Coding,
    Decision,
    Question,
    Response,
    Sentiment,
    Survey,
    SurveyVersion,
    Theme,
)
from app.domain.evidence import COUNTED, UNDECIDED, CodingSource, CodingState, SentimentLabel
from app.domain.workbench import CodedBy, DecisionKind, DecisionState, Order
from app.services.selection import Selection, response_ids
from app.services.unread_words import THEMED_PARTS

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Subquery

EVEN = 0.5
NO_THEME = "none"


@dataclass(frozen=True)
class Filters:
    """What a person wants to see. `theme` is an id, `none` for no theme that counts, or None."""

    survey_id: UUID | None = None
    wave: int | None = None
    question_id: UUID | None = None
    theme: UUID | str | None = None
    feeling: SentimentLabel | None = None
    coded: CodedBy | None = None
    only_suggestions: bool = False
    words: str = ""
    order: Order = Order.USEFUL


@dataclass(frozen=True)
class PlaceQuery:
    """The passages of a selection as a query, and what holds of each, for narrowing it."""

    query: Select[UUID, UUID]
    codings: Subquery
    is_checked: ColumnElement[bool]
    by_filters: tuple[ColumnElement[bool], ...] = field(default=())

    def all(self) -> Select[Any]:
        """Return every passage of the selection, with whether a person has checked it."""
        return self.query.add_columns(self.is_checked.label("is_checked"))

    def chosen(self, order: Order) -> Select[UUID, UUID]:
        """Return the passages that the filters leave, in order."""
        return self.query.where(*self.by_filters).order_by(*self._order(order))

    def sealed(self, order: Order) -> Select[Any]:
        """Return every passage of the selection in order, with its words, still sealed.

        Each comes with whether a person has checked it, and whether the filters leave it.
        """
        columns = (
            *(Answer.text_sealed, Response.data_key),
            self.is_checked.label("is_checked"),
            and_(true(), *self.by_filters).label("is_chosen"),
        )
        return self.query.add_columns(*columns).order_by(*self._order(order))

    def _order(self, order: Order) -> tuple[Any, ...]:
        first = _first(order, self.codings, self.is_checked)
        # Random keys come last: no order tells who answered when.
        return *first, Answer.response_id, Answer.question_id


def places(selection: Selection, filters: Filters, codebook_id: UUID) -> PlaceQuery:
    """Return the passages of a selection that people themselves wrote and that say something.

    Question and feeling belong to the words and narrow the whole; theme, coder and suggestions
    change with each decision, so they narrow what is shown and not what progress is counted of.
    """
    codings = _codings(codebook_id)
    waiting, decided = func.coalesce(codings.c.waiting, 0), func.coalesce(codings.c.decided, 0)
    is_seen = or_(decided > 0, _is_marked())
    query = (
        select(Answer.response_id, Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyVersion, SurveyVersion.id == Question.version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .outerjoin(Sentiment, _same_answer(Sentiment))
        .outerjoin(codings, _same_answer(codings.c))
        .where(
            Answer.response_id.in_(response_ids(selection)),
            Question.is_free_text,
            Question.part.in_(THEMED_PARTS),
            Answer.text_sealed.is_not(None),
            or_(Sentiment.is_non_answer.is_(None), Sentiment.is_non_answer.is_(False)),
            *_of_the_words(filters),
        )
    )
    is_checked = and_(waiting == 0, is_seen)
    return PlaceQuery(query, codings, is_checked, tuple(_of_decisions(filters, codings, is_seen)))


def _codings(codebook_id: UUID) -> Subquery:
    def count(what: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((what, 1), else_=0))

    is_undecided = Coding.state.in_(UNDECIDED)
    is_machine = Coding.source == CodingSource.MACHINE
    return (
        select(
            Coding.response_id,
            Coding.question_id,
            count(is_undecided).label("waiting"),
            count(~is_undecided).label("decided"),
            count(Coding.state.in_(COUNTED)).label("counted"),
            count(Coding.state == CodingState.SUGGESTED).label("suggested"),
            count(and_(is_machine, Coding.state != CodingState.REJECTED)).label("by_machine"),
            func.min(case((is_undecided, func.abs(Coding.score - EVEN)))).label("doubt"),
            func.max(case((is_undecided, Coding.score))).label("surest"),
        )
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Theme.codebook_id == codebook_id)
        .group_by(Coding.response_id, Coding.question_id)
        .subquery("coded")
    )


def _same_answer(other: Any) -> ColumnElement[bool]:
    return and_(other.response_id == Answer.response_id, other.question_id == Answer.question_id)


def _is_marked() -> ColumnElement[bool]:
    return exists().where(
        _same_answer(Decision),
        Decision.kind == DecisionKind.CHECKED,
        Decision.state == DecisionState.STANDING,
    )


def _of_the_words(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.feeling:
        found.append(Sentiment.label == filters.feeling)
    if filters.question_id:
        asked, version = aliased(Question), aliased(SurveyVersion)
        # The question keeps its key when a survey gets a new version.
        found.append(
            exists()
            .where(
                asked.id == filters.question_id,
                asked.version_id == version.id,
                asked.key == Question.key,
                version.survey_id == SurveyVersion.survey_id,
            )
            .correlate(Question, SurveyVersion)
        )
    return found


def _of_decisions(
    filters: Filters, codings: Subquery, is_seen: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.only_suggestions:
        found.append(func.coalesce(codings.c.suggested, 0) > 0)
    if isinstance(filters.theme, UUID):
        found.append(
            exists().where(
                _same_answer(Coding),
                Coding.theme_id == filters.theme,
                Coding.state != CodingState.REJECTED,
            )
        )
    elif filters.theme == NO_THEME:
        found.append(func.coalesce(codings.c.counted, 0) == 0)
    if filters.coded is CodedBy.MACHINE:
        found.append(func.coalesce(codings.c.by_machine, 0) > 0)
    elif filters.coded:
        found.append(is_seen if filters.coded is CodedBy.PERSON else ~is_seen)
    return found


def _first(order: Order, codings: Subquery, is_checked: ColumnElement[bool]) -> tuple[Any, ...]:
    waits = func.coalesce(codings.c.waiting, 0) > 0
    # What waits, then what nobody and nothing has coded, then what is done.
    turn = case((waits, 0), (is_checked, 2), else_=1)
    if order is Order.USEFUL:
        return turn, func.coalesce(codings.c.doubt, 1)
    if order is Order.SURE:
        return turn, func.coalesce(codings.c.surest, 0).desc()
    if order is Order.QUESTION:
        return Survey.title, Question.position, Question.wording
    return ()
