"""The evidence of a cycle of audits as plain data, with small numbers withheld."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from analysis.disclosure import THRESHOLD, withhold
from analysis.grading import grade_agreement
from app.db.models import Action, Audit, AuditCase, CaseDraw, Service
from app.domain.actions import ActionState
from app.services import (
    completion,
    cycle_grades,
    learning_plan,
    learning_points,
    moderation_figures,
    paired_gaps,
    programme_views,
    report_audits,
    standing_grades,
)
from app.services.auditing import OVERALL

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.agreement import Estimate
    from app.db.models import AuditCycle
    from app.domain.people import Actor

Data = dict[str, Any]


def gather(session: Session, cycle: AuditCycle, *, by: Actor) -> Data:
    """Return the evidence of a cycle as JSON-ready data.

    Nothing under the threshold is in it, and no name of a child, a worker or a team.
    """
    of_it = Audit.id.in_(select(AuditCase.audit_id).where(AuditCase.cycle_id == cycle.id))
    audits = session.scalars(
        select(Audit).where(of_it, Audit.state.in_(standing_grades.FINISHED))
    ).all()
    ids = {audit.id for audit in audits}
    groups = learning_points.groups_among(session, audits)
    is_enough = len(ids) >= THRESHOLD
    return {
        "service": session.get_one(Service, cycle.service_id).name,
        "kind": _kind(cycle),
        "completion": _completion(session, cycle),
        "grades": cycle_grades.spread(session, of_it, by=by),
        "voices": report_audits.voices_heard(session, ids) if is_enough else "",
        "gaps": _gaps(session, by, ids),
        "themes": [{"label": g.label, "kind": g.kind, "audits": g.audits} for g in groups],
        "agreement": agreement(session, by, ids),
        "actions": _actions(session, ids),
        "aims": _aims(session, by, {group.key for group in groups}),
        "method": {
            "share_moderated": cycle.share_moderated,
            "draws": _draws(session, cycle.id),
        },
    }


def _kind(cycle: AuditCycle) -> str:
    kind = f"{cycle.kind.value.replace('_', ' ').capitalize()} audits"
    return f"{kind} on {cycle.theme}" if cycle.theme else kind


def _completion(session: Session, cycle: AuditCycle) -> Data:
    whole = programme_views.cycle_line(session, cycle).completion
    teams = completion.team_lines(cycle, completion.cases_of(session, cycle.id))
    reached = sum(team.is_reached for team in teams)
    shown = withhold({"reached": reached, "not": len(teams) - reached})["reached"]
    return {
        "done": whole.done if whole.done >= THRESHOLD else None,
        "target": whole.target,
        "teams": None if shown is None else [shown, len(teams)],
    }


def agreement(session: Session, by: Actor, ids: Collection[UUID]) -> Data | None:
    """Return how far two readers agree on the overall grade of some audits; None under five.

    `harsher` and `kinder` are withheld here as on every page.
    """
    read = moderation_figures.read_twice(session, by, among=ids)
    found = grade_agreement([audit.pair(OVERALL) for audit in read])
    if found.n < THRESHOLD:
        return None
    return {
        "n": found.n,
        "exact": _figures(found.exact),
        "within_one": _figures(found.within_one),
        "harsher": found.harsher,
        "kinder": found.kinder,
        "kappas": [
            {
                "weighting": one.weighting,
                "estimate": _figures(one.estimate),
                "why_not": one.why_not,
            }
            for one in found.kappas
        ],
        "is_enough": found.is_enough,
    }


def _figures(estimate: Estimate | None) -> list[float] | None:
    return [estimate.value, estimate.low, estimate.high] if estimate else None


def _actions(session: Session, ids: Collection[UUID]) -> Data:
    # An action of one audit is about one child, so actions are counted and never said.
    states = Counter(
        session.scalars(
            select(Action.state).where(
                Action.audit_id.in_(ids), Action.state != ActionState.CANCELLED
            )
        )
    )
    done = states[ActionState.DONE]
    agreed = sum(states.values())
    shown = withhold({"done": done, "open": agreed - done})
    return {"agreed": agreed if agreed >= THRESHOLD else None, **shown}


def _aims(session: Session, by: Actor, themes: Collection[str]) -> list[Data]:
    return [
        {
            "theme": line.theme,
            "aim": line.aim,
            "sessions": len(line.sessions),
            "impact": line.impact.said if line.impact else line.why_not,
        }
        for line in learning_plan.plan(session, by)
        if line.theme_key in themes
    ]


def _gaps(session: Session, by: Actor, ids: Collection[UUID]) -> list[Data]:
    pairs = paired_gaps.over(session, by=by, among=ids)
    return [
        {
            "about": pair.about,
            "pair": f"{pair.first.label} beside {pair.second.label.lower()}",
            "audits": pair.gap.pairs,
            "share": asdict(pair.gap.lower),
        }
        for pair in pairs
        if pair.gap and pair.gap.lower
    ]


def _draws(session: Session, cycle_id: UUID) -> list[Data]:
    rows = session.scalars(
        select(CaseDraw).where(CaseDraw.cycle_id == cycle_id).order_by(CaseDraw.number)
    )
    return [
        {"number": d.number, "size": d.size, "candidates": d.candidates, "seed": d.seed}
        for d in rows
    ]
