"""The part that one agency writes in an audit, and the one that all of them write together."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid
from app.domain.people import Permission
from app.services import agency_parts, agency_views
from app.web.access import actor, requires
from app.web.agency_pages import written_page
from app.web.part_pages import Sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

LATE = (
    "This part was handed in or closed already, so your answer was not kept with it. But the "
    "safeguarding officer is told that this child may not be safe. If a child is in danger now, "
    "ring 999; then ring the front door, or out of hours the emergency duty team."
)

bp = Blueprint("agency_parts", __name__, url_prefix="/audits/parts")


@bp.get("")
@requires(Permission.WRITE_PARTS)
def mine() -> ResponseReturnValue:
    """List the parts that I was asked to write."""
    with reading() as session:
        found = agency_views.my_parts(session, by=actor())
    return render_template("pages/agencies/mine.html", found=found)


@bp.get("/<uuid:part_id>")
@requires(Permission.WRITE_PARTS)
def part(part_id: UUID) -> ResponseReturnValue:
    """Show one part that I write, and how far the others have come."""
    with reading() as session:
        found = agency_views.part_page(session, part_id, by=actor())
    return render_template("pages/agencies/part.html", found=found)


@bp.get("/<uuid:part_id>/read")
@requires(Permission.WRITE_PARTS)
def read(part_id: UUID) -> ResponseReturnValue:
    """Show everything that was said in one part. Reading it is recorded."""
    with unit_of_work() as session:
        found = agency_views.read_part(session, part_id, by=actor())
    return render_template("pages/agencies/read.html", found=found)


@bp.get("/<uuid:part_id>/<page_key>")
@requires(Permission.WRITE_PARTS)
def page(part_id: UUID, page_key: str) -> ResponseReturnValue:
    """Show one page of a part; what was handed in is only read."""
    with reading() as session:
        is_open = agency_views.part_page(session, part_id, by=actor()).line.is_open
    if not is_open:
        return redirect(url_for("agency_parts.part", part_id=part_id))
    return _drawn(part_id, page_key, None)


@bp.post("/<uuid:part_id>/<page_key>")
@requires(Permission.WRITE_PARTS)
def save(part_id: UUID, page_key: str) -> ResponseReturnValue:
    """Keep one page of a part, then show the next."""
    form = request.form.to_dict(flat=False)
    try:
        with unit_of_work() as session:
            saved = agency_parts.save_page(session, part_id, page_key, form, by=actor())
    except Conflict:
        if not _is_heard_late(part_id, form):
            raise
        flash(LATE, "error")
        return redirect(url_for("agency_parts.part", part_id=part_id))
    if saved.errors or saved.clashes:
        again = _drawn(part_id, page_key, Sent(form, saved.errors, saved.clashes, saved.kept))
        return again, 422 if saved.errors else 409
    if saved.next_key:
        return redirect(url_for("agency_parts.page", part_id=part_id, page_key=saved.next_key))
    flash("Everything on these pages is kept.", "success")
    return redirect(url_for("agency_parts.part", part_id=part_id))


@bp.post("/<uuid:part_id>/hand-in")
@requires(Permission.WRITE_PARTS)
def hand_in(part_id: UUID) -> ResponseReturnValue:
    """Hand in the part of an agency."""
    try:
        with unit_of_work() as session:
            agency_parts.hand_in(session, part_id, by=actor())
    except Invalid:
        flash("Something is still missing, so it was not handed in. All of it is kept.", "error")
    else:
        flash("Your agency's part is handed in. Thank you.", "success")
    return redirect(url_for("agency_parts.part", part_id=part_id))


def _is_heard_late(part_id: UUID, form: dict[str, list[str]]) -> bool:
    with unit_of_work() as session:
        return agency_parts.heed_late(session, part_id, form, by=actor())


def _drawn(part_id: UUID, page_key: str, sent: Sent | None) -> str:
    with reading() as session:
        found = written_page(session, part_id, page_key, by=actor(), sent=sent)
    return render_template("pages/agencies/page.html", page=found)
