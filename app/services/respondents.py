"""Who answered: how many, from which surveys, in which waves and groups."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

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


def commenters(session: Session, selection: Selection) -> frozenset[UUID]:
    """Return the responses with words that a run has read and that are an answer.

    Words in which somebody saw a theme are an answer, whatever the machine took them for. Words
    that the machine did not understand are none until then: nobody knows what they raise.
    """
    mine = response_ids(selection)
    answered = select(Sentiment.response_id).where(
        Sentiment.is_non_answer.is_(False),
        Sentiment.label.is_not(None),
        Sentiment.response_id.in_(mine),
    )
    coded = select(Coding.response_id).where(
        Coding.state.in_(COUNTED), Coding.response_id.in_(mine)
    )
    return frozenset(session.scalars(answered.union(coded)))


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
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    for groups in session.scalars(responses(selection).with_only_columns(Response.groups)):
        for title, value in groups.items():
            tables[title][str(value)] += 1
    return tuple(
        GroupTable(title, _lines({label: counts[label] for label in sorted(counts, key=_place)}))
        for title, counts in sorted(tables.items())
    )


def _place(label: str) -> tuple[int, str]:
    # “8 or 9” comes before “10 or 11”, “Less than a year” before both, “More than 5” after them.
    if label.startswith(OPEN_TOP):
        return sys.maxsize, label
    number = NUMBER.match(label)
    return (int(number[0]) if number else -1, label)


def _lines(counts: dict[str, int], *, base: int | None = None) -> tuple[CountLine, ...]:
    shown = withhold(counts, base=base)
    return tuple(CountLine(label, shown[label]) for label in counts)
