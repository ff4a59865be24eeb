"""Who answered: how many, from which surveys, in which waves and groups."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, cast, func, select

from analysis.disclosure import THRESHOLD, withhold
from app.db.models import Coding, Response, Sentiment, Survey, SurveyVersion
from app.domain.evidence import COUNTED
from app.services.selection import (
    Selection,
    WaveLine,
    count_responses,
    response_ids,
    responses,
    waves,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import CompoundSelect
    from sqlalchemy.orm import Session

NUMBER = re.compile(r"\d+")
OPEN_TOP = ("More than", "Over ")


@dataclass(frozen=True)
class CountLine:
    """One group and how many people are in it; None when that is withheld."""

    label: str
    count: int | None


@dataclass(frozen=True)
class GroupTable:
    """One way of dividing the people who answered."""

    title: str
    lines: tuple[CountLine, ...]


@dataclass(frozen=True)
class Respondents:
    """Who answered. Counts under the threshold are withheld, and what would reveal them."""

    people: int | None
    comments: int | None
    surveys: tuple[CountLine, ...]
    by_wave: tuple[CountLine, ...]
    groups: tuple[GroupTable, ...]
    is_anybody: bool


def who_answered(session: Session, selection: Selection) -> Respondents:
    """Return who answered a selection."""
    people, comments = count_responses(session, selection), count_comments(session, selection)
    return Respondents(
        people=people if people >= THRESHOLD else None,
        comments=comments if comments >= THRESHOLD else None,
        is_anybody=people > 0,
        surveys=_by_survey(session, selection),
        by_wave=_by_wave(session, selection),
        groups=_by_group(session, selection),
    )


def count_comments(session: Session, selection: Selection) -> int:
    """Return how many people wrote something that says something."""
    return len(commenters(session, selection))


def comments_by_survey(session: Session, selection: Selection) -> dict[UUID, int]:
    """Return how many people wrote something in each survey of a selection, nought too."""
    rows = session.execute(
        responses(selection)
        .where(Response.id.in_(_wrote(selection)))
        .with_only_columns(SurveyVersion.survey_id, func.count(Response.id))
        .group_by(SurveyVersion.survey_id)
    )
    return dict.fromkeys(selection.survey_ids, 0) | {row[0]: row[1] for row in rows}


def commenters(session: Session, selection: Selection) -> frozenset[UUID]:
    """Return the responses with words that a run has read and that are an answer.

    Words in which somebody saw a theme are an answer, whatever the machine took them for. Words
    that the machine did not understand are none until then: nobody knows what they raise.
    """
    return frozenset(session.scalars(_wrote(selection)))


def _wrote(selection: Selection) -> CompoundSelect[UUID]:
    mine = response_ids(selection)
    answered = select(Sentiment.response_id).where(
        Sentiment.is_non_answer.is_(False),
        Sentiment.label.is_not(None),
        Sentiment.response_id.in_(mine),
    )
    coded = select(Coding.response_id).where(
        Coding.state.in_(COUNTED), Coding.response_id.in_(mine)
    )
    return answered.union(coded)


def _by_survey(session: Session, selection: Selection) -> tuple[CountLine, ...]:
    rows = session.execute(
        responses(selection)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .with_only_columns(Survey.title, func.count(Response.id))
        .group_by(Survey.title)
        .order_by(Survey.title)
    )
    return _lines({row[0]: row[1] for row in rows})


def _by_wave(session: Session, selection: Selection) -> tuple[CountLine, ...]:
    known = [wave for wave in reversed(waves(session)) if _overlaps(wave, selection)]
    counts = {wave.name: count_responses(session, selection.within(wave)) for wave in known}
    base = count_responses(session, selection)
    return _lines(counts, base=base) if any(counts.values()) else ()


def _overlaps(wave: WaveLine, selection: Selection) -> bool:
    begins_in_time = selection.ends_on is None or wave.starts_on <= selection.ends_on
    ends_in_time = selection.starts_on is None or wave.ends_on >= selection.starts_on
    return begins_in_time and ends_in_time


def _by_group(session: Session, selection: Selection) -> tuple[GroupTable, ...]:
    people: Counter[UUID] = Counter()
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    asked: dict[str, set[UUID]] = defaultdict(set)
    alike = (SurveyVersion.survey_id, cast(Response.groups, String))
    rows = responses(selection).with_only_columns(*alike, func.count()).group_by(*alike)
    for survey_id, groups, count in session.execute(rows):
        people[survey_id] += count
        for title, value in json.loads(groups or "{}").items():
            tables[title][str(value)] += count
            asked[title].add(survey_id)
    return tuple(
        GroupTable(title, _group_lines(counts, sum(people[survey] for survey in asked[title])))
        for title, counts in sorted(tables.items())
    )


def _group_lines(counts: Counter[str], base: int) -> tuple[CountLine, ...]:
    # The base is everybody whose survey asked it: those who would not say are a group as well.
    return _lines({label: counts[label] for label in sorted(counts, key=place_of)}, base=base)


def place_of(label: str) -> tuple[int, str]:
    """Return where a group stands among others: “8 or 9” comes before “10 or 11”.

    “Less than a year” comes before both, and “More than 5” after them.
    """
    if label.startswith(OPEN_TOP):
        return sys.maxsize, label
    number = NUMBER.match(label)
    return (int(number[0]) if number else -1, label)


def _lines(counts: dict[str, int], *, base: int | None = None) -> tuple[CountLine, ...]:
    shown = withhold(counts, base=base)
    return tuple(CountLine(label, shown[label]) for label in counts)
