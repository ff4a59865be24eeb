"""Accounts: signing in and out, members of staff, and the record of activity."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Conflict
from app.domain.people import Permission, Role
from app.services import accounts, people_views, signing_in
from app.web import access
from app.web.access import actor, public, requires
from app.web.staff_forms import AddPersonForm, SignInForm
from app.web.way_back import way_back

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let a member of staff in."""
    form = SignInForm()
    if form.validate_on_submit():
        with reading() as session:
            tried = signing_in.try_password(
                session,
                email=form.email.data or "",
                password=form.password.data or "",
                network=request.remote_addr or "",
            )
        with unit_of_work() as session:
            token = signing_in.sign_in(session, tried)
        if token:
            return access.let_in(
                token, way_back(request.args.get("next", ""), url_for("staff.home"))
            )
        form.take({"password": "That address and password don't go together. Try again."})
    page = render_template("pages/accounts/sign_in.html", form=form)
    return page, 422 if form.errors else 200


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session."""
    token = request.cookies.get(access.cookie_name())
    if token:
        with unit_of_work() as session:
            accounts.sign_out(session, token)
    answer = redirect(url_for("accounts.sign_in"))
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.delete_cookie(access.cookie_name(), secure=is_secure, httponly=True)
    return answer


@bp.route("/people", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def people() -> ResponseReturnValue:
    """List members of staff, and add one."""
    with reading() as session:
        form = AddPersonForm.about(people_views.services(session))
    if form.is_ready(form.refused) and _add(form):
        flash(f"{form.name.data} can sign in now.", "success")
        return redirect(url_for("accounts.people"))
    with reading() as session:
        found = people_views.people(session)
    page = render_template("pages/accounts/people.html", found=found, form=form)
    return page, 422 if form.errors else 200


@bp.post("/people/<uuid:user_id>/<any(disable, enable):what>")
@requires(Permission.MANAGE_USERS)
def set_disabled(user_id: UUID, what: str) -> ResponseReturnValue:
    """Stop a member of staff from signing in, or let them again."""
    with unit_of_work() as session:
        accounts.set_disabled(session, user_id, disabled=what == "disable", by=actor().id)
    flash("Done. It holds from their next click.", "success")
    return redirect(url_for("accounts.people"))


@bp.get("/activity")
@requires(Permission.READ_ACTIVITY)
def activity() -> ResponseReturnValue:
    """Show what staff did and read."""
    with reading() as session:
        found = people_views.activity_page(session, request.args.get("page", 1, type=int))
    return render_template("pages/accounts/activity.html", found=found)


def _add(form: AddPersonForm) -> bool:
    where = UUID(form.service.data) if form.service.data else None
    try:
        with unit_of_work() as session:
            accounts.add_user(
                session,
                email=form.email.data or "",
                name=form.name.data or "",
                password=form.password.data or "",
                grants=[(Role(form.role.data), where)],
                by=actor().id,
            )
    except Conflict:
        form.take({"email": "Somebody has this address already."})
    else:
        return True
    return False
