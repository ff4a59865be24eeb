"""What went wrong, as pages: one table from the kind of error to its status and page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, current_app, g, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.domain import errors
from app.web import access

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

STATUS: dict[type[errors.EarshotError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 404,
    errors.Invalid: 422,
    errors.Conflict: 409,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}
# These codes have a page of their own, because a person can do something particular about them.
PAGES = {
    "survey_unknown": "survey_unknown",
    "survey_closed": "survey_closed",
    "kiosk_link_wrong": "kiosk_link_wrong",
    "nothing_answered": "nothing_answered",
    "receipt_wrong": "receipt_wrong",
    "file_broken": "file_broken",
    "file_too_large": "file_too_large",
}
TOO_LARGE = 413
SERVER_ERROR = 500
# What is shorter is as quickly typed again as copied, and may be no words of anybody.
FEWEST_WORDS = 3

log = structlog.get_logger()


def show_errors(app: Flask) -> None:
    """Give every error a plain page of its own."""
    app.register_error_handler(errors.EarshotError, _earshot)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unforeseen)


def _earshot(error: errors.EarshotError) -> ResponseReturnValue:
    status = next((s for kind, s in STATUS.items() if isinstance(error, kind)), SERVER_ERROR)
    log.info("request.refused", status=status, error_code=error.code)
    return _show(PAGES.get(error.code, str(status)), error, status)


def _csrf(error: CSRFError) -> ResponseReturnValue:
    log.info("request.forged_or_stale", status=400, path_rule=str(request.url_rule))
    return _show("400", error, 400)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or SERVER_ERROR
    if error.response is not None:
        return error.response
    try:
        return _show(str(status), error, status)
    except TemplateNotFound:
        return _show("404" if status < SERVER_ERROR else "500", error, status)


def _database(error: OperationalError) -> ResponseReturnValue:
    log.error("database.away", error=type(error.orig).__name__)
    return _show("503", error, 503)


def _unforeseen(error: Exception) -> ResponseReturnValue:
    log.error("request.crashed", path_rule=str(request.url_rule), exc_info=error)
    return _show("500", error, SERVER_ERROR)


def _show(name: str, error: Exception, status: int) -> ResponseReturnValue:
    return render_template(f"errors/{name}.html", error=error, **_frame(status)), status


def _frame(status: int) -> dict[str, Any]:
    # Staff stay among their own pages. What went wrong may be the database, so on our own
    # errors it is not asked who somebody is.
    is_for_all = (
        request.endpoint and access.policy_of(current_app, request.endpoint) == access.PUBLIC
    )
    if is_for_all or not (access.current_actor() if status < SERVER_ERROR else g.get("actor")):
        return {}
    return {
        "layout": "layouts/staff.html",
        "start": url_for("staff.home"),
        # What was too large was not read, and asking for it would refuse it once more.
        "written": [] if status == TOO_LARGE else _written(),
    }


def _written() -> list[str]:
    # What staff typed and could not be kept stands on the page, to be copied from there.
    sent = [
        value.strip()
        for name, values in request.form.lists()
        if name not in access.NOT_KEPT and not name.startswith("_")
        for value in values
    ]
    return [words for words in dict.fromkeys(sent) if len(words.split()) >= FEWEST_WORDS]
