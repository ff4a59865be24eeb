"""Plots: what a picture shows, with its finding in a sentence and its numbers in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from analysis.differences import changes
from app.services import findings
from app.services.divisions import NO_WAVE
from app.services.findings import WITHHELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from analysis.prevalence import Interval, MeanInterval
    from app.services.crossings import CrossingTable
    from app.services.index_lines import IndexLine
    from app.services.theme_counts import FeelingLine, ThemeLine

# A picture of more lines than this is a list; the table beside it has them all.
MOST = 12
STEPS = 4
# The ends of an axis of shares, in hundredths, that four steps divide evenly.
ENDS = (20, 40, 60, 80, 100)


@dataclass(frozen=True)
class Point:
    """One number in a picture: where it and its interval lie on the axis (0 to 1), and words."""

    at: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class PlotRow:
    """One line of a picture; a point that is None is withheld. `note` stands at its end."""

    name: str
    points: tuple[Point | None, ...]
    note: str = ""
    theme_id: UUID | None = None


@dataclass(frozen=True)
class Plot:
    """A picture: its title, what it says in a sentence, the ends of its axis, and its lines."""

    title: str
    finding: str
    columns: tuple[str, ...]
    ticks: tuple[str, ...]
    rows: tuple[PlotRow, ...]


@dataclass(frozen=True)
class FeelingPlot:
    """How people felt about each theme that may be shown so."""

    title: str
    finding: str
    rows: tuple[tuple[str, tuple[FeelingLine, ...]], ...]


def shares(themes: Sequence[ThemeLine]) -> Plot | None:
    """Return how many raised each theme, the most first; None where nothing may be shown."""
    shown = [one for one in themes if one.interval][:MOST]
    if not shown:
        return None
    intervals = [one.interval for one in shown if one.interval]
    top = _end(one.high for one in intervals)
    return Plot(
        title="How many raised each theme",
        finding=findings.of_shares([(one.name, one.interval) for one in shown if one.interval]),
        columns=("Share of those who wrote",),
        ticks=_ticks(top),
        rows=tuple(
            PlotRow(one.name, (_share(one.interval, top),), theme_id=one.theme_id) for one in shown
        ),
    )


def waves(table: CrossingTable, *, title: str = "What changed from wave to wave") -> Plot | None:
    """Return how many raised each theme in each wave; None where no wave may be shown.

    Whether a theme changed is said of what is shown and of nothing else.
    """
    places = [place for place, one in enumerate(table.columns) if one.name != NO_WAVE]
    lines = [
        (one, tuple(one.row.cells[place].interval for place in places)) for one in table.themes
    ]
    # What is shown in most waves comes first, for it says most about change.
    lines = sorted(lines, key=lambda line: -sum(one is not None for one in line[1]))[:MOST]
    known = [one for _, intervals in lines for one in intervals if one]
    if not known:
        return None
    top = _end(one.high for one in known)
    verdicts = _verdicts(intervals for _, intervals in lines)
    names = [one.name for one, _ in lines]
    return Plot(
        title=title,
        finding=findings.of_changes([*zip(names, verdicts, strict=True)]),
        columns=tuple(table.columns[place].name for place in places),
        ticks=_ticks(top),
        rows=tuple(
            PlotRow(
                one.name,
                tuple(_share(interval, top) for interval in intervals),
                findings.said_of_change(verdict),
                one.theme_id,
            )
            for (one, intervals), verdict in zip(lines, verdicts, strict=True)
        ),
    )


def _verdicts(lines: Iterable[Sequence[Interval | None]]) -> tuple[str, ...]:
    # Of the two newest waves; strict for the number of lines in the picture.
    pairs = [_newest_two(intervals) for intervals in lines]
    found = iter(changes(pair for pair in pairs if pair))
    return tuple(next(found).verdict if pair else WITHHELD for pair in pairs)


def _newest_two(intervals: Sequence[Interval | None]) -> tuple[Interval, Interval] | None:
    before, after = intervals[-2:] if len(intervals) > 1 else (None, None)
    return (before, after) if before and after else None


def index_plots(indices: Sequence[IndexLine]) -> tuple[Plot, ...]:
    """Return each index in each wave, on its axis of 0 to 100, where there are several waves.

    An index of which no wave may be shown is left out.
    """
    return tuple(
        _index(index)
        for index in indices
        if len(index.waves) > 1 and any(wave.mean for wave in index.waves)
    )


def _index(index: IndexLine) -> Plot:
    points = tuple(_mean(wave.mean) for wave in index.waves)
    return Plot(
        title=f"{index.label}, wave by wave",
        finding=findings.of_index(index),
        columns=tuple(wave.name for wave in index.waves),
        ticks=("0", "25", "50", "75", "100"),
        rows=(PlotRow(index.label, points, findings.said_of_change(index.verdict)),),
    )


def feelings(themes: Sequence[ThemeLine]) -> FeelingPlot | None:
    """Return how people felt about each theme, the most negative first; None without any."""
    shown = [one for one in themes if one.feelings][:MOST]
    if not shown:
        return None
    rows = sorted(((one.name, one.feelings) for one in shown), key=lambda row: -_negative(row[1]))
    return FeelingPlot("How it sounded", findings.of_feelings(rows), tuple(rows))


def _negative(parts: Sequence[FeelingLine]) -> float:
    total = sum(part.count for part in parts)
    return sum(part.count for part in parts if part.kind == "negative") / total


def _share(interval: Interval | None, top: int) -> Point | None:
    if interval is None:
        return None
    at, low, high = (100 * one / top for one in (interval.share, interval.low, interval.high))
    return Point(at, low, min(1.0, high), findings.share(interval))


def _mean(mean: MeanInterval | None) -> Point | None:
    if mean is None:
        return None
    words = f"{mean.mean:.0f} ({mean.low:.0f} to {mean.high:.0f})"
    return Point(mean.mean / 100, mean.low / 100, mean.high / 100, words)


def _end(highest: Iterable[float]) -> int:
    # The end of an axis that the longest interval fits in.
    needed = ceil(100 * max(highest))
    return next(end for end in ENDS if end >= needed)


def _ticks(top: int) -> tuple[str, ...]:
    return tuple(f"{top * step // STEPS}%" for step in range(STEPS + 1))
