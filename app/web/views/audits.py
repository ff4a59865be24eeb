"""Conversational audits: open one, record each voice, add actions, hand it in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.audits import Voice
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.services import (
    audit_after,
    audit_beside,
    audit_conflicts,
    audit_lists,
    audit_parts,
    audit_views,
    auditing,
    child_safety,
    following,
    handing_in,
    impact,
    improving,
    page_versions,
    people_views,
    waiting_audits,
)
from app.web.access import actor, requires
from app.web.audit_forms import OpenAuditForm
from app.web.audit_pages import voice_page
from app.web.learning_forms import OwnedActionForm
from app.web.part_pages import Sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

TAKEN_BACK = (
    "A concern was raised from this audit, so the audit can't say now that the child is safe: "
    "your last answer was not kept. If they are safe, tell the safeguarding officer, who closes "
    "the concern."
)

LATE = (
    "The audit was handed in already, so your answer was not kept with it. But the safeguarding "
    "officer is told that this child may not be safe."
)
RAISED = (
    "The safeguarding officer is told that this child may not be safe. If a child is in danger "
    "now, ring 999. Whom to ring next stands on the audit's own page."
)

bp = Blueprint("audits", __name__, url_prefix="/audits")


@bp.get("")
@requires(Permission.RECORD_AUDITS)
def audits() -> ResponseReturnValue:
    """List the audits that are mine."""
    with reading() as session:
        found = audit_lists.audits_of(session, actor())
        waiting = waiting_audits.waiting_of(session, actor())
    return render_template("pages/audits/audits.html", found=found, waiting=waiting)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDITS)
def new() -> ResponseReturnValue:
    """Open an audit."""
    with reading() as session:
        form = OpenAuditForm.about(people_views.practitioners(session, but=actor()))
    if form.is_ready(form.refused):
        try:
            with unit_of_work() as session:
                audit_id = auditing.open_audit(session, form.opening(), by=actor())
                opened = auditing.find(session, audit_id, by=actor())
                audit_conflicts.refuse_if_too_near(session, opened, by=actor())
        except Invalid as invalid:
            form.take(invalid.fields)
        else:
            return redirect(url_for("audits.audit", audit_id=audit_id))
    page = render_template("pages/audits/new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get("/<uuid:audit_id>")
@requires(Permission.RECORD_AUDITS)
def audit(audit_id: UUID) -> ResponseReturnValue:
    """Show one audit."""
    return _page(audit_id, _action_form())


@bp.get("/<uuid:audit_id>/<voice>")
@requires(Permission.RECORD_AUDITS)
def voice(audit_id: UUID, voice: str) -> ResponseReturnValue:
    """Show everything that one voice said. Reading it is recorded."""
    with unit_of_work() as session:
        found = audit_views.voice_page(session, audit_id, _voice(voice), by=actor())
    return render_template("pages/audits/voice.html", found=found)


@bp.get("/<uuid:audit_id>/<voice>/<page_key>")
@requires(Permission.RECORD_AUDITS)
def part(audit_id: UUID, voice: str, page_key: str) -> ResponseReturnValue:
    """Show one page of one voice; what was handed in is only read."""
    with reading() as session:
        page = voice_page(session, audit_id, _voice(voice), page_key, by=actor())
    if not page.is_draft:
        return redirect(url_for("audits.voice", audit_id=audit_id, voice=voice))
    return render_template("pages/audits/part.html", page=page)


@bp.post("/<uuid:audit_id>/<voice>/<page_key>")
@requires(Permission.RECORD_AUDITS)
def save_part(audit_id: UUID, voice: str, page_key: str) -> ResponseReturnValue:
    """Keep one page of one voice, then show the next."""
    who, form = _voice(voice), request.form.to_dict(flat=False)
    is_stopped = request.form.get("stop") == "now"
    if is_stopped:
        # Before the page is read: what is wrong with an answer must not delay the concern.
        with unit_of_work() as session:
            child_safety.raise_now(session, audit_id, by=actor())
    try:
        with unit_of_work() as session:
            saved = page_versions.save_page(session, audit_id, who, page_key, form, by=actor())
    except Conflict as conflict:
        is_taken_back = conflict.code == "concern_raised"
        if not (is_taken_back or is_stopped or _is_heard_late(audit_id, form)):
            raise
        flash(TAKEN_BACK if is_taken_back else LATE, "error")
        return redirect(url_for("child_safety.safety", audit_id=audit_id))
    # The concern itself has just answered whether the child is safe: that is no choice to make.
    clashes = set(saved.clashes) - ({child_safety.SAFE_NOW} if is_stopped else set())
    if saved.errors or clashes:
        if saved.is_unsafe:
            flash(RAISED, "error")
        sent = Sent(form, saved.errors, saved.clashes, saved.kept)
        with reading() as session:
            page = voice_page(session, audit_id, who, page_key, by=actor(), sent=sent)
        return render_template("pages/audits/part.html", page=page), 422 if saved.errors else 409
    if saved.is_unsafe or is_stopped:
        return redirect(url_for("child_safety.safety", audit_id=audit_id))
    if saved.next_key:
        return redirect(
            url_for("audits.part", audit_id=audit_id, voice=voice, page_key=saved.next_key)
        )
    flash(f"{who.label}: everything on these pages is kept.", "success")
    return redirect(url_for("audits.audit", audit_id=audit_id))


@bp.post("/<uuid:audit_id>/actions")
@requires(Permission.RECORD_AUDITS)
def add_action(audit_id: UUID) -> ResponseReturnValue:
    """Add an action to an audit."""
    form = _action_form()
    if form.validate_on_submit() and _add_action(audit_id, form):
        flash("The action is added.", "success")
        return redirect(url_for("audits.audit", audit_id=audit_id))
    return _page(audit_id, form), 422


@bp.post("/<uuid:audit_id>/submit")
@requires(Permission.RECORD_AUDITS)
def submit(audit_id: UUID) -> ResponseReturnValue:
    """Hand an audit in."""
    try:
        with unit_of_work() as session:
            handing_in.hand_in(session, audit_id, by=actor())
    except Invalid:
        with unit_of_work() as session:
            handing_in.keep_versions(session, audit_id, by=actor())
        flash(
            "Something is still missing, so it was not handed in. All of it is kept.",
            "error",
        )
    else:
        flash("The audit is handed in. Thank you.", "success")
    return redirect(url_for("audits.audit", audit_id=audit_id))


def _is_heard_late(audit_id: UUID, form: dict[str, list[str]]) -> bool:
    with unit_of_work() as session:
        return audit_parts.heed_late(session, audit_id, form, by=actor())


def _action_form() -> OwnedActionForm:
    with reading() as session:
        return OwnedActionForm.about(following.people(session), impact.measures(session))


def _page(audit_id: UUID, form: OwnedActionForm) -> str:
    with reading() as session:
        found = audit_views.audit_page(session, audit_id, by=actor())
        after = audit_after.after(session, audit_id, by=actor())
        beside = audit_beside.beside(session, audit_id, by=actor())
    return render_template(
        "pages/audits/audit.html", found=found, after=after, beside=beside, form=form
    )


def _voice(voice: str) -> Voice:
    if voice not in set(Voice):
        raise NotFound
    return Voice(voice)


def _add_action(audit_id: UUID, form: OwnedActionForm) -> bool:
    try:
        with unit_of_work() as session:
            audit = auditing.find(session, audit_id, by=actor())
            action_id = improving.add_action(
                session,
                service_id=audit.service_id,
                audit_id=audit_id,
                **form.said(),
                by=actor(),
            )
            following.see_to(session, action_id, form.care())
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True
