"""Who may open a page: every view says so, and a view that does not stops start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.services import accounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from app.domain.people import Actor, Permission

COOKIE = "earshot_staff"
PUBLIC = "public"
UNAUTHORIZED = 401
# A token that is given anew, and what must not stand in a page.
NOT_KEPT = frozenset({"csrf_token", "password", "new_password"})
View = TypeVar("View", bound="Callable[..., ResponseReturnValue]")


class UnguardedRoute(Exception):
    """A route says neither who may open it nor that everyone may."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view as open to those who hold the permission."""

    def mark(view: View) -> View:
        view.policy = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to everyone."""
    view.policy = PUBLIC  # type: ignore[attr-defined]
    return view


def policy_of(app: Flask, endpoint: str) -> str | Permission | None:
    """Return what a route demands: a permission, `public`, or None when it does not say."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], "policy", None)


def guard(app: Flask) -> None:
    """Check every request against the policy of its view.

    Raises:
        UnguardedRoute: a route does not say who may open it.
    """
    bare = sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if not policy_of(app, rule.endpoint)}
    )
    if bare:
        raise UnguardedRoute(f"no @requires and no @public on: {', '.join(bare)}")
    app.before_request(_check)


def current_actor() -> Actor | None:
    """Return the member of staff who is signed in, or None."""
    if "actor" not in g:
        token = request.cookies.get(cookie_name())
        g.actor = _holder_of(token) if token else None
    return cast("Actor | None", g.actor)


def actor() -> Actor:
    """Return the member of staff who is signed in; for views that demand a permission."""
    found = current_actor()
    if found is None:
        abort(401)
    return found


def let_in(token: str, where: str) -> ResponseReturnValue:
    """Give a browser a new session, and lead it on."""
    answer = redirect(where)
    answer.set_cookie(
        cookie_name(),
        token,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Strict",
        path="/",
    )
    return answer


def can(permission: str) -> bool:
    """Return whether the person who is signed in may do something, for templates."""
    found = current_actor()
    return found is not None and found.can(cast("Permission", permission))


def cookie_name() -> str:
    """Return the name of the staff cookie; over https it is bound to this host."""
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _holder_of(token: str) -> Actor | None:
    # Pages only read, so that nobody who looks at one waits for somebody who writes.
    with reading() as session:
        found = accounts.actor_of(session, token)
        is_due = found is not None and not _is_passive() and accounts.is_due(session, token)
    if is_due:
        with unit_of_work() as session:
            accounts.note_use(session, token)
    return found


def _is_passive() -> bool:
    # A page that asks for progress by itself must not keep a forgotten session alive.
    return request.headers.get("X-Earshot-Poll") == "1"


def _signed_out() -> ResponseReturnValue:
    # A session that ended while somebody wrote must not cost them their words: the page holds
    # them, and sends them again to the same address once the person has signed in.
    kept = [
        (name, value)
        for name, values in request.form.lists()
        if name not in NOT_KEPT
        for value in values
    ]
    address = request.full_path.rstrip("?")
    page = render_template("pages/accounts/signed_out.html", kept=kept, address=address)
    return page, UNAUTHORIZED


def _check() -> ResponseReturnValue | None:
    policy = policy_of(current_app, request.endpoint) if request.endpoint else PUBLIC
    if policy == PUBLIC:
        return None
    found = current_actor()
    if found is None:
        if request.method == "POST":
            return _signed_out()
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if not found.can(cast("Permission", policy)):
        # Forbidden and missing look the same.
        abort(404)
    return None
