"""Findings: what a picture or a table says, in one plain sentence or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.crossing import DIFFERS
from analysis.prevalence import DOWN, TOO_FEW, UNCLEAR, UP
from analysis.together import OFTEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.prevalence import Interval
    from app.services.by_score import ByScore
    from app.services.crossings import ByGroup, CrossedTheme, CrossingTable
    from app.services.index_lines import IndexLine
    from app.services.pairs import Pairs
    from app.services.theme_counts import FeelingLine

WITHHELD = "withheld"
SAID = {
    WITHHELD: WITHHELD,
    UP: "more than before",
    DOWN: "less than before",
    UNCLEAR: "no clear change",
    TOO_FEW: "too few to say",
}
NAMED = 3


def share(interval: Interval) -> str:
    """Say a share with its interval and its count."""
    words = f"{interval.share:.0%} ({interval.low:.0%} to {interval.high:.0%})"
    return f"{words}, {interval.count:,} of {interval.base:,}"


def said_of_change(verdict: str) -> str:
    """Say whether something changed since the wave before."""
    return SAID.get(verdict, "nothing to compare with")


def of_shares(themes: Sequence[tuple[str, Interval]]) -> str:
    """Say which themes were raised most, the first with its interval."""
    name, most = themes[0]
    words = (
        f"“{name}” was raised most: by {most.share:.0%} of the {most.base:,} people who wrote, "
        f"likely between {most.low:.0%} and {most.high:.0%}."
    )
    others = [f"“{name}” ({one.share:.0%})" for name, one in themes[1:NAMED]]
    return (
        f"{words} Next {'come' if len(others) > 1 else 'comes'} {_list(others)}."
        if others
        else words
    )


def of_changes(themes: Sequence[tuple[str, str]]) -> str:
    """Say which themes changed since the wave before; each comes with its verdict."""
    return _changed(
        themes,
        "More of those who wrote raised {} than in the wave before.",
        "Fewer of those who wrote raised {} than in the wave before.",
        unclear="No theme clearly changed since the wave before.",
        too_few="Too few people wrote to say whether anything changed since the wave before.",
    )


def of_grades_over_time(domains: Sequence[tuple[str, str]]) -> str:
    """Say which domains are graded good more or less often than in the round before."""
    return _changed(
        domains,
        "Good work is more common than in the round before in {}.",
        "Good work is less common than in the round before in {}.",
        unclear="No domain clearly changed since the round before.",
        too_few="Too few audits were graded to say if anything changed since the round before.",
    )


def of_index(index: IndexLine) -> str:
    """Say where an index stands in its newest wave, and whether it changed."""
    name, mean = next((one.name, one.mean) for one in reversed(index.waves) if one.mean)
    words = (
        f"In {name} it stands at {mean.mean:.0f} of 100, likely between {mean.low:.0f} and "
        f"{mean.high:.0f}, for {mean.n:,} people."
    )
    said = {
        UP: "It rose since the wave before.",
        DOWN: "It fell since the wave before.",
        UNCLEAR: "There is no clear change since the wave before.",
        TOO_FEW: "Too few people answered to say whether it changed.",
    }
    return f"{words} {said[index.verdict]}" if index.verdict in said else words


def of_feelings(rows: Sequence[tuple[str, Sequence[FeelingLine]]]) -> str:
    """Say which theme sounded most negative and which most positive; the first is the former."""
    worst, best = rows[0], rows[-1]
    words = f"“{worst[0]}” sounded most negative: {_parts(worst[1])}."
    return words if worst is best else f"{words} “{best[0]}” sounded least so: {_parts(best[1])}."


def of_groups(found: ByGroup) -> str:
    """Say which themes differ between groups."""
    if not found.table or not found.table.themes:
        return "Too few people raised anything to show it by group."
    names = [one for one in found.table.themes if one.row.verdict == DIFFERS]
    if names:
        return " ".join(_apart(one, found.table) for one in names[:NAMED])
    if all(one.row.verdict == TOO_FEW for one in found.table.themes):
        return "The groups are too small to say whether they differ."
    return "No theme differs clearly between these groups."


def _apart(theme: CrossedTheme, table: CrossingTable) -> str:
    known = [
        (cell.interval.share, column.name)
        for cell, column in zip(theme.row.cells, table.columns, strict=True)
        if cell.interval
    ]
    (most, group), (least, other) = max(known), min(known)
    return (
        f"“{theme.name}” differs: {most:.0%} of “{group}” raised it, and {least:.0%} of “{other}”."
    )


def of_scores(found: ByScore) -> str:
    """Say what those in the worst band raise more than the others, or less."""
    changes = [(one.name, one.change) for one in found.table.themes] if found.table else []
    known = [(name, change) for name, change in changes if change]
    if not known:
        return f"Too few people in the band “{found.worst}” wrote to compare them with the others."
    up, down = ([f"“{name}”" for name, one in known if one.verdict == way] for way in (UP, DOWN))
    said = [
        f"Those in the band “{found.worst}” raised {_list(names)} {how} often than the others."
        for how, names in (("more", up), ("less", down))
        if names
    ]
    if said:
        return " ".join(said)
    if any(one.verdict == UNCLEAR for _, one in known):
        return f"Those in the band “{found.worst}” raised nothing clearly more or less often."
    return f"Too few people are in the band “{found.worst}” to say whether they differ."


def of_pairs(found: Pairs) -> str:
    """Say which themes come together more often than by chance."""
    if not found.lines:
        return "Too few people raised two themes to show any pair."
    often = [one for one in found.lines if one.pair.verdict == OFTEN]
    if not often:
        return "No two themes clearly come together more often than by chance."
    return " ".join(
        f"{one.pair.both:,} people raised both “{one.first}” and “{one.second}”, where chance "
        f"would give {_about(one.pair.expected)}."
        for one in often[:NAMED]
    )


def _about(number: float) -> str:
    return f"about {number:.0f}" if number >= 1 else "fewer than 1"


def _parts(parts: Sequence[FeelingLine]) -> str:
    total = sum(part.count for part in parts)
    return ", ".join(f"{part.count / total:.0%} {part.label}" for part in parts)


def _changed(
    verdicts: Sequence[tuple[str, str]], rose: str, fell: str, *, unclear: str, too_few: str
) -> str:
    said = [
        words.format(_list(names))
        for way, words in ((UP, rose), (DOWN, fell))
        if (names := [f"“{name}”" for name, one in verdicts if one == way])
    ]
    if said:
        return " ".join(said)
    return unclear if any(one == UNCLEAR for _, one in verdicts) else too_few


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
