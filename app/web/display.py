"""How pages look for this browser, in the one cookie that it has; it goes with the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request, session

from app.domain.display import Display
from app.domain.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_KEY = "display"
# How the choices and the way to leave them are named. No key of a question begins like this.
FIELDS = {"_size": "size", "_colours": "colours", "_face": "face"}
AS_BEFORE = "_as_before"
BACK_TO = "_back_to"
OURS = frozenset({*FIELDS, AS_BEFORE, BACK_TO, "csrf_token"})


def here() -> Display:
    """Return what this browser chose; what is no choice counts as none."""
    return named(str(session.get(_KEY, "")))


def named(code: str) -> Display:
    """Return the choice that a cookie or an address names, or the usual one."""
    try:
        return Display.of_code(code)
    except Invalid:
        return Display()


def remember(display: Display) -> None:
    """Let pages look so until the window closes; the usual look leaves nothing behind."""
    if display.is_chosen:
        session[_KEY] = display.code
    elif _KEY in session:
        del session[_KEY]


def is_sent() -> bool:
    """Return whether a choice was sent, or the wish to leave it as it was."""
    return any(name in request.form for name in (*FIELDS, AS_BEFORE))


def choose() -> None:
    """Take the choice that was sent.

    Raises:
        Invalid: there is no such choice.
    """
    if AS_BEFORE not in request.form:
        sent = {part: request.form[name] for name, part in FIELDS.items() if name in request.form}
        remember(here().with_choices(sent))


def typed(sent: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return what a page of questions sent, name by name, to be sent again after the choice."""
    return [(name, value) for name, values in sent.items() if name not in OURS for value in values]


def back() -> str:
    """Return the address of this page, or of the home page where it cannot be opened again."""
    return request.full_path.rstrip("?") if request.method == "GET" or _can_be_opened() else "/"


def _can_be_opened() -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(request.path, "GET")
