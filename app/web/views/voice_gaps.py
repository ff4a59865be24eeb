"""Where voices differ: the child beside the worker and the file, over many audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from app.db import reading
from app.domain.people import Permission
from app.services import paired_gaps
from app.web.access import actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("voice_gaps", __name__, url_prefix="/evidence/voices")


@bp.get("")
@requires(Permission.READ_EVIDENCE)
def voices() -> ResponseReturnValue:
    """Show how the voices of audits stand to one another."""
    with reading() as session:
        found = paired_gaps.by_question(session, by=actor())
    return render_template("pages/evidence/voices.html", found=found)
