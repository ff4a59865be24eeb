"""The words that no machine understood, for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request

from app.db import unit_of_work
from app.domain.people import Permission
from app.services import not_understood
from app.services.selection import select_surveys, waves
from app.web.access import actor, requires
from app.web.workbench_filters import anchor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from app.services.selection import Selection

bp = Blueprint("not_understood", __name__, url_prefix="/evidence/not-understood")
FILTERS = ("survey", "wave")


@bp.get("")
@requires(Permission.READ_WORDS)
def passages() -> ResponseReturnValue:
    """Show what was not understood. Reading it is recorded."""
    with unit_of_work() as session:
        found = not_understood.passages(
            session,
            _selection(session),
            by=actor(),
            page=request.args.get("page", 1, type=int),
        )
    args = {name: request.args[name] for name in FILTERS if name in request.args}
    return render_template(
        "pages/evidence/not_understood.html", found=found, args=args, anchor=anchor
    )


def _selection(session: Session) -> Selection:
    one = request.args.get("survey", type=UUID)
    chosen = select_surveys(session, actor(), Permission.READ_WORDS, [one] if one else None)
    number = request.args.get("wave", type=int)
    wave = next((wave for wave in waves(session) if wave.number == number), None)
    return chosen.during(wave) if wave else chosen
