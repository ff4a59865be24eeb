"""What the page of audits shows of all services, of one, or of a team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.audits import Voice
from app.services import (
    counted_audits,
    cycle_progress,
    grade_profiles,
    overdue_actions,
    paired_gaps,
    seen_agreement,
    seen_periods,
    seen_places,
    themes_beside,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.grading import GradeAgreement
    from app.domain.people import Actor
    from app.services.cycle_progress import CycleProgress
    from app.services.grade_profiles import GroupLine, ProfileLine
    from app.services.overdue_actions import OpenActions
    from app.services.paired_gaps import PairView
    from app.services.plots import Plot
    from app.services.seen_places import Place
    from app.services.themes_beside import ThemeBeside

# Whose view stands beside whose; the page of voices has the others.
BESIDE = (Voice.CHILD, Voice.PRACTITIONER)


@dataclass(frozen=True)
class SeenPage:
    """What audits show: completion, grades, agreement, actions and themes, with few withheld.

    `audits` counts those that are graded and may be counted by this reader, and `kept_back` those
    that this reader may still read again. `gaps` are None where they can't be shown.
    """

    place: Place
    audits: int
    kept_back: int
    cycles: tuple[CycleProgress, ...]
    lines: tuple[ProfileLine, ...]
    profile: Plot | None
    over_time: Plot | None
    groups: tuple[GroupLine, ...]
    agreement: GradeAgreement | None
    actions: OpenActions
    themes: tuple[ThemeBeside, ...]
    gaps: tuple[PairView, ...] | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet: no audit is handed in, and no cycle is planned."""
        return not (self.audits or self.kept_back or self.cycles)


def seen_page(
    session: Session, by: Actor, *, service_id: UUID | None = None, team: str = ""
) -> SeenPage:
    """Return what audits show of what is chosen; queries do not grow with audits.

    Raises:
        NotFound: the service or the team is not there, or none of the person's business.
    """
    place = seen_places.place(session, by, service_id=service_id, team=team)
    found = counted_audits.counted(session, place, by)
    lines = grade_profiles.lines(found, place)
    periods = seen_periods.periods(session, place, found)
    return SeenPage(
        place=place,
        audits=sum(place.holds(one.service_id, one.team) for one in found.audits),
        kept_back=found.kept_back,
        cycles=cycle_progress.cycle_progress(session, place),
        lines=lines,
        profile=grade_profiles.plot(lines),
        over_time=grade_profiles.over_time(found, place, periods, lines),
        groups=grade_profiles.groups(found, place),
        agreement=seen_agreement.agreement(session, place),
        actions=overdue_actions.open_actions(session, place),
        themes=themes_beside.themes_beside(session, place, by),
        gaps=_gaps(session, place, by),
    )


def _gaps(session: Session, place: Place, by: Actor) -> tuple[PairView, ...] | None:
    # Over all audits of the person and never over some, so that two pages can't be subtracted.
    if place.team or (place.service and len(place.services) > 1):
        return None
    found = paired_gaps.over(session, by=by, pairs=[BESIDE])
    return tuple(pair for pair in found if pair.gap)
