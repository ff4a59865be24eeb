"""Passwords: changing one's own, and setting a new one by a link of an administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from app.db import reading, unit_of_work
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.services import changing_password, hashing, password_links
from app.web.access import actor, let_in, public, requires
from app.web.staff_forms import NewPasswordForm, PasswordForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("passwords", __name__)
_LINK = "password_link"


@bp.route("/password", methods=["GET", "POST"])
@requires(Permission.USE_SITE)
def password() -> ResponseReturnValue:
    """Change my own password, after the old one."""
    form = PasswordForm()
    if form.is_ready(form.refused):
        token = _change(form)
        if token:
            flash("Your password is changed. You are signed out everywhere else.", "success")
            return let_in(token, url_for("staff.home"))
        form.take({"password": "This is not the password that you have. Nothing was changed."})
    page = render_template("pages/passwords/password.html", form=form)
    return page, 422 if form.errors else 200


@bp.post("/people/<uuid:user_id>/password-link")
@requires(Permission.MANAGE_USERS)
def make_link(user_id: UUID) -> ResponseReturnValue:
    """Make a link with which somebody sets a new password, and show it once."""
    with unit_of_work() as work:
        token = password_links.make(work, user_id, by=actor().id)
        name = password_links.user_of(work, token).name
    address = current_app.config["SETTINGS"].public_url.rstrip("/") + url_for(
        "passwords.follow", token=token
    )
    return render_template("pages/passwords/link.html", name=name, address=address)


@bp.get("/set-password/<token>")
@public
def follow(token: str) -> ResponseReturnValue:
    """Take the link out of the address at once."""
    session[_LINK] = token
    return redirect(url_for("passwords.set_new"), 303)


@bp.route("/set-password", methods=["GET", "POST"])
@public
def set_new() -> ResponseReturnValue:
    """Set a new password with a link, and lead on to signing in."""
    form, token = NewPasswordForm(), str(session.get(_LINK, ""))
    try:
        with reading() as work:
            password_links.user_of(work, token)
        if form.is_ready(form.refused):
            new_hash = hashing.hash_of(form.new_password.data or "")
            with unit_of_work() as work:
                password_links.use(work, token, new_hash)
            session.pop(_LINK, None)
            flash("Your password is set. Sign in with it.", "success")
            return redirect(url_for("accounts.sign_in"), 303)
    except NotFound:
        return render_template("pages/passwords/link_over.html"), 404
    page = render_template("pages/passwords/set_new.html", form=form)
    return page, 422 if form.errors else 200


def _change(form: PasswordForm) -> str | None:
    with reading() as work:
        wanted = changing_password.prepare(
            work,
            old=form.password.data or "",
            new=form.new_password.data or "",
            network=request.remote_addr or "",
            by=actor(),
        )
    with unit_of_work() as work:
        return changing_password.change(work, wanted, by=actor())
