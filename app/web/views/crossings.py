"""Crossings: themes by group, together and by score, and pictures of what people say."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request

from app.db import reading
from app.domain.people import Permission
from app.services import by_score as scored
from app.services import crossings, findings, pairs, pictures, scopes
from app.web.access import actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from app.services.by_score import ByScore
    from app.services.crossings import ByGroup
    from app.services.pairs import Pairs
    from app.services.scopes import Scope

bp = Blueprint("crossings", __name__, url_prefix="/evidence")


@bp.get("/plots")
@requires(Permission.READ_EVIDENCE)
def plots() -> ResponseReturnValue:
    """Show pictures of what people say."""
    with reading() as session:
        scope = _scope(session)
        drawn = pictures.pictures(session, scope)
    return render_template(
        "pages/crossings/plots.html", scope=scope, args=_args(scope), **vars(drawn)
    )


@bp.get("/groups")
@requires(Permission.READ_EVIDENCE)
def groups() -> ResponseReturnValue:
    """Show themes by group of people."""
    with reading() as session:
        found = crossings.by_group(session, _scope(session), way=request.args.get("by", ""))
    return _crossed("groups", found, findings.of_groups(found))


@bp.get("/together")
@requires(Permission.READ_EVIDENCE)
def together() -> ResponseReturnValue:
    """Show which themes the same people raise."""
    with reading() as session:
        found = pairs.pairs(session, _scope(session))
    return _crossed("together", found, findings.of_pairs(found))


@bp.get("/by-score")
@requires(Permission.READ_EVIDENCE)
def by_score() -> ResponseReturnValue:
    """Show what people talk about, by how they scored."""
    with reading() as session:
        scope = scopes.one_survey(session, _scope(session))
        found = scored.by_score(session, scope, measure=request.args.get("score", ""))
    return _crossed("by_score", found, findings.of_scores(found))


def _crossed(name: str, found: ByGroup | ByScore | Pairs, finding: str) -> str:
    return render_template(
        f"pages/crossings/{name}.html",
        found=found,
        finding=finding,
        args=_args(found.scope),
    )


def _scope(session: Session) -> Scope:
    return scopes.scope(
        session,
        actor(),
        survey_id=request.args.get("survey", type=UUID),
        wave=request.args.get("wave", type=int),
    )


def _args(scope: Scope) -> dict[str, UUID | int]:
    survey = {"survey": scope.survey.id} if scope.survey else {}
    return survey | ({"wave": scope.wave.number} if scope.wave else {})
