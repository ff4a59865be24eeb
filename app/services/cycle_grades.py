"""How the grades of a cycle's audits spread, as plain data for its findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from analysis.disclosure import THRESHOLD
from analysis.grade_profile import profiles
from app.domain.practice import are_of_enough_workers
from app.services import standing_grades
from app.services.workers_behind import workers_behind
from surveys.audits import GRADE_LABELS, RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from analysis.grade_profile import Band
    from analysis.prevalence import Interval
    from app.domain.people import Actor

    Workers = Mapping[UUID, tuple[str, str]]

Data = dict[str, Any]

OVERALL = "All in all"
GRADE_OF = {rank: GRADE_LABELS[grade] for grade, rank in RANK.items()}


def spread(session: Session, where: ColumnElement[bool], *, by: Actor) -> Data:
    """Return how the grades that stand spread, all in all and for each domain.

    `where` says of which audits. Counted are those that the person may count; a line is of five
    audits of five workers or more, else it has no bands.
    """
    standing = standing_grades.standing_grades(session, where)
    seen = standing_grades.seen_by(session, standing, by)
    workers = workers_behind(session, where)
    graded = {one: found for one, found in seen.items() if found.overall in RANK}
    if not _may_be_shown(graded, workers):
        return {"is_shown": False, "audits": None, "is_waiting": True, "overall": None,
                "domains": []}  # fmt: skip
    labels = standing_grades.domain_labels(
        session, {key for one in seen.values() for key in one.domains}
    )
    return {
        "is_shown": True,
        "audits": len(graded),
        "is_waiting": len(seen) < len(standing),
        "overall": _line(
            OVERALL, {one: found.overall or "" for one, found in graded.items()}, workers
        ),
        "domains": [
            _line(label, {one: found.domains.get(key, "") for one, found in seen.items()}, workers)
            for key, label in labels.items()
        ],
    }


def _may_be_shown(audits: Iterable[UUID], workers: Workers) -> bool:
    kept = list(audits)
    return len(kept) >= THRESHOLD and are_of_enough_workers(workers[one] for one in kept)


def _line(label: str, grades: Mapping[UUID, str], workers: Workers) -> Data:
    ranked = {one: RANK[grade] for one, grade in grades.items() if grade in RANK}
    if not _may_be_shown(ranked, workers):
        return {"label": label, "upper": None, "bands": []}
    found = profiles({label: Counter(ranked.values())}).total
    return {
        "label": label,
        "upper": _share(found.upper) if found.upper else None,
        "bands": [{"grade": _grade(band)} | _share(band.interval) for band in found.bands],
    }


def _grade(band: Band) -> str:
    first, *rest = (GRADE_OF[rank] for rank in band.ranks)
    return " or ".join([first, *(one[0].lower() + one[1:] for one in rest)])


def _share(interval: Interval) -> Data:
    return {
        "share": interval.share,
        "low": interval.low,
        "high": interval.high,
        "count": interval.count,
        "base": interval.base,
    }
