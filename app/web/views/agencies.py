"""Audits of several agencies: the lead's page, the list of agencies, and how far all have come."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.services import (
    agencies,
    agency_parts,
    agency_views,
    improving,
    part_progress,
)
from app.web.access import actor, requires
from app.web.agency_forms import AgencyActionForm, AgencyForm, InviteForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.services.agency_views import AgenciesPage

bp = Blueprint("agencies", __name__)


@bp.get("/audits/<uuid:audit_id>/agencies")
@requires(Permission.RECORD_AUDITS)
def of_audit(audit_id: UUID) -> ResponseReturnValue:
    """Show the lead of an audit its agencies."""
    found = _page(audit_id)
    return _drawn(found, InviteForm.about(found), AgencyActionForm.about(found))


@bp.post("/audits/<uuid:audit_id>/agencies")
@requires(Permission.RECORD_AUDITS)
def invite(audit_id: UUID) -> ResponseReturnValue:
    """Ask somebody to write the part of an agency."""
    found = _page(audit_id)
    form = InviteForm.about(found)
    if form.validate_on_submit() and _invite(audit_id, form):
        flash("They find the part under “My parts” when they sign in.", "success")
        return redirect(url_for("agencies.of_audit", audit_id=audit_id))
    return _drawn(found, form, AgencyActionForm.about(found))


@bp.post("/audits/<uuid:audit_id>/agencies/actions")
@requires(Permission.RECORD_AUDITS)
def add_action(audit_id: UUID) -> ResponseReturnValue:
    """Add an action of one agency, or of all of them together."""
    found = _page(audit_id)
    form = AgencyActionForm.about(found)
    if form.validate_on_submit() and _add_action(audit_id, form):
        flash("The action is added.", "success")
        return redirect(url_for("agencies.of_audit", audit_id=audit_id))
    return _drawn(found, InviteForm.about(found), form)


@bp.post("/audits/parts/<uuid:part_id>/leave-out")
@requires(Permission.RECORD_AUDITS)
def leave_out(part_id: UUID) -> ResponseReturnValue:
    """Go on without an agency that does not hand in."""
    with unit_of_work() as session:
        audit_id = agency_parts.leave_out(session, part_id, by=actor())
    flash("The audit goes on without them. Nobody else reads what they had written.", "success")
    return redirect(url_for("agencies.of_audit", audit_id=audit_id))


@bp.get("/audits/<uuid:audit_id>/progress")
@requires(Permission.WRITE_PARTS)
def progress(audit_id: UUID) -> ResponseReturnValue:
    """Return how far each part has come: counts, and no words of anybody."""
    with reading() as session:
        found = part_progress.progress(session, audit_id, by=actor())
    return jsonify({"parts": {one.key: one.words for one in found}})


@bp.route("/agencies", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def listed() -> ResponseReturnValue:
    """List the agencies that can be asked, and add one."""
    form = AgencyForm()
    if form.validate_on_submit() and _add(form):
        flash("The agency can be asked into audits now.", "success")
        return redirect(url_for("agencies.listed"))
    with reading() as session:
        found = agencies.agencies(session, retired=True)
    page = render_template("pages/agencies/list.html", found=found, form=form)
    return page, 422 if form.errors else 200


@bp.post("/agencies/<uuid:agency_id>/retire")
@requires(Permission.MANAGE_USERS)
def retire(agency_id: UUID) -> ResponseReturnValue:
    """Take an agency off the list."""
    with unit_of_work() as session:
        agencies.retire(session, agency_id, by=actor().id)
    flash("It is off the list. Audits that it takes part in keep it.", "success")
    return redirect(url_for("agencies.listed"))


def _page(audit_id: UUID) -> AgenciesPage:
    with reading() as session:
        return agency_views.agencies_page(session, audit_id, by=actor())


def _drawn(found: AgenciesPage, form: InviteForm, action: AgencyActionForm) -> ResponseReturnValue:
    page = render_template("pages/agencies/audit.html", found=found, form=form, action=action)
    return page, 422 if form.errors or action.errors else 200


def _invite(audit_id: UUID, form: InviteForm) -> bool:
    try:
        with unit_of_work() as session:
            agency_id, user_id = UUID(form.agency.data), UUID(form.author.data)
            agency_parts.invite(session, audit_id, agency_id, user_id, by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True


def _add(form: AgencyForm) -> bool:
    try:
        with unit_of_work() as session:
            agencies.add(session, form.name.data or "", by=actor().id)
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True


def _add_action(audit_id: UUID, form: AgencyActionForm) -> bool:
    try:
        with unit_of_work() as session:
            audit = agency_parts.lead(session, audit_id, by=actor())
            improving.add_action(
                session,
                service_id=audit.service_id,
                audit_id=audit_id,
                agency=form.whose.data or "",
                **form.said(),
                by=actor(),
            )
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True
