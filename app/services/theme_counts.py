"""Themes counted: how many people raised each, how it felt, and the change since last time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.differences import changes
from analysis.disclosure import withhold
from analysis.prevalence import Change, Interval, prevalence
from app.db.models import Codebook, Coding, Sentiment, Theme
from app.domain.evidence import COUNTED, CodingSource, CodingState, SentimentLabel
from app.services.respondents import commenters
from app.services.selection import Selection, latest_two, response_ids

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

_NEGATIVE, _MIXED, _POSITIVE = (
    SentimentLabel.NEGATIVE,
    SentimentLabel.MIXED,
    SentimentLabel.POSITIVE,
)


@dataclass(frozen=True)
class FeelingLine:
    """How many people felt one way about a theme."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class ThemeLine:
    """One theme: how many people raised it out of those who wrote; None is withheld."""

    theme_id: UUID
    key: str
    name: str
    definition: str
    interval: Interval | None
    feelings: tuple[FeelingLine, ...]
    checked_by_people: Interval | None
    change: Change | None

    @property
    def people(self) -> int | None:
        """How many people raised it, unless that is withheld."""
        return self.interval.count if self.interval else None


@dataclass(frozen=True)
class RaisedTheme:
    """One theme and the responses that raised it: to be counted with, never to be shown."""

    id: UUID
    key: str
    name: str
    people: frozenset[UUID]


@dataclass(frozen=True)
class _Part:
    kind: str
    label: str
    holds: tuple[SentimentLabel, ...]


FEELING_PARTS = (
    (
        _Part("negative", "negative", (_NEGATIVE,)),
        _Part("mixed", "mixed", (_MIXED,)),
        _Part("positive", "positive", (_POSITIVE,)),
    ),
    (
        _Part("negative", "negative", (_NEGATIVE,)),
        _Part("positive", "mixed or positive", (_MIXED, _POSITIVE)),
    ),
    (
        _Part("negative", "negative or mixed", (_NEGATIVE, _MIXED)),
        _Part("positive", "positive", (_POSITIVE,)),
    ),
)


# What a person coded in words that no machine understood has no feeling that anybody knows.
_NOT_KNOWN = {
    "mixed": "mixed or not known",
    "mixed or positive": "mixed, not known or positive",
    "negative or mixed": "negative, mixed or not known",
}


@dataclass
class _Raised:
    """What was said of one theme: who said it, how it felt where known, and who was checked."""

    people: set[UUID]
    feelings: dict[UUID, set[SentimentLabel]]
    checked: set[UUID]


def theme_lines(session: Session, selection: Selection) -> tuple[ThemeLine, ...]:
    """Return the themes that anyone raised, the most raised first, the withheld ones last.

    A theme counts once a person, however often they raised it, and not where a person rejected
    it. The base is the people who wrote something that says something.
    """
    wrote = commenters(session, selection)
    raised = _raised(session, selection)
    changed = _changes(session, selection)
    lines = [
        _line(theme, raised[theme.id], wrote, changed.get(theme.id))
        for theme in _themes(session)
        if theme.id in raised
    ]
    return tuple(sorted(lines, key=lambda line: (-(line.people or 0), line.name)))


def raised_themes(session: Session, selection: Selection) -> tuple[RaisedTheme, ...]:
    """Return the themes in use that anyone raised, each with who did."""
    raised = _raised(session, selection)
    return tuple(
        RaisedTheme(theme.id, theme.key, theme.name, frozenset(raised[theme.id].people))
        for theme in _themes(session)
        if theme.id in raised
    )


def _themes(session: Session) -> list[Theme]:
    in_use = select(Codebook.id).where(Codebook.is_in_use)
    return list(session.scalars(select(Theme).where(Theme.codebook_id.in_(in_use))))


def _raised(session: Session, selection: Selection) -> dict[UUID, _Raised]:
    rows = session.execute(
        select(
            Coding.theme_id,
            Coding.response_id,
            Coding.sentiment,
            Coding.source,
            Coding.state,
            Sentiment.label,
        )
        .outerjoin(
            Sentiment,
            (Sentiment.response_id == Coding.response_id)
            & (Sentiment.question_id == Coding.question_id),
        )
        .where(
            Coding.state.in_(COUNTED),
            Coding.response_id.in_(response_ids(selection)),
        )
    )
    found: dict[UUID, _Raised] = {}
    for theme_id, response_id, sentiment, source, state, label in rows:
        one = found.setdefault(theme_id, _Raised(set(), defaultdict(set), set()))
        one.people.add(response_id)
        if source is CodingSource.MACHINE or label is not None:
            one.feelings[response_id].add(sentiment)
        if source is CodingSource.PERSON or state is CodingState.ACCEPTED:
            one.checked.add(response_id)
    return found


def _line(
    theme: Theme, raised: _Raised, wrote: frozenset[UUID], change: Change | None
) -> ThemeLine:
    interval = _interval(len(raised.people), len(wrote))
    feelings = Counter(_overall(felt) for felt in raised.feelings.values())
    return ThemeLine(
        theme_id=theme.id,
        key=theme.key,
        name=theme.name,
        definition=theme.definition,
        interval=interval,
        feelings=_feelings(feelings, len(raised.people) - feelings.total()) if interval else (),
        checked_by_people=prevalence(len(raised.checked), len(raised.people))
        if interval
        else None,
        change=change,
    )


def _feelings(counts: Counter[SentimentLabel], not_known: int = 0) -> tuple[FeelingLine, ...]:
    # Three ways to feel where each is safe to show; else two, by joining the mixed to one side;
    # else nothing. Joining keeps the dissatisfied few in sight, which is what a survey is for.
    counts = counts + Counter({_MIXED: not_known})
    named = _NOT_KNOWN if not_known else {}
    for parts in FEELING_PARTS:
        cells = {part.label: sum(counts[feeling] for feeling in part.holds) for part in parts}
        shown = withhold(cells)
        if all(count is not None for count in shown.values()):
            return tuple(
                FeelingLine(part.kind, named.get(part.label, part.label), cells[part.label])
                for part in parts
            )
    return ()


def _overall(felt: set[SentimentLabel]) -> SentimentLabel:
    # Somebody who said good and bad things of one theme is mixed about it.
    return next(iter(felt)) if len(felt) == 1 else SentimentLabel.MIXED


def _interval(count: int, base: int) -> Interval | None:
    shown = withhold({"raised": count, "not": base - count})
    return None if shown["raised"] is None else prevalence(count, base)


def _changes(session: Session, selection: Selection) -> dict[UUID, Change]:
    two = latest_two(session, selection)
    if two is None:
        return {}
    before, after = (_intervals(session, one) for one in two)
    both = [theme_id for theme_id in before if theme_id in after]
    found = changes((before[theme_id], after[theme_id]) for theme_id in both)
    return dict(zip(both, found, strict=True))


def _intervals(session: Session, selection: Selection) -> dict[UUID, Interval]:
    wrote = commenters(session, selection)
    found = {
        theme_id: _interval(len(one.people), len(wrote))
        for theme_id, one in _raised(session, selection).items()
    }
    return {theme_id: interval for theme_id, interval in found.items() if interval is not None}
