"""The workbench: read passages one after another and decide which themes they carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import unit_of_work
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.services import deciding, undoing, workbench
from app.services.deciding import Wish
from app.services.workbench import At
from app.web import workbench_filters
from app.web.access import actor, requires
from app.web.refusals import REFUSED
from app.web.workbench_filters import anchor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from app.services.decisions import Place

bp = Blueprint("workbench", __name__, url_prefix="/workbench")
# A page that stands asks for no more than the passage that changed.
PART = "X-Earshot-Part"


@dataclass(frozen=True)
class Wrong:
    """What could not be done about a passage, with all that was typed."""

    place: Place
    problems: dict[str, str]
    theme: str
    words: str


@bp.get("")
@requires(Permission.DECIDE_CODINGS)
def grid() -> ResponseReturnValue:
    """Show passages to code. Reading them is recorded."""
    return _page(workbench_filters.place_of(request.args.get("at", "")))


@bp.post("/<uuid:response_id>/<uuid:question_id>")
@requires(Permission.DECIDE_CODINGS)
def decide(response_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Accept or reject a theme, or say that the passage is right as it is."""
    verb, _, coding = request.form.get("what", "").partition(":")
    place, seen = (response_id, question_id), request.form.get("seen", "")

    def act(session: Session) -> object:
        if verb == "check":
            return deciding.check(session, place, seen=seen, by=actor())
        do = {"accept": deciding.accept, "reject": deciding.reject}.get(verb)
        if do is None:
            raise NotFound
        return do(session, place, _uuid(coding), seen=seen, by=actor())

    return _done(act, place)


@bp.post("/<uuid:response_id>/<uuid:question_id>/theme")
@requires(Permission.DECIDE_CODINGS)
def give(response_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Give words a theme, perhaps in the place of another."""
    place, form = (response_id, question_id), request.form
    wish = Wish(
        theme_key=form.get("theme", ""),
        words=form.get("words", ""),
        start=form.get("start", type=int),
        instead_of=form.get("instead", type=UUID),
    )

    def act(session: Session) -> object:
        return deciding.give(session, place, wish, seen=form.get("seen", ""), by=actor())

    try:
        return _done(act, place)
    except Invalid as invalid:
        return _page(place, Wrong(place, invalid.fields, wish.theme_key, wish.words)), 422


@bp.post("/undo")
@requires(Permission.DECIDE_CODINGS)
def undo() -> ResponseReturnValue:
    """Take the last decision back."""
    try:
        with unit_of_work() as session:
            undone = undoing.undo(session, by=actor())
    except NotFound:
        flash("There is nothing left to undo.", "info")
        return _back(None)
    flash(workbench_filters.said_undone(undone), "success" if undone.is_done else "warning")
    return _back(undone.decision.place)


def _done(act: Callable[[Session], object], place: Place) -> ResponseReturnValue:
    try:
        with unit_of_work() as session:
            act(session)
            line = undoing.latest(session, by=actor())[0]
    except Conflict as refused:
        flash(REFUSED[refused.code], "warning")
    else:
        flash(workbench_filters.said(line), "success")
    return _back(place)


def _back(place: Place | None) -> ResponseReturnValue:
    here = _here()
    if place is None:
        return redirect(url_for("workbench.grid", **here))
    here["at"] = f"{place[0]}.{place[1]}"
    return redirect(url_for("workbench.grid", _anchor=anchor(place), **here))


def _page(place: Place | None, wrong: Wrong | None = None) -> str:
    filters = workbench_filters.read(request.args)
    at = At(place, is_alone=PART in request.headers)
    with unit_of_work() as session:
        number = request.args.get("page", 1, type=int)
        page = workbench.page(session, filters, at, by=actor(), number=number)
    return render_template(
        "pages/workbench/grid.html",
        page=page,
        at=place,
        filters=filters,
        args=workbench_filters.as_args(filters),
        here=_here(),
        wrong=wrong,
        anchor=anchor,
        said=workbench_filters.said,
    )


def _here() -> dict[str, Any]:
    """Return what of the address every action keeps: the filters, and the page."""
    args = workbench_filters.as_args(workbench_filters.read(request.args))
    number = request.args.get("page", 1, type=int)
    if number > 1:
        args["page"] = number
    return args


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
