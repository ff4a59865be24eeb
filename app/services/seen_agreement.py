"""How far auditors and moderators agree on overall grades, in all services, one, or a team."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from analysis.disclosure import THRESHOLD, withhold
from analysis.grading import grade_agreement, with_direction
from app.db.models import Answer, Audit, AuditPart, Moderation, Question
from app.domain.audits import Voice
from app.services.counted_audits import where
from app.services.moderation_figures import READ_TWICE
from app.services.seen_places import team_key
from surveys.audits import OVERALL, RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.grading import GradeAgreement, Pair
    from app.services.seen_places import Place


class ReadTwice(NamedTuple):
    """One audit that was graded twice: where it belongs, and both overall ranks."""

    service_id: UUID
    team: str
    pair: Pair


def agreement(session: Session, place: Place) -> GradeAgreement | None:
    """Return how far the two readers agree in what is chosen; None where it is withheld.

    Only audits whose second grades are in count. Fewer than five are not shown, nor what would
    tell them beside another service or team; so it is with who was harsher. One query.
    """
    rows = session.execute(
        select(Audit.service_id, Audit.team, Audit.grade, Answer.value)
        .join(Moderation, Moderation.audit_id == Audit.id)
        .join(AuditPart, AuditPart.audit_id == Audit.id)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            *where(place),
            Moderation.state.in_(READ_TWICE),
            AuditPart.voice == Voice.MODERATOR,
            Question.key == OVERALL,
        )
    )
    pairs = [
        ReadTwice(service_id, team_key(team), (RANK.get(first or ""), RANK.get(str(second))))
        for service_id, team, first, second in rows
    ]
    # Only where both gave a grade is there a pair to count.
    if not _may_be_shown([one for one in pairs if None not in one.pair], place):
        return None
    found = grade_agreement([one.pair for one in pairs if place.holds(one.service_id, one.team)])
    return found if _has_direction(pairs, place) else found.without_direction()


def _may_be_shown(pairs: Sequence[ReadTwice], place: Place) -> bool:
    if place.service is None:
        return len(pairs) >= THRESHOLD
    service_id = place.service.id
    if not _is_safe((str(one.service_id) for one in pairs), str(service_id)):
        return False
    teams = (one.team for one in pairs if one.service_id == service_id)
    return not place.team or _is_safe(teams, team_key(place.team))


def _has_direction(pairs: Sequence[ReadTwice], place: Place) -> bool:
    if place.service is None:
        return True
    service_id = place.service.id
    if not _is_told(((str(one.service_id), one.pair) for one in pairs), str(service_id)):
        return False
    teams = ((one.team, one.pair) for one in pairs if one.service_id == service_id)
    return not place.team or _is_told(teams, team_key(place.team))


def _is_told(pairs: Iterable[tuple[str, Pair]], chosen: str) -> bool:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for name, pair in pairs:
        groups[name].append(pair)
    return chosen in with_direction(groups)


def _is_safe(groups: Iterable[str], chosen: str) -> bool:
    counts = Counter(groups)
    return withhold(counts, base=counts.total()).get(chosen) is not None
