"""How grades spread in all services, in one, or in a team: by domain, by group, and over time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.differences import changes
from analysis.grade_profile import Profile, profiles
from app.services import findings
from app.services.counted_audits import are_enough
from app.services.plots import Plot, PlotRow, Point
from app.services.seen_places import team_key
from surveys.audits import OVERALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from analysis.grade_profile import ProfileTable
    from analysis.prevalence import Interval
    from app.services.counted_audits import Counted, CountedAudit
    from app.services.seen_periods import Period
    from app.services.seen_places import Place

TICKS = ("0%", "25%", "50%", "75%", "100%")


@dataclass(frozen=True)
class ProfileLine:
    """One domain, or all in all: how many audits graded it, and how; no bands are withheld."""

    key: str
    label: str
    graded: int
    not_graded: int
    profile: Profile


@dataclass(frozen=True)
class GroupLine:
    """One service or team: how many of its audits count, and the share that is good or better."""

    name: str
    audits: int
    upper: Interval | None


def lines(found: Counted, place: Place) -> tuple[ProfileLine, ...]:
    """Return how each domain was graded in what is chosen, all in all first."""
    return tuple(_line(found, key, place) for key in found.labels)


def groups(found: Counted, place: Place) -> tuple[GroupLine, ...]:
    """Return the services, or the teams of the one that is chosen, with their overall grades."""
    held = [one for one in found.audits if place.holds(one.service_id, one.team)]
    if place.service is None:
        return _groups(held, place.groups, _service, is_shown=True)
    is_shown = bool(profile_at(found.audits, OVERALL, place).bands)
    return _groups(held, place.groups, _team, is_shown=is_shown)


def profile_at(audits: Sequence[CountedAudit], key: str, place: Place) -> Profile:
    """Return how one domain was graded in what is chosen.

    A team is shown only where its service is, so that nothing withheld above is told below.
    """
    whole = _table(audits, key, _service)
    if place.service is None:
        return whole.total if are_enough(_graded(audits, key)) else Profile()
    service = whole.groups.get(str(place.service.id), Profile())
    if not place.team or not service.bands:
        return service
    held = [one for one in audits if one.service_id == place.service.id]
    return _table(held, key, _team).groups.get(team_key(place.team), Profile())


def over_time(
    found: Counted, place: Place, periods: Sequence[Period], lines: Sequence[ProfileLine]
) -> Plot | None:
    """Return the share that was graded good or better, period after period, in one service.

    Of the `lines` of the service, those that are shown are drawn. None where there is nothing to
    show, and for a team: it has too few audits in one period.
    """
    if place.service is None or place.team or len(periods) < 2:  # noqa: PLR2004 - a line needs two
        return None
    held = [one for one in found.audits if one.service_id == place.service.id]
    rows = [(one.label, _in_periods(held, one.key, periods)) for one in lines if one.profile.bands]
    rows = [row for row in rows if any(row[1])]
    if not rows:
        return None
    verdicts = _verdicts([shares for _, shares in rows])
    return Plot(
        title="Graded good or better, over time",
        finding=findings.of_grades_over_time(
            [(name, verdict) for (name, _), verdict in zip(rows, verdicts, strict=True)]
        ),
        columns=tuple(one.name for one in periods),
        ticks=TICKS,
        rows=tuple(
            PlotRow(name, tuple(_point(one) for one in shares), findings.said_of_change(verdict))
            for (name, shares), verdict in zip(rows, verdicts, strict=True)
        ),
    )


def plot(lines: Sequence[ProfileLine]) -> Plot | None:
    """Return the share of each domain that was graded good or better; None without any."""
    shown = [(one, upper) for one in lines if (upper := one.profile.upper)]
    if not shown:
        return None
    return Plot(
        title="Graded good or better",
        finding=_said_of_shares([(one.label, share) for one, share in shown]),
        columns=("Share of the audits that graded it",),
        ticks=TICKS,
        rows=tuple(PlotRow(one.label, (_point(share),)) for one, share in shown),
    )


def _groups(
    audits: Sequence[CountedAudit],
    names: Mapping[str, str],
    way: Callable[[CountedAudit], str],
    *,
    is_shown: bool,
) -> tuple[GroupLine, ...]:
    shown = _table(audits, OVERALL, way).groups if is_shown else {}
    sizes = Counter(way(one) for one in audits)
    return tuple(
        GroupLine(name, sizes[key], shown.get(key, Profile()).upper) for key, name in names.items()
    )


def _line(found: Counted, key: str, place: Place) -> ProfileLine:
    here = [one for one in found.audits if place.holds(one.service_id, one.team)]
    asked = [one for one in here if key in one.asked]
    graded = len(_graded(asked, key))
    profile = profile_at(found.audits, key, place)
    return ProfileLine(key, found.labels[key], graded, len(asked) - graded, profile)


def _table(
    audits: Iterable[CountedAudit],
    key: str,
    way: Callable[[CountedAudit], str],
) -> ProfileTable:
    held: dict[str, list[CountedAudit]] = defaultdict(list)
    for audit in _graded(audits, key):
        held[way(audit)].append(audit)
    counts = {name: Counter(one.ranks[key] for one in some) for name, some in held.items()}
    few = [name for name, some in held.items() if not name or not are_enough(some)]
    # All services together may be given up for one of them; a service stands above its teams.
    return profiles(counts, hidden=few, keeps_total=way is not _service)


def _graded(audits: Iterable[CountedAudit], key: str) -> list[CountedAudit]:
    return [one for one in audits if key in one.ranks]


def _service(audit: CountedAudit) -> str:
    return str(audit.service_id)


def _team(audit: CountedAudit) -> str:
    return audit.team


def _in_periods(
    audits: Sequence[CountedAudit], key: str, periods: Sequence[Period]
) -> tuple[Interval | None, ...]:
    def way(audit: CountedAudit) -> str:
        return next((one.key for one in periods if one.holds(audit.cycle_id, audit.held_on)), "")

    table = _table(audits, key, way)
    return tuple(table.groups.get(one.key, Profile()).upper for one in periods)


def _verdicts(rows: Sequence[Sequence[Interval | None]]) -> list[str]:
    pairs = [(row[-2], row[-1]) for row in rows]
    known = [(before, after) for before, after in pairs if before and after]
    found = iter(changes(known))
    return [
        next(found).verdict if before and after else findings.WITHHELD for before, after in pairs
    ]


def _point(share: Interval | None) -> Point | None:
    if share is None:
        return None
    return Point(share.share, share.low, share.high, findings.share(share))


def _said_of_shares(shares: Sequence[tuple[str, Interval]]) -> str:
    name, first = shares[0]
    said = (
        f"{name}, {first.count:,} of {first.base:,} audits were graded good or better: "
        f"{first.share:.0%}, likely between {first.low:.0%} and {first.high:.0%}."
    )
    if len(shares) == 1:
        return said
    high, low = (find(one.share for _, one in shares[1:]) for find in (max, min))
    most, least = ([name for name, one in shares[1:] if one.share == end] for end in (high, low))
    if high == low:
        return f"{said} Every domain stands at {high:.0%}."
    return f"{said} {_domains(most)} highest at {high:.0%}, {_domains(least)} lowest at {low:.0%}."


def _domains(names: Sequence[str]) -> str:
    return f"“{names[0]}” stands" if len(names) == 1 else f"{len(names)} domains stand"
