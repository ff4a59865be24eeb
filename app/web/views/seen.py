"""What audits show: in all services, in one, in a team, and along a child's journey."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request

from app.db import reading
from app.domain.people import Permission
from app.services import journey as journeys
from app.services import seen_pages
from app.web.access import actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("seen", __name__, url_prefix="/audits/seen")


@bp.get("")
@requires(Permission.READ_EVIDENCE)
def overview() -> ResponseReturnValue:
    """Show what audits show of all services, of one, or of one team."""
    with reading() as session:
        found = seen_pages.seen_page(
            session,
            actor(),
            service_id=request.args.get("service", type=UUID),
            team=request.args.get("team", ""),
        )
    return render_template("pages/seen/overview.html", found=found, place=found.place)


@bp.get("/journey")
@requires(Permission.READ_EVIDENCE)
def journey() -> ResponseReturnValue:
    """Show what audits found and people said at each stage of a child's journey."""
    with reading() as session:
        found = journeys.journey(
            session, actor(), service_id=request.args.get("service", type=UUID)
        )
    return render_template("pages/seen/journey.html", found=found, place=found.place)
