"""The evidence of a report as plain data: everything it says, with small numbers withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from analysis.disclosure import THRESHOLD
from app.db import sealing
from app.db.models import (
    Action,
    AnalysisRun,
    Codebook,
    Coding,
    Survey,
)
from app.domain.actions import ActionState
from app.domain.evidence import COUNTED, CodingSource, CodingState
from app.services import closed_answers, quotes, respondents, theme_counts
from app.services.report_audits import audit_evidence
from app.services.selection import countable, people_by_survey, response_ids
from app.services.unread_words import never_read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.prevalence import Change
    from app.services.selection import Selection

Data = dict[str, Any]

QUOTES_A_THEME = 3


def gather(session: Session, selection: Selection) -> Data:
    """Return the evidence of a selection as JSON-ready data.

    Nothing under the threshold is in it: what is withheld here cannot be shown by mistake later.
    A survey that fewer than five people answered is in no figure.
    """
    surveys = session.scalars(
        select(Survey).where(Survey.id.in_(selection.survey_ids)).order_by(Survey.title)
    ).all()
    counted = countable(selection, people_by_survey(session, selection))
    closed = [_closed(session, counted, one) for one in surveys if one.id in counted.survey_ids]
    return {
        "surveys": [_survey(one, one.id in counted.survey_ids) for one in surveys],
        "who": _who(session, counted),
        "themes": _themes(session, counted),
        "questions": [one["questions"] for one in closed],
        "scores": [score for one in closed for score in one["scores"]],
        "audits": audit_evidence(session, surveys, selection),
        "actions": _actions(session, surveys),
        "method": _method(session, counted),
    }


def _survey(survey: Survey, is_counted: bool) -> Data:  # noqa: FBT001 - one of two words
    return {
        "title": survey.title,
        "is_counted": is_counted,
        "decision_maker": survey.decision_maker,
        "told_by": survey.told_by.isoformat() if survey.told_by else "",
    }


def _who(session: Session, selection: Selection) -> Data:
    found = respondents.who_answered(session, selection)
    tables = [("People by survey", found.surveys), ("People by wave", found.by_wave)]
    tables += [(table.title, table.lines) for table in found.groups]
    return {
        "people": found.people,
        "comments": found.comments,
        "tables": [
            [title, [[line.label, line.count] for line in lines]]
            for title, lines in tables
            if lines
        ],
    }


def _themes(session: Session, selection: Selection) -> list[Data]:
    said: dict[UUID, list[str]] = {}
    for quote in quotes.released(session, selection):
        said.setdefault(quote.theme_id, []).append(quote.text)
    return [
        {
            "name": line.name,
            "definition": line.definition,
            "count": line.interval.count if line.interval else None,
            "base": line.interval.base if line.interval else None,
            "share": line.interval.share if line.interval else None,
            "low": line.interval.low if line.interval else None,
            "high": line.interval.high if line.interval else None,
            "feelings": [[feeling.label, feeling.count] for feeling in line.feelings],
            "change": _change(line.change),
            # A quote of a withheld theme would say that somebody raised it.
            "quotes": said.get(line.theme_id, [])[:QUOTES_A_THEME] if line.interval else [],
        }
        for line in theme_counts.theme_lines(session, selection)
    ]


def _closed(session: Session, selection: Selection, survey: Survey) -> Data:
    mine = selection.of(survey.id)
    definition = closed_answers.newest_definition(session, survey.id)
    givens = closed_answers.values(session, mine)
    questions = (
        [] if definition.kind == "audit" else closed_answers.question_lines(definition, givens)
    )
    return {
        "questions": {
            "title": survey.title,
            "questions": [_question(line) for line in questions if line.base is not None],
        },
        "scores": [
            {
                "survey": survey.title,
                "label": line.label,
                "people": line.mean.n if line.mean else None,
                "mean": line.mean.mean if line.mean else None,
                "low": line.mean.low if line.mean else None,
                "high": line.mean.high if line.mean else None,
                "higher_is_better": line.higher_is_better,
                "change": _change(line.change),
            }
            for line in closed_answers.score_lines(session, mine, definition, givens)
        ],
    }


def _question(line: closed_answers.QuestionLine) -> Data:
    return {
        "wording": line.wording,
        "is_first_choice": line.kind == "ranked_choice",
        "base": line.base,
        "mean": [line.mean.mean, line.mean.low, line.mean.high] if line.mean else None,
        "options": [
            {
                "label": option.label,
                "count": option.count,
                "share": option.interval.share if option.interval else None,
                "low": option.interval.low if option.interval else None,
                "high": option.interval.high if option.interval else None,
            }
            for option in line.options
        ],
    }


def _actions(session: Session, surveys: Sequence[Survey]) -> list[Data]:
    rows = session.scalars(
        select(Action)
        .where(
            Action.service_id.in_({survey.service_id for survey in surveys}),
            # An action of one audit is about one child; it is not for a report.
            Action.audit_id.is_(None),
            Action.state != ActionState.CANCELLED,
        )
        .order_by(Action.due_on, Action.id)
    )
    return [
        {
            "what": sealing.unseal(action, "actions.what", action.what_sealed),
            "why": sealing.unseal(action, "actions.why", action.why_sealed),
            "owner": action.owner_role,
            "due_on": action.due_on.isoformat(),
            "state": action.state.value,
        }
        for action in rows
    ]


def _method(session: Session, selection: Selection) -> Data:
    codings = select(func.count(Coding.id)).where(
        Coding.response_id.in_(response_ids(selection)),
        Coding.state.in_(COUNTED),
    )
    checked = codings.where(
        (Coding.source == CodingSource.PERSON) | (Coding.state == CodingState.ACCEPTED)
    )
    codebook = session.scalar(select(Codebook).where(Codebook.is_in_use))
    run = session.scalar(
        select(AnalysisRun)
        .where(AnalysisRun.survey_id.in_(selection.survey_ids))
        .order_by(AnalysisRun.finished_at.desc().nulls_last())
        .limit(1)
    )
    total = session.scalar(codings) or 0
    return {
        "codebook": f"{codebook.name}, version {codebook.number}" if codebook else "none",
        "model": f"{run.model} {run.model_version}" if run else "none",
        "checked": f"{(session.scalar(checked) or 0) / total:.0%}" if total else "none",
        "is_unread": bool(never_read(session, selection)),
        "threshold": THRESHOLD,
    }


def _change(change: Change | None) -> Data | None:
    return {"verdict": change.verdict} if change else None
